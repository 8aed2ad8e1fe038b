"""
What the newsroom publishes: articles with their sections, tags, authors and pictures.

Complete without comments, and never imports anything of them.
"""

from articles.models.article import Article, Byline
from articles.models.assignment import Assignment
from articles.models.author import Author
from articles.models.notice import Notice, NoticePreferences
from articles.models.picture import Picture
from articles.models.remark import Remark, RemarkAnswer
from articles.models.steps import StepChange, WrongStep
from articles.models.taxonomy import Section, Tag

__all__ = [
    "Article",
    "Assignment",
    "Author",
    "Byline",
    "Notice",
    "NoticePreferences",
    "Picture",
    "Remark",
    "RemarkAnswer",
    "Section",
    "StepChange",
    "Tag",
    "WrongStep",
]
