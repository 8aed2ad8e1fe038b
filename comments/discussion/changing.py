"""Changing the rules of discussion: the row, the log of who did it and the stories' kept pages, in one transaction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from articles.models import Article, Section
from articles.models.article import ArticleQuerySet
from comments.discussion.in_force import DEFAULTS
from comments.models.discussion import DiscussionChange, DiscussionSettings


@dataclass(frozen=True)
class Scope:
    """One story, one section, or without either the whole site."""

    article: Article | None = None
    section: Section | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {"article": self.article, "section": self.section, "is_site": not (self.article or self.section)}

    def settings(self) -> DiscussionSettings:
        """Return the row of this scope, or one that is not stored yet."""
        return DiscussionSettings.objects.filter(**self.columns).first() or DiscussionSettings(**self.columns)

    def stories(self) -> ArticleQuerySet:
        if self.article:
            return Article.objects.filter(pk=self.article.pk)
        return Article.objects.filter(section=self.section) if self.section else Article.objects.all()


def change(scope: Scope, values: dict[str, Any], *, by: User) -> bool:
    """Set these of the settings in a scope; null lets the wider one decide. Tell whether anything changed."""
    with transaction.atomic():
        # Whoever changes the same story, section or site meanwhile waits here.
        scope.stories().bump_version()
        row = scope.settings()
        changes = {name: [getattr(row, name), new] for name, new in values.items() if getattr(row, name) != new}
        if not changes:
            transaction.set_rollback(True)
            return False
        _write(row, values)
        _log(scope, changes, by)
    return True


def open_or_close(article: Article, *, is_open: bool, by: User) -> bool:
    """Open or close the comments on one story; tell whether that was a change."""
    with transaction.atomic():
        changed = Article.objects.filter(pk=article.pk, comments_open=not is_open).update(comments_open=is_open)
        if changed:
            article.bump_version()
            _log(Scope(article), {"comments_open": [not is_open, is_open]}, by)
    return bool(changed)


def _write(row: DiscussionSettings, values: dict[str, Any]) -> None:
    was_paused = row.is_paused
    for name, value in values.items():
        setattr(row, name, value)
    if not row.is_paused:
        row.paused_at = None
    elif not was_paused:
        row.paused_at = timezone.now()
    if all(getattr(row, name) is None for name in DEFAULTS):
        if row.pk:
            row.delete()
    else:
        row.save()


def _log(scope: Scope, changes: dict[str, Any], by: User) -> None:
    DiscussionChange.objects.create(**scope.columns, user=by, changes=changes, at=timezone.now())
