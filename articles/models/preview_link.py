from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

TOKEN_BYTES = 32
DEFAULT_DAYS, MAX_DAYS = 7, 60


def _hash_of(token: str) -> str:
    return salted_hmac("articles.preview_link", token, algorithm="sha256").hexdigest()


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def open(self, at: datetime | None = None) -> Self:
        """Links that still lead somewhere."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())

    def with_token(self, token: str) -> Self:
        return self.filter(token_hash=_hash_of(token))

    def revoke(self) -> int:
        """End these links for good; return how many were still open."""
        return self.open().update(revoked_at=timezone.now())


class PreviewLink(models.Model):
    """
    An address under which somebody without an account sees a story before it is public, until a time.

    The token in it is kept as a keyed hash: the address is shown once, to whoever made it, and cannot be read again.
    """

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="preview_links")
    revision = models.PositiveIntegerField(_("revision"), null=True, blank=True, help_text=_("Empty: the latest."))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    label = models.CharField(_("for whom"), max_length=80)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False, verbose_name=_("by")
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    expires_at = models.DateTimeField(_("leads there until"))
    revoked_at = models.DateTimeField(_("revoked"), null=True, editable=False)
    seen_count = models.PositiveIntegerField(_("seen"), default=0, editable=False)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)

    objects = PreviewLinkQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()
        permissions = [("share_embargoed", _("Can give people without an account a preview under an embargo"))]
        constraints = [
            models.CheckConstraint(
                name="preview_link_ends",
                condition=Q(expires_at__gt=F("created_at")),
                violation_error_message=_("A preview link ends after it was made."),
            )
        ]

    def __str__(self) -> str:
        return self.label

    def make(self, *, by: User, days: int = DEFAULT_DAYS) -> str:
        """Store the link for these days and return its path, which nobody is ever shown again."""
        token = secrets.token_urlsafe(TOKEN_BYTES)
        self.token_hash, self.created_by = _hash_of(token), by
        self.expires_at = timezone.now() + timedelta(days=min(days, MAX_DAYS))
        self.save()
        return reverse("articles:preview_link", args=[token])

    def note_seen(self) -> None:
        """Count a look at the page, for whoever gave the link away."""
        now = timezone.now()
        type(self).objects.filter(pk=self.pk).update(seen_count=F("seen_count") + 1, last_seen_at=now)

    @property
    def is_open(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()
