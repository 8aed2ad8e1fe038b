"""
A story that is told while it happens: it is opened as live, gets entries, and is closed.

Entries stand beside the story's revisions: each is public from its own press on, and keeps what was done to it. They
are numbered from one within their story, and the numbers make their addresses; see `articles.live.windows`.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.story_html import StoryField, excerpt, sanitise

TITLE_MAX, TEXT_MAX = 150, 30_000


class Live(models.Model):
    """The part of a story that knows its live entries. Each method runs in the caller's transaction, after `lock()`."""

    live_started_at = models.DateTimeField(_("live since"), null=True, editable=False)
    live_ended_at = models.DateTimeField(_("live until"), null=True, editable=False)
    live_newest = models.PositiveIntegerField(_("number of the newest entry"), default=0, editable=False)

    class Meta:
        abstract = True

    if TYPE_CHECKING:
        pk: Any
        version: int
        updated_at: datetime
        live_entries: Any

    @property
    def is_live(self) -> bool:
        """Tell whether entries are being added."""
        return self.live_started_at is not None and self.live_ended_at is None

    @property
    def was_live(self) -> bool:
        """Tell whether the page shows entries, now or from then."""
        return self.live_started_at is not None

    def open_live(self, at: datetime | None = None) -> None:
        """Take entries, or take them again after a closing that came too early."""
        self.live_started_at, self.live_ended_at = self.live_started_at or at or timezone.now(), None
        self._save_live("live_started_at", "live_ended_at")

    def close_live(self) -> None:
        self.live_ended_at = timezone.now()
        self._save_live("live_ended_at")

    def post_entry(self, *, by: Any, submission: str = "", **values: Any) -> LiveEntry:
        """
        Give readers a new entry at once, and return it; the same entry where this very form was posted before.

        A form that comes back with another text, by the browser's back button, is another entry.
        """
        submission = _submission(submission, **values)
        if posted := self.live_entries.filter(submission=submission).first():
            return posted
        number = self.live_newest + 1
        entry: LiveEntry = self.live_entries.create(number=number, submission=submission, by=by, **values)
        entry.record(LiveEntryChange.Act.POSTED, by=by, at=entry.at)
        self.live_newest = number
        self._save_live("live_newest")
        return entry

    def entries_changed(self) -> None:
        """Make kept copies of the page out of date, and tell feeds and sitemaps that the story has moved."""
        self._save_live()

    def _save_live(self, *fields: str) -> None:
        self.updated_at = timezone.now()
        values = {name: getattr(self, name) for name in (*fields, "updated_at")}
        type(self)._default_manager.filter(pk=self.pk).update(version=F("version") + 1, **values)  # type: ignore[misc]  # a column of the story itself
        self.version += 1


def _submission(key: str, *, text: str, title: str = "", **_values: Any) -> str:
    return sha256("\0".join((key, title, sanitise(text))).encode()).hexdigest()[:40]


class LiveEntryQuerySet(models.QuerySet["LiveEntry"]):
    def standing(self) -> Self:
        """Entries that were not withdrawn."""
        return self.filter(withdrawn_at=None)

    def numbered(self, first: int, last: int) -> Self:
        return self.filter(number__range=(first, last))

    def newest_first(self) -> Self:
        return self.order_by("-number")

    def for_page(self) -> Self:
        return self.select_related("author")


class Summarised(models.Model):
    """What has a title, or only a text, and is named in one line."""

    if TYPE_CHECKING:
        title: str
        text: str

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """Return the title; of an entry without one, its first words."""
        return self.title or excerpt(self.text, words=12)

    @property
    def first_words(self) -> str:
        """Return the beginning of the text, for lists of the desk."""
        return excerpt(self.text, words=30)


