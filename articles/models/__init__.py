"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.address import Address, SubjectAddress
from articles.models.article import Article, Byline
from articles.models.assignment import Assignment
from articles.models.author import Author, AuthorLink
from articles.models.banner import Banner
from articles.models.checks import Checks, Level
from articles.models.correction import Correction, CorrectionWording
from articles.models.editing import Autosave, Presence
from articles.models.embargo import EmbargoAct, Embargoed
from articles.models.front import Front, FrontChange, Pin
from articles.models.live import LiveEntry, LiveEntryChange
from articles.models.notice import Notice, NoticePreferences
from articles.models.picture import Picture
from articles.models.preview_link import PreviewLink
from articles.models.related import RelatedStory
from articles.models.remark import Remark, RemarkAnswer
from articles.models.revision import Revision
from articles.models.saved_view import SavedView
from articles.models.search_text import SearchText
from articles.models.series import Series, SeriesPart
from articles.models.steps import StepChange, WrongStep
from articles.models.story_template import StoryTemplate
from articles.models.tag_alias import TagAlias, merge_tags
from articles.models.taxonomy import Section, Tag
from articles.models.withdrawal import Withdrawal

__all__ = [
    "Address",
    "Article",
    "Assignment",
    "Author",
    "AuthorLink",
    "Autosave",
    "Banner",
    "Byline",
    "Checks",
    "Correction",
    "CorrectionWording",
    "EmbargoAct",
    "Embargoed",
    "Front",
    "FrontChange",
    "Level",
    "LiveEntry",
    "LiveEntryChange",
    "Notice",
    "NoticePreferences",
    "Picture",
    "Pin",
    "Presence",
    "PreviewLink",
    "RelatedStory",
    "Remark",
    "RemarkAnswer",
    "Revision",
    "SavedView",
    "SearchText",
    "Section",
    "Series",
    "SeriesPart",
    "StepChange",
    "StoryTemplate",
    "SubjectAddress",
    "Tag",
    "TagAlias",
    "Withdrawal",
    "WrongStep",
    "merge_tags",
]
