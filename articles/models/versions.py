"""
A story's revisions and its working version.

What readers see stands in the story's own columns. A change to a live story is a revision that waits in `working`,
until somebody publishes it or `change_at` is reached; see `articles.revisions.due` for the moment between that time and
the minute in which the worker writes it down.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.revision import Revision
from articles.revisions.content import COLUMNS, Content, content_of, with_columns

if TYPE_CHECKING:
    from articles.models.article import Article

type User = AbstractBaseUser | AnonymousUser | None


class Versioned(models.Model):
    """The part of a story that knows its revisions. Each method runs in the caller's transaction, after `lock()`."""

    working = models.OneToOneField(
        Revision, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("working version")
    )
    change_at = models.DateTimeField(_("change becomes public"), null=True, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        revisions: Any
        bylines: Any
        tags: Any

    def lock(self) -> Article:
        """Return the story as it stands, and let nobody else save it until this transaction ends."""
        stored: Article = type(self)._default_manager.select_for_update().get(pk=self.pk)  # type: ignore[assignment]
        return stored

    def latest_number(self) -> int:
        """Return the number of the newest revision; 0 where nothing was recorded yet."""
        return self.revisions.newest_first().values_list("number", flat=True).first() or 0

    def record_origin(self) -> None:
        """Keep what stands there if nothing was recorded yet: a story that was imported, or is older than revisions."""
        if self.revisions.exists():
            return
        stored: Article = type(self)._default_manager.get(pk=self.pk)  # type: ignore[assignment]
        made = {"made_by": stored.created_by, "made_at": stored.updated_at, "published_at": stored.published_at}
        self.revisions.create(number=1, content=content_of(stored), **made)

    def record(self, content: Content, *, by: User, restored_from: int | None = None) -> Revision:
        """Return the newest revision, made of this content unless the one before holds just that."""
        newest = self.revisions.newest_first().first()
        if newest and newest.content == content:
            return newest
        return self.revisions.create(
            number=newest.number + 1 if newest else 1, content=content, made_by=by, restored_from=restored_from
        )

    def take(self, content: Content) -> None:
        """Make this content what the story is, readers included. What was deleted since then is left out."""
        with_columns(self, content)
        self.working, self.change_at = None, None
        self.save(update_fields=[*COLUMNS, "working", "change_at", "updated_at"])  # type: ignore[misc]  # a column of the story itself
        self.tags.set(self.tags.model.objects.filter(pk__in=content["tags"]))
        self._sign(content["authors"])

    def propose(self, revision: Revision) -> None:
        """Keep this revision as the working version; readers go on with what they have."""
        self.working = revision
        self.save(update_fields=["working", "updated_at"])  # type: ignore[misc]  # a column of the story itself

    def publish_change(self, revision: Revision, at: datetime | None = None) -> None:
        """Give readers this revision now; `at` says since when, if a schedule did it."""
        self.take(revision.content)
        self.mark_as_public(revision, at or timezone.now())
        self.bump_version()

    def schedule_change(self, revision: Revision, at: datetime) -> None:
        """Keep this revision as the working version that readers get by itself at a time to come."""
        self.working, self.change_at = revision, at
        self.save(update_fields=["working", "change_at", "updated_at"])  # type: ignore[misc]  # a column of the story itself
        # A page that is kept does not know yet at which moment it changes.
        self.bump_version()

    def discard_change(self) -> None:
        """Drop the working version. It stays among the revisions."""
        self.working, self.change_at = None, None
        self.save(update_fields=["working", "change_at", "updated_at"])  # type: ignore[misc]  # a column of the story itself
        self.bump_version()

    def mark_as_public(self, revision: Revision, at: datetime) -> None:
        self.revisions.filter(pk=revision.pk).update(published_at=at)

    def bump_version(self) -> None:
        raise NotImplementedError

    def _sign(self, authors: list[dict[str, Any]]) -> None:
        """Let these sign the story, in this order."""
        if content_of(self, tags=())["authors"] == authors:
            return
        author_model = self.bylines.model._meta.get_field("author").related_model
        known = set(author_model.objects.filter(pk__in=[one["author"] for one in authors]).values_list("pk", flat=True))
        signing = [
            {"author_id": one["author"], **{name: one[name] for name in one if name != "author"}}
            for one in authors
            if one["author"] in known
        ]
        self.bylines.all().delete()
        self.bylines.bulk_create(
            self.bylines.model(article=self, position=position, **values) for position, values in enumerate(signing)
        )
