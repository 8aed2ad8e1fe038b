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
from articles.models.house_word import HouseWord
from articles.models.live import LiveEntry, LiveEntryChange
from articles.models.notice import Notice, NoticePreferences
from articles.models.picture import Picture
from articles.models.preview_link import PreviewLink
from articles.models.related import RelatedStory
from articles.models.remark import Remark, RemarkAnswer
from articles.models.revision import Revision
from articles.models.saved_view import SavedView
from articles.models.search_terms import SearchTerms, SearchWord
from articles.models.search_text import SearchText
from articles.models.series import Series, SeriesPart
from articles.models.site_page import SitePage
from articles.models.steps import StepChange, WrongStep
from articles.models.story_template import StoryTemplate
from articles.models.tag_alias import TagAlias, merge_tags
from articles.models.taxonomy import MergedTag, Section, Tag
from articles.models.translation import TranslationGroup
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
    "HouseWord",
    "Level",
    "LiveEntry",
    "LiveEntryChange",
    "MergedTag",
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
    "SearchTerms",
    "SearchText",
    "SearchWord",
    "Section",
    "Series",
    "SeriesPart",
    "SitePage",
    "StepChange",
    "StoryTemplate",
    "SubjectAddress",
    "Tag",
    "TagAlias",
    "TranslationGroup",
    "Withdrawal",
    "WrongStep",
    "merge_tags",
]
