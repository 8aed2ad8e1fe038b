"""The journalists' desk: Django's own admin, with what a newsroom needs on top."""

from articles.admin.corrections import CorrectionAdmin
from articles.admin.pictures import PictureAdmin
from articles.admin.stories import ArticleAdmin
from articles.admin.taxonomy import AuthorAdmin, SectionAdmin, TagAdmin

__all__ = ["ArticleAdmin", "AuthorAdmin", "CorrectionAdmin", "PictureAdmin", "SectionAdmin", "TagAdmin"]
