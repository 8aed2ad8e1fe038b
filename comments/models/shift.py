"""Who works at the desk at this moment: on which comment somebody looks, and who has taken which ones for a while."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

SEEN_FOR = timedelta(seconds=60)
CLAIMED_FOR = timedelta(minutes=10)


class PresenceQuerySet(models.QuerySet["Presence"]):
    def here(self) -> Self:
        """Those whose page has said within the last minute that it is open."""
        return self.filter(seen_at__gt=timezone.now() - SEEN_FOR)


class Presence(models.Model):
    """That a moderator has the desk open, and which comment is before them. A hint for people, never a lock."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, null=True, related_name="+")
    seen_at = models.DateTimeField()

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")

    def __str__(self) -> str:
        return f"{self.user} {self.seen_at}"


class ClaimQuerySet(models.QuerySet["Claim"]):
    def standing(self) -> Self:
        return self.filter(until__gt=timezone.now())

    def of_others(self, user: User) -> Self:
        return self.standing().exclude(by=user)


class Claim(models.Model):
    """That a comment is left to one moderator for ten minutes. It hides it from the others and forbids nothing."""

    comment = models.OneToOneField(
        "comments.Comment", models.CASCADE, primary_key=True, related_name="claim", verbose_name=_("comment")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    until = models.DateTimeField(_("until"))

    objects = ClaimQuerySet.as_manager()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        indexes = [models.Index(fields=["by", "until"], name="claim_of_person")]

    def __str__(self) -> str:
        return f"{self.by} → {self.until}"

    @staticmethod
    def end() -> datetime:
        """Return until when a claim of now lasts."""
        return timezone.now() + CLAIMED_FOR
