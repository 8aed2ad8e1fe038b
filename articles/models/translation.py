"""
Stories that say the same in several languages.

They are a group of equals, with one story for each language at most: none of them is the original, so that each may be
withdrawn or deleted and the others still lead to one another. The language belongs to a version of the text; the group
applies at once, like everything that stands around a text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.languages import default_language, story_languages

if TYPE_CHECKING:
    from articles.models.article import Article, ArticleQuerySet


class TranslationGroup(models.Model):
    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)


class Translated(models.Model):
    """The part of a story that knows its language and its translations. Writing runs in the caller's transaction."""

    language = models.CharField(_("language"), max_length=10, choices=story_languages, default=default_language)
    translation_group = models.ForeignKey(
        TranslationGroup, models.SET_NULL, null=True, editable=False, related_name="stories"
    )

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        pk: Any
        translation_group_id: int | None

        def bump_version(self) -> None: ...

    def translations(self) -> ArticleQuerySet:
        """Return the other stories of the group, the oldest first: public or not."""
        stories: Any = type(self)._default_manager
        if self.translation_group_id is None:
            return stories.none()
        return stories.filter(translation_group=self.translation_group_id).exclude(pk=self.pk).order_by("pk")

    def translate(self, other: Article) -> None:
        """Stand beside this story and its translations from now on, and no longer beside those of before."""
        self.leave_translations()
        other = other.lock()
        if other.translation_group_id is None:
            other.translation_group = TranslationGroup.objects.create()
            other.save(update_fields=["translation_group"])
        self.translation_group_id = other.translation_group_id
        self._save_group()

    def leave_translations(self) -> None:
        """Be no translation any more. A group of one is none."""
        if self.translation_group_id is None:
            return
        others = self.translations()
        others.bump_version()
        if others.count() < 2:
            others.update(translation_group=None)
            TranslationGroup.objects.filter(pk=self.translation_group_id).delete()
        self.translation_group_id = None
        self._save_group()

    def _save_group(self) -> None:
        self.save(update_fields=["translation_group"])
        self.translations().bump_version()
        self.bump_version()

    def give_way(self) -> None:
        """Leave the group if another of its stories has this language by now."""
        if self.translations().filter(language=self.language).exists():
            self.leave_translations()
