"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.address import Address, SubjectAddress
from articles.models.article import Article, Byline
from articles.models.author import Author, AuthorLink
from articles.models.banner import Banner
from articles.models.correction import Correction, CorrectionWording
from articles.models.editing import Autosave, Presence
from articles.models.embargo import EmbargoAct, Embargoed
from articles.models.front import Front, FrontChange, Pin
from articles.models.picture import Picture
from articles.models.related import RelatedStory
from articles.models.revision import Revision
from articles.models.series import Series, SeriesPart
from articles.models.story_template import StoryTemplate
from articles.models.tag_alias import TagAlias, merge_tags
from articles.models.taxonomy import Section, Tag
from articles.models.withdrawal import Withdrawal

__all__ = [
    "Address",
    "Article",
    "Author",
    "AuthorLink",
    "Autosave",
    "Banner",
    "Byline",
    "Correction",
    "CorrectionWording",
    "EmbargoAct",
    "Embargoed",
    "Front",
    "FrontChange",
    "Picture",
    "Pin",
    "Presence",
    "RelatedStory",
    "Revision",
    "Section",
    "Series",
    "SeriesPart",
    "StoryTemplate",
    "SubjectAddress",
    "Tag",
    "TagAlias",
    "Withdrawal",
    "merge_tags",
]
