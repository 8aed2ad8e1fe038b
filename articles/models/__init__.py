"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.article import Article, Byline
from articles.models.author import Author, AuthorLink
from articles.models.banner import Banner
from articles.models.front import Front, FrontChange, Pin
from articles.models.picture import Picture
from articles.models.related import RelatedStory
from articles.models.series import Series, SeriesPart
from articles.models.story_template import StoryTemplate
from articles.models.tag_alias import TagAlias, merge_tags
from articles.models.taxonomy import Section, Tag

__all__ = [
    "Article",
    "Author",
    "AuthorLink",
    "Banner",
    "Byline",
    "Front",
    "FrontChange",
    "Picture",
    "Pin",
    "RelatedStory",
    "Section",
    "Series",
    "SeriesPart",
    "StoryTemplate",
    "Tag",
    "TagAlias",
    "merge_tags",
]
