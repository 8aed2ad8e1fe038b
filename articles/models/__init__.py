"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.article import Article, Byline
from articles.models.author import Author
from articles.models.editing import Autosave, Presence
from articles.models.live import LiveEntry, LiveEntryChange
from articles.models.picture import Picture
from articles.models.revision import Revision
from articles.models.taxonomy import Section, Tag

__all__ = [
    "Article",
    "Author",
    "Autosave",
    "Byline",
    "LiveEntry",
    "LiveEntryChange",
    "Picture",
    "Presence",
    "Revision",
    "Section",
    "Tag",
]