class LiveEntry(Summarised):
    """One entry of a live story. A withdrawn one keeps its number and its address, and shows its text no more."""

    article = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="live_entries", verbose_name=_("story"), editable=False
    )
    number = models.PositiveIntegerField(_("number"), editable=False)
    title = models.CharField(pgettext_lazy("live entry", "title"), max_length=TITLE_MAX, blank=True)
    text = StoryField(_("text"), max_length=TEXT_MAX)
    is_key = models.BooleanField(
        _("key moment"), default=False, help_text=_("Listed above the entries, for readers who come late.")
    )
    is_pinned = models.BooleanField(_("stays on top"), default=False, editable=False)
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("signed by")
    )
    at = models.DateTimeField(_("published"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    edited_at = models.DateTimeField(_("changed"), null=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    submission = models.CharField(max_length=40, editable=False)

    objects = LiveEntryQuerySet.as_manager()

    class Meta:
        verbose_name = _("live entry")
        verbose_name_plural = _("live entries")
        default_permissions = ()
        constraints = [
            # Also the order of the page.
            models.UniqueConstraint(fields=["article", "number"], name="live_entry_numbered_per_story"),
            models.UniqueConstraint(fields=["article", "submission"], name="live_entry_posted_once"),
            models.UniqueConstraint(fields=["article"], condition=Q(is_pinned=True), name="live_entry_one_on_top"),
            models.CheckConstraint(
                name="live_entry_on_top_stands",
                condition=Q(is_pinned=False) | Q(withdrawn_at=None),
                violation_error_message=_("A withdrawn entry cannot stay on top."),
            ),
        ]
        indexes = [models.Index(fields=["article", "number"], name="live_entry_key", condition=Q(is_key=True))]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the permalink: the story's page with this entry on it, whatever came after."""
        return f"{self.article.get_absolute_url()}?entry={self.number}#entry-{self.number}"

    # Each of these runs in the caller's transaction, after the story's `lock()`.

    def edit(self, *, by: Any, **values: Any) -> None:
        """Give readers another text, which says that it was changed; the one before stays among the changes."""
        for name, value in values.items():
            setattr(self, name, value)
        self.edited_at = timezone.now()
        self._save(LiveEntryChange.Act.EDITED, by, *values, "edited_at")

    def withdraw(self, *, by: Any) -> None:
        self.withdrawn_at, self.is_pinned = timezone.now(), False
        self._save(LiveEntryChange.Act.WITHDRAWN, by, "withdrawn_at", "is_pinned")

    def restore(self, *, by: Any) -> None:
        self.withdrawn_at = None
        self._save(LiveEntryChange.Act.RESTORED, by, "withdrawn_at")

    def pin(self, *, by: Any) -> None:
        """Keep this entry on top, in place of the one that is there."""
        type(self)._default_manager.filter(article=self.article_id, is_pinned=True).update(is_pinned=False)
        self.is_pinned = True
        self._save(LiveEntryChange.Act.PINNED, by, "is_pinned")

    def unpin(self, *, by: Any) -> None:
        self.is_pinned = False
        self._save(LiveEntryChange.Act.UNPINNED, by, "is_pinned")

    def record(self, act: str, *, by: Any, at: datetime | None = None) -> None:
        kept = {"title": self.title, "text": self.text, "is_key": self.is_key, "author": self.author}
        kept["at"] = at or timezone.now()
        LiveEntryChange.objects.create(entry=self, act=act, by=by, **kept)

    def _save(self, act: str, by: Any, *fields: str) -> None:
        self.save(update_fields=fields)
        self.record(act, by=by)
        self.article.entries_changed()


class LiveEntryChange(Summarised):
    """What was done to an entry, by whom, and what it said then. Never changed afterwards."""

    class Act(models.TextChoices):
        POSTED = "posted", pgettext_lazy("live entry", "published")
        EDITED = "edited", pgettext_lazy("live entry", "changed")
        WITHDRAWN = "withdrawn", pgettext_lazy("live entry", "withdrawn")
        RESTORED = "restored", pgettext_lazy("live entry", "put back")
        PINNED = "pinned", pgettext_lazy("live entry", "put on top")
        UNPINNED = "unpinned", pgettext_lazy("live entry", "taken from the top")

    entry = models.ForeignKey(LiveEntry, models.CASCADE, related_name="changes", verbose_name=_("live entry"))
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))
    title = models.CharField(pgettext_lazy("live entry", "title"), max_length=TITLE_MAX, blank=True)
    text = StoryField(_("text"), max_length=TEXT_MAX)
    is_key = models.BooleanField(_("key moment"), default=False)
    author = models.ForeignKey(
        "articles.Author", models.PROTECT, null=True, related_name="+", verbose_name=_("signed by")
    )

    class Meta:
        verbose_name = _("change of a live entry")
        verbose_name_plural = _("changes of live entries")
        default_permissions = ()
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return str(self.get_act_display())
