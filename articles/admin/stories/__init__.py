"""Writing, previewing and publishing stories: Django's own admin of a model, in a module for each of its subjects."""

from articles.admin.stories.admin import ArticleAdmin

__all__ = ["ArticleAdmin"]
