"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.article import Article, Byline
from articles.models.author import Author
from articles.models.checks import Checks, Level
from articles.models.picture import Picture
from articles.models.preview_link import PreviewLink
from articles.models.saved_view import SavedView
from articles.models.search_text import SearchText
from articles.models.taxonomy import Section, Tag

__all__ = [
    "Article",
    "Author",
    "Byline",
    "Checks",
    "Level",
    "Picture",
    "PreviewLink",
    "SavedView",
    "SearchText",
    "Section",
    "Tag",
]
