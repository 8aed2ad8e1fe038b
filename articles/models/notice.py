"""What somebody is told because it concerns them, and which of it they want to be told, where."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article

WORDS_MAX = 500


class NoticeKind(models.TextChoices):
    ASSIGNED = "assigned", _("A story is assigned to me")
    RETURNED = "returned", _("A story of mine is returned to me")
    REMARK = "remark", _("A remark on a story of mine, or an answer to mine")
    MENTION = "mention", _("Somebody mentions me in a remark")
    READY = "ready", _("A story of mine is approved")
    PUBLISHED = "published", _("A story of mine is published")
    COMMENT = "comment", _("A reader comments on a story of mine")


def all_kinds() -> list[str]:
    return list(NoticeKind.values)


def kinds_to_act_on() -> list[str]:
    return [NoticeKind.ASSIGNED.value, NoticeKind.RETURNED.value, NoticeKind.MENTION.value]


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of(self, user: User) -> Self:
        """What this person finds in the page, of stories that she may still read."""
        readable = Article.objects.readable_by(user).filter(pk=OuterRef("article"))
        return self.filter(Exists(readable), to=user, is_shown=True)

    def unread(self) -> Self:
        return self.filter(read_at=None)

    def mark_read(self, at: datetime) -> int:
        return self.unread().update(read_at=at)

    def read_before(self, at: datetime) -> Self:
        return self.filter(read_at__lt=at)

    def for_mail(self) -> Self:
        return self.filter(mail_due=True).order_by("id")

    def claim_mail(self) -> int:
        """Take these off the list before they leave: who gets 0 sends nothing, so nobody gets the same mail twice."""
        return self.filter(mail_due=True).update(mail_due=False)


class Notice(models.Model):
    """One thing that one person is told of one story. No word of a reader stands in it."""

    Kind = NoticeKind

    to = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices", verbose_name=_("to"))
    kind = models.CharField(_("kind"), max_length=20, choices=NoticeKind)
    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="+", verbose_name=_("story"))
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("person")
    )
    words = models.CharField(_("words"), max_length=WORDS_MAX, blank=True)
    at = models.DateTimeField(_("at"))
    is_shown = models.BooleanField(default=True)
    read_at = models.DateTimeField(_("read"), null=True)
    mail_due = models.BooleanField(default=False)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [
            models.Index(fields=["to", "-id"], name="notice_newest_of_person", condition=Q(is_shown=True)),
            models.Index(fields=["to"], name="notice_unread", condition=Q(is_shown=True, read_at=None)),
            models.Index(fields=["id"], name="notice_for_mail", condition=Q(mail_due=True)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.article_id}"


class NoticePreferences(models.Model):
    """Which kinds of notices one person wants, and where. Without a row the defaults hold."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        primary_key=True,
        related_name="notice_preferences",
        verbose_name=_("person"),
    )
    in_page = models.JSONField(_("in the page"), default=all_kinds)
    by_mail = models.JSONField(_("by mail"), default=kinds_to_act_on)

    class Meta:
        verbose_name = _("choice of notices")
        verbose_name_plural = _("choices of notices")
        default_permissions = ()

    def __str__(self) -> str:
        return f"#{self.pk}"

    @classmethod
    def of(cls, users: Any) -> dict[int, NoticePreferences]:
        """Return what each of these people chose, or what holds for those who chose nothing."""
        chosen = cls.objects.in_bulk([user.pk for user in users])
        return {user.pk: chosen.get(user.pk) or cls(user=user) for user in users}

    def choose(self, in_page: list[str], by_mail: list[str]) -> None:
        values = {"in_page": in_page, "by_mail": by_mail}
        type(self).objects.update_or_create(user=self.user, defaults=values)
