"""The journalists' desk: Django's own admin, with what a newsroom needs on top."""

from articles.admin.checks import ChecksAdmin
from articles.admin.pictures import PictureAdmin
from articles.admin.stories import ArticleAdmin
from articles.admin.taxonomy import AuthorAdmin, SectionAdmin, TagAdmin

__all__ = ["ArticleAdmin", "AuthorAdmin", "ChecksAdmin", "PictureAdmin", "SectionAdmin", "TagAdmin"]
