"""
A story's revisions and its working version.

What readers see stands in the story's own columns. A change to a live story is a revision that waits in `working`,
until somebody publishes it or `change_at` is reached; see `articles.revisions.due` for the moment between that time and
the minute in which the worker writes it down.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.corrections.change import Change, visible_change
from articles.corrections.change import Content as Words
from articles.models.revision import Revision
from articles.revisions.content import COLUMNS, Content, changed_names, content_of, with_columns

if TYPE_CHECKING:
    from articles.models.article import Article

# What other pages show of a story, or by what they find it: its card under "Read next", its part of a series.
NAMED_ELSEWHERE = {"headline", "slug", "section", "lead_picture", "tags", "language"}

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
        corrections: Any
        tags: Any
        slug: str

        def bump_version(self) -> None: ...
        def mark_updated(self, at: datetime | None = None) -> None: ...
        def keep_address(self, slug: str) -> None: ...
        def give_way(self) -> None: ...

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
        stored = self._stored()
        made = {"made_by": stored.created_by, "made_at": stored.saved_at, "published_at": stored.published_at}
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
        slug = self._stored().slug
        with_columns(self, content)
        others = cast("models.QuerySet[Article]", type(self)._default_manager.exclude(pk=self.pk))
        if others.filter(slug=self.slug).exists():
            self.slug = slug  # another story has taken it since this version was written
        self.give_way()
        self._end_schedule()
        self.save(update_fields=[*COLUMNS, "working", "change_at", "saved_at"])  # type: ignore[misc]  # a column of the story itself
        self.tags.set(self.tags.model.objects.numbered(content["tags"]))
        self._sign(content["authors"])
        self.keep_address(slug)

    def propose(self, revision: Revision) -> None:
        """Keep this revision as the working version; readers go on with what they have."""
        self.working = revision
        self.save(update_fields=["working", "saved_at"])  # type: ignore[misc]  # a column of the story itself

    def publish_change(self, revision: Revision, at: datetime | None = None) -> None:
        """Give readers this revision now; `at` says since when, if a schedule did it."""
        at = at or timezone.now()
        stored = self._stored()
        before = Words.of(stored)
        if NAMED_ELSEWHERE & set(changed_names(content_of(stored), revision.content)):
            stored.bump_pages_naming()
        self.take(revision.content)
        self.mark_as_public(revision, at)
        is_substantial = visible_change(before, Words.of(cast("Article", self))) == Change.SUBSTANTIAL
        if is_substantial or self.corrections.filter(at=at).exists():
            self.mark_updated(at)
        else:
            self.bump_version()

    def schedule_change(self, revision: Revision, at: datetime) -> None:
        """Keep this revision as the working version that readers get by itself at a time to come, with its note."""
        self.corrections.waiting().update(at=at)
        self.working, self.change_at = revision, at
        self.save(update_fields=["working", "change_at", "saved_at"])  # type: ignore[misc]  # a column of the story itself
        # A page that is kept does not know yet at which moment it changes.
        self.bump_version()

    def discard_change(self) -> None:
        """Drop the working version, and the note that waits with it. The version stays among the revisions."""
        self._end_schedule()
        self.save(update_fields=["working", "change_at", "saved_at"])  # type: ignore[misc]  # a column of the story itself
        self.bump_version()

    def mark_as_public(self, revision: Revision, at: datetime) -> None:
        self.revisions.filter(pk=revision.pk).update(published_at=at)

    def _end_schedule(self) -> None:
        """Let no change wait, nor a note whose moment was to come with it."""
        if self.change_at is not None:
            self.corrections.waiting().delete()
        self.working, self.change_at = None, None

    def _stored(self) -> Article:
        """Return the row as readers have it: this instance may carry what a form typed."""
        stored: Article = type(self)._default_manager.get(pk=self.pk)  # type: ignore[assignment]
        return stored

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
