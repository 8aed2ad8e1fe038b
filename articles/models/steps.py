"""
The way of a story through the newsroom.

`Step` is a column that people write and that never makes anything public; `State` is where a story stands, told from
that column and from `published_at`. Each transition is one UPDATE that names what it expects to find, and one row
that remembers it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.embargo import EmbargoAct, Embargoed
from articles.models.withdrawal import Withdrawal

COMMENT_MAX = 2000
# For how long a schedule that came unnoticed is still written down: a worker is not away for longer.
LOOKED_BACK = timedelta(days=30)


class Step(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned to its author")
    READY = "ready", _("ready to be published")
    ARCHIVED = "archived", _("archived")


class State(models.TextChoices):
    DRAFT = "draft", _("draft")
    IN_REVIEW = "in_review", _("in review")
    RETURNED = "returned", _("returned to its author")
    READY = "ready", _("ready to be published")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    WITHDRAWN = "withdrawn", _("withdrawn")
    ARCHIVED = "archived", _("archived")


UNDER_WAY = {State.DRAFT, State.IN_REVIEW, State.RETURNED, State.READY, State.WITHDRAWN}


class WrongStep(Exception):
    """The story does not stand where this transition begins: it never did, or somebody has moved it meanwhile."""


class Stepped(models.Model):
    """The steps of a story. Its transitions keep what they overwrite in view: who comes second changes nothing."""

    Step = Step

    step = models.CharField(_("step"), max_length=20, choices=Step, default=Step.DRAFT, editable=False)
    published_at = models.DateTimeField(_("publication date"), null=True, blank=True, editable=False)
    first_published_at = models.DateTimeField(_("first published"), null=True, blank=True, editable=False)
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    # When readers last saw a change of more than spelling; the moment of publication until there is one.
    updated_at = models.DateTimeField(_("updated"), default=timezone.now, editable=False)
    saved_at = models.DateTimeField(_("saved"), auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        ends_at: datetime | None
        embargo_until: datetime | None
        embargo_acts: Any
        withdrawals: Any

        def bump_pages_naming(self) -> None: ...
        def bump_pages_awaiting(self) -> None: ...

    def publish(
        self,
        at: datetime | None = None,
        *,
        by: User | None = None,
        comment: str = "",
        breaks_embargo_by: User | None = None,
    ) -> None:
        """
        Make the story public now, or by itself at a time to come.

        The address keeps the date under which readers first saw it; until then it follows the schedule. Raise
        Embargoed if that is before the embargo ends and nobody answers for it.
        """
        now = timezone.now()
        at = at or now
        broken = self.embargo_until if self.embargo_until and at < self.embargo_until else None
        if broken and breaks_embargo_by is None:
            raise Embargoed
        columns: dict[str, Any] = {"step": Step.DRAFT, "published_at": at, "updated_at": at}
        if self.first_published_at is None or self.first_published_at > now:
            columns["first_published_at"] = at
        if self.ends_at and self.ends_at <= at:
            columns["ends_at"] = None
        with transaction.atomic():
            self.bump_pages_naming()
            self._move({*UNDER_WAY, State.SCHEDULED, State.PUBLISHED}, by, comment, **columns)
            if broken:
                self.embargo_acts.create(act=EmbargoAct.Act.BROKEN, until=broken, by=breaks_embargo_by)
            self.bump_pages_awaiting()

    def unpublish(
        self,
        *,
        by: User | None = None,
        comment: str = "",
        kind: str = Withdrawal.Kind.OTHER,
        reason: str = "",
        public_sentence: str = "",
    ) -> None:
        """
        Take the story offline.

        Its address answers 410, with the sentence if there is one, or 404 if nobody can have read it yet. Who did it
        and why is kept where readers have known it.
        """
        was_public = self.was_public
        columns: dict[str, Any] = {"step": Step.DRAFT, "published_at": None, "archived_at": None}
        if not was_public:
            columns["first_published_at"] = None
        with transaction.atomic():
            self.bump_pages_naming()
            ended = {State.WITHDRAWN} if self.published_at else set()
            self._move({State.SCHEDULED, State.PUBLISHED, State.ARCHIVED, *ended}, by, comment, **columns)
            if was_public:
                why = {"kind": kind, "reason": reason or comment, "public_sentence": public_sentence}
                self.withdrawals.create(by=by, **why)

    def request_publication(self, *, by: User | None = None, comment: str = "") -> None:
        self._move({State.DRAFT, State.RETURNED, State.WITHDRAWN}, by, comment, step=Step.IN_REVIEW)

    def take_back_request(self, *, by: User | None = None, comment: str = "") -> None:
        self._move({State.IN_REVIEW}, by, comment, step=Step.DRAFT)

    def return_to_author(self, *, by: User | None = None, comment: str = "") -> None:
        self._move({State.IN_REVIEW, State.READY}, by, comment, step=Step.RETURNED)

    def approve(self, *, by: User | None = None, comment: str = "") -> None:
        """Say that the story is ready. It is public no sooner than somebody publishes it."""
        self._move(UNDER_WAY - {State.READY}, by, comment, step=Step.READY)

    def archive(self, *, by: User | None = None, comment: str = "") -> None:
        """Put a published story away: it leaves the desk's lists, and readers find it where it was, with the date."""
        self._move({State.PUBLISHED}, by, comment, step=Step.ARCHIVED, archived_at=timezone.now())

    def bring_back(self, *, by: User | None = None, comment: str = "") -> None:
        self._move({State.ARCHIVED}, by, comment, step=Step.DRAFT, archived_at=None)

    @property
    def state(self) -> State:
        if self.published_at is None:
            withdrawn = self.step == Step.DRAFT and self.was_public
            return State.WITHDRAWN if withdrawn else State(self.step)
        if self.is_scheduled:
            return State.SCHEDULED
        if not self.is_published:
            return State.WITHDRAWN
        return State.ARCHIVED if self.step == Step.ARCHIVED else State.PUBLISHED

    @property
    def is_being_written(self) -> bool:
        """Tell whether the story is in the hands of who writes it: only then can it be overdue."""
        return self.published_at is None and self.step in (Step.DRAFT, Step.RETURNED)

    @property
    def is_published(self) -> bool:
        now = timezone.now()
        return self.published_at is not None and self.published_at <= now and not self.has_ended

    @property
    def has_ended(self) -> bool:
        """Tell whether the time until which the story was to be public has passed."""
        return self.ends_at is not None and self.ends_at <= timezone.now()

    @property
    def was_updated(self) -> bool:
        """Tell whether readers have seen a change of more than spelling since the publication."""
        return self.published_at is not None and self.updated_at > self.published_at

    @property
    def is_scheduled(self) -> bool:
        return self.published_at is not None and self.published_at > timezone.now()

    @property
    def was_public(self) -> bool:
        """Tell whether readers have known the story's address, which then leads to it for ever."""
        return self.first_published_at is not None and self.first_published_at <= timezone.now()

    def _move(self, starts: Collection[State], by: User | None, comment: str, **columns: Any) -> None:
        """Write the columns and the row that remembers it, if the story still stands where this object knows it."""
        before, now = self.state, timezone.now()
        if before not in starts:
            raise WrongStep
        as_known = {"pk": self.pk, "step": self.step, "published_at": self.published_at}
        with transaction.atomic():
            standing = type(self)._default_manager.filter(**as_known)
            if not standing.update(**columns, saved_at=now, version=F("version") + 1):
                raise WrongStep
            for name, value in {**columns, "saved_at": now, "version": self.version + 1}.items():
                setattr(self, name, value)
            StepChange.objects.create(
                article_id=self.pk,
                from_state=before,
                to_state=self.state,
                scheduled_for=self.published_at if self.is_scheduled else None,
                by=by,
                comment=comment,
                at=now,
            )


