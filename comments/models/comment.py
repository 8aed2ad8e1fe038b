from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.addresses.paths import path_of
from articles.models import Article
from comments.models.decisions import CommentQuerySet
from comments.models.reason import RejectionReason
from comments.models.states import (
    DISAGREES,
    HELD_AS_SPAM,
    NOT_IN_DOUBT,
    REPORTED,
    SPAM_IN_SIGHT,
    TO_ANNOUNCE,
    WAITS_FOR_REVIEW,
    Seen,
)

NAME_MAX = 100
EMAIL_MAX = 254
URL_MAX = 200
BODY_MAX = 5000
HEADER_MAX = 500
# Roots have depth 0. An answer to a comment of the last depth stands beside it.
MAX_DEPTH = 4
PATH_SEGMENT = 16


def new_receipt_nonce() -> str:
    return secrets.token_hex(16)


class Comment(models.Model):
    class Status(models.TextChoices):
        PENDING = "pending", _("waiting")
        APPROVED = "approved", _("published")
        REJECTED = "rejected", _("rejected")
        SPAM = "spam", _("spam")
        WITHDRAWN = "withdrawn", _("withdrawn by its author")

    class Verdict(models.TextChoices):
        NONE = "", _("not screened yet")
        HAM = "ham", _("not spam")
        SPAM = "spam", _("spam")
        DISCARD = "discard", _("blatant spam")

    class Mark(models.TextChoices):
        """What was noticed when the comment was taken. A mark is evidence for people and never a decision."""

        MANY_LINKS = "many_links", _("many links")
        NO_ORIGIN = "no_origin", _("sent without the headers of a browser")
        TRAP = "trap", _("the field that people do not see was filled")
        QUICK = "quick", _("sent within two seconds of opening the page")
        REPEATED = "repeated", _("the same text came within a day before")
        STAFF_NAME = "staff_name", _("uses a name of the newsroom")

    class Language(models.TextChoices):
        """In which language the text seems to be written: a guess for filters."""

        FRENCH = "fr", _("French")
        ENGLISH = "en", _("English")
        OTHER = "other", _("another one")
        UNKNOWN = "", _("cannot be told")

    class Recheck(models.TextChoices):
        """The reasons that Akismet is given when it is asked about a comment again."""

        BY_HAND = "recheck_queue", _("a moderator asked for a fresh opinion")
        PROVISIONAL = "recheck", _("the first verdict was provisional")

    # What the reader sent.
    article = models.ForeignKey(Article, models.PROTECT, related_name="comments", verbose_name=_("story"))
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replies")
    author_name = models.CharField(_("name"), max_length=NAME_MAX)
    author_email = models.EmailField(_("e-mail"), max_length=EMAIL_MAX)
    author_url = models.CharField(_("site"), max_length=URL_MAX, blank=True)
    body = models.TextField(_("comment"), max_length=BODY_MAX)
    # What readers see instead, where moderators have taken passages out: see `comments.shortening`.
    public_body = models.TextField(blank=True, editable=False)
    revision = models.PositiveIntegerField(default=1, editable=False)
    submitted_at = models.DateTimeField(_("sent"))
    ip_address = models.GenericIPAddressField(_("address"), null=True, blank=True)
    user_agent = models.CharField(_("browser"), max_length=HEADER_MAX, blank=True)
    referrer = models.CharField(_("came from"), max_length=HEADER_MAX, blank=True)
    # For how long the page was open when it was sent, as the browser tells; null where it does not.
    seconds_open = models.FloatField(null=True, editable=False)
    marks = models.JSONField(_("noticed"), default=list, blank=True)
    language = models.CharField(_("language"), max_length=5, choices=Language, blank=True, editable=False)
    link_count = models.PositiveSmallIntegerField(_("links"), default=0, editable=False)
    # Who of the newsroom wrote it, where no reader did: it was never screened, and `author_url` is a page of ours.
    newsroom_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("newsroom"),
    )

    # Its place in the thread: the segments of its ancestors and its own, so that one index keeps the order.
    path = models.CharField(max_length=PATH_SEGMENT * (MAX_DEPTH + 1), editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)

    # What people decided.
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.PENDING)
    decided_at = models.DateTimeField(_("decided"), null=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False, verbose_name=_("by")
    )

    # What readers reported: how many reports are open, and since when the oldest is. Both or neither.
    open_reports = models.PositiveIntegerField(default=0, editable=False)
    reported_at = models.DateTimeField(null=True, editable=False)

    # What the newsroom chose for readers, while it is published.
    featured_at = models.DateTimeField(null=True, editable=False)
    featured_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )

    # When followers of the discussion could first be told of it: once its publication had outlasted the undo window.
    announced_at = models.DateTimeField(null=True, editable=False)

    # What screening found. `told` is what Akismet was sent, field by field, because feedback must repeat it.
    verdict = models.CharField(_("verdict"), max_length=10, choices=Verdict, default=Verdict.NONE, blank=True)
    screened_at = models.DateTimeField(_("screened"), null=True, editable=False)
    told = models.JSONField(null=True, editable=False)
    answer = models.JSONField(default=dict, editable=False)
    screen_after = models.DateTimeField(null=True, editable=False)
    # Why Akismet is asked again: set with `screen_after` where there is a verdict already.
    recheck_reason = models.CharField(max_length=20, choices=Recheck, blank=True, editable=False)
    screening_attempts = models.PositiveIntegerField(default=0, editable=False)
    screening_error = models.CharField(_("last error"), max_length=40, blank=True, editable=False)
    lease = models.CharField(max_length=32, blank=True, editable=False)
    leased_until = models.DateTimeField(null=True, editable=False)

    # What Akismet last said or heard of this comment: "ham", "spam" or nothing.
    reported_as = models.CharField(max_length=4, blank=True, editable=False)
    report_after = models.DateTimeField(null=True, editable=False)
    report_attempts = models.PositiveIntegerField(default=0, editable=False)

    # When the rules are to look at it: set when it comes in, gets a verdict or is reported. The rules' own queue.
    rules_due_at = models.DateTimeField(null=True, editable=False)

    # Keyed hashes: of the sender's network for limits, of the e-mail address to know its author again, of the text to
    # find it again elsewhere, and of the submission so that it is taken once.
    address_hash = models.CharField(max_length=32, blank=True, editable=False)
    email_hash = models.CharField(max_length=32, blank=True, editable=False)
    body_hash = models.CharField(max_length=32, blank=True, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  # unique
    receipt_nonce = models.CharField(max_length=32, default=new_receipt_nonce, editable=False)

    objects = CommentQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-id"]
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        permissions = [
            ("moderate_comment", _("Can moderate comments")),
            ("answer_as_newsroom", _("Can answer comments as the newsroom")),
            ("feature_comment", _("Can feature comments")),
            ("export_personal_data", _("Can see all that is known of a commenter")),
        ]
        constraints = [
            models.CheckConstraint(
                name="comment_status_is_known",
                condition=Q(status__in=["pending", "approved", "rejected", "spam", "withdrawn"]),
            ),
            models.CheckConstraint(
                name="comment_verdict_is_known", condition=Q(verdict__in=["", "ham", "spam", "discard"])
            ),
            models.CheckConstraint(
                name="comment_reported_at_with_reports",
                condition=Q(open_reports=0, reported_at=None) | Q(open_reports__gt=0, reported_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["article", "path"], name="comment_thread", condition=Q(status="approved")),
            models.Index(fields=["article", "path"], name="comment_ancestors"),
            # The moment in its condition keeps SQLite from reading it for whatever is approved.
            models.Index(
                fields=["article", "decided_at"],
                name="comment_newly_published",
                condition=Q(status="approved", decided_at__isnull=False),
            ),
            models.Index(fields=["submitted_at", "id"], name="comment_queue_review", condition=WAITS_FOR_REVIEW),
            models.Index(fields=["submitted_at", "id"], name="comment_queue_spam", condition=HELD_AS_SPAM),
            models.Index(fields=["submitted_at", "id"], name="comment_spam_in_sight", condition=SPAM_IN_SIGHT),
            models.Index(fields=["submitted_at", "id"], name="comment_queue_approved", condition=Q(status="approved")),
            models.Index(fields=["submitted_at", "id"], name="comment_queue_rejected", condition=Q(status="rejected")),
            models.Index(
                fields=["screening_attempts", "-id", "screen_after"],
                name="comment_to_screen",
                condition=Q(screen_after__isnull=False),
            ),
            models.Index(fields=["body_hash", "submitted_at"], name="comment_same_text"),
            models.Index(fields=["email_hash", "status", "submitted_at"], name="comment_same_email"),
            models.Index(fields=["reported_at", "id"], name="comment_queue_reported", condition=REPORTED),
            models.Index(
                fields=["article", "-featured_at"], name="comment_featured", condition=Q(featured_at__isnull=False)
            ),
            models.Index(fields=["article"], name="comment_not_in_doubt", condition=NOT_IN_DOUBT),
            models.Index(fields=["screened_at"], name="comment_screened"),
            models.Index(fields=["decided_at"], name="comment_to_announce", condition=TO_ANNOUNCE),
            models.Index(fields=["decided_at"], name="comment_decided", condition=Q(decided_by__isnull=False)),
            models.Index(fields=["decided_at"], name="comment_to_report", condition=DISAGREES),
            models.Index(fields=["address_hash", "submitted_at"], name="comment_limits"),
            models.Index(fields=["submitted_at"], name="comment_came_in"),
            models.Index(
                fields=["verdict", "submitted_at", "id"],
                name="comment_spam_waits",
                condition=Q(status="pending") & (Q(verdict="spam") | Q(verdict="discard")),
            ),
            models.Index(
                fields=["rules_due_at", "id"], name="comment_rules_due", condition=Q(rules_due_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.author_name} #{self.pk}"

    def get_absolute_url(self) -> str:
        return path_of("comments:comment", self.pk)

    def place_in_thread(self) -> None:
        """Set path and depth from the parent and the time of sending; call it before the row is first saved."""
        microseconds = int(self.submitted_at.timestamp() * 1_000_000)
        segment = f"{microseconds:013x}{secrets.randbits(12):03x}"
        if self.parent is None:
            self.path, self.depth = segment, 0
            return
        self.depth = min(self.parent.depth + 1, MAX_DEPTH)
        self.path = self.parent.path[: PATH_SEGMENT * self.depth] + segment

    def approve(self, *, by: User, **how: Any) -> bool:
        """Publish this comment, if it is still in the state in which it was loaded; tell whether it was done."""
        return self._moved(self._own_row().approve(by=by, seen=self._seen(), **how))

    def keep(self, *, by: User, **how: Any) -> bool:
        """Let this published comment stand, and close what readers reported of it."""
        return self._moved(self._own_row().keep(by=by, seen=self._seen(), **how))

    def reject(self, *, by: User, reason: RejectionReason | str = "", **how: Any) -> bool:
        return self._moved(self._own_row().reject(by=by, reason=reason, seen=self._seen(), **how))

    def mark_as_spam(self, *, by: User, **how: Any) -> bool:
        return self._moved(self._own_row().mark_as_spam(by=by, seen=self._seen(), **how))

    def reopen(self, *, by: User, **how: Any) -> bool:
        return self._moved(self._own_row().reopen(by=by, seen=self._seen(), **how))

    def feature(self, *, by: User) -> bool:
        """Choose this comment for readers; tell whether that was a change. Raise TooManyFeatured beyond the limit."""
        return bool(self._own_row().feature(by=by))

    def unfeature(self, *, by: User) -> bool:
        return bool(self._own_row().unfeature(by=by))

    def withdraw(self) -> bool:
        """Take the comment back for its author; tell whether there was something to take back."""
        return self._moved(self._own_row().withdraw())

    @property
    def is_screened(self) -> bool:
        return self.verdict != self.Verdict.NONE

    @property
    def is_public(self) -> bool:
        """Tell whether readers see it, given that its story is loaded."""
        return self.status == self.Status.APPROVED and self.article.is_published

    @property
    def is_provisional(self) -> bool:
        """Tell whether Akismet wants to be asked again before its "not spam" counts."""
        return self.recheck_reason == self.Recheck.PROVISIONAL

    @property
    def shown_body(self) -> str:
        """Return the text as readers see it."""
        return self.public_body or self.body

    @property
    def is_shortened(self) -> bool:
        return bool(self.public_body)

    @property
    def is_from_newsroom(self) -> bool:
        return self.newsroom_by_id is not None

    def mark_labels(self) -> list[str]:
        return [str(self.Mark(mark).label) for mark in self.marks]

    def _own_row(self) -> CommentQuerySet:
        return Comment.objects.filter(pk=self.pk)

    def _moved(self, count: int) -> bool:
        if count:
            self.refresh_from_db(fields=["status", "decided_at", "decided_by"])
        return bool(count)

    def _seen(self) -> dict[int, Seen]:
        return {self.pk: Seen(self.status, self.revision)}
