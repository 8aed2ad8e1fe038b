"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.address import Address, SubjectAddress
from articles.models.article import Article, Byline
from articles.models.author import Author
from articles.models.correction import Correction, CorrectionWording
from articles.models.editing import Autosave, Presence
from articles.models.embargo import EmbargoAct, Embargoed
from articles.models.picture import Picture
from articles.models.revision import Revision
from articles.models.taxonomy import Section, Tag
from articles.models.withdrawal import Withdrawal

__all__ = [
    "Address",
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "Correction",
    "CorrectionWording",
    "EmbargoAct",
    "Embargoed",
    "Picture",
    "Presence",
    "Revision",
    "Section",
    "SubjectAddress",
    "Tag",
    "Withdrawal",
]