class StepChangeQuerySet(models.QuerySet["StepChange"]):
    def schedules_that_came(self, now: datetime) -> StepChangeQuerySet:
        """Schedules of the last weeks whose time has come, and after which nothing is written of the story yet."""
        later = StepChange.objects.filter(article=OuterRef("article"), pk__gt=OuterRef("pk"))
        return self.filter(to_state=State.SCHEDULED, scheduled_for__range=(now - LOOKED_BACK, now)).exclude(
            models.Exists(later)
        )


class StepChange(models.Model):
    """Who moved a story, from where to where, when, and with which words. Rows are added and never changed."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="step_changes")
    from_state = models.CharField(_("from"), max_length=20, choices=State)
    to_state = models.CharField(_("to"), max_length=20, choices=State)
    scheduled_for = models.DateTimeField(_("scheduled for"), null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    comment = models.TextField(_("comment"), max_length=COMMENT_MAX, blank=True)
    at = models.DateTimeField(_("at"))

    objects = StepChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("step of a story")
        verbose_name_plural = _("steps of stories")
        default_permissions = ()
        indexes = [
            models.Index(fields=["article", "-at", "-id"], name="step_newest_of_story"),
            models.Index(fields=["scheduled_for"], name="step_schedules", condition=Q(scheduled_for__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"
