from __future__ import annotations

from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from articles.models.article import Article

USUAL_LENGTH, GREATEST_LENGTH = timedelta(hours=2), timedelta(hours=24)


def in_two_hours() -> datetime:
    return timezone.now() + USUAL_LENGTH


class BannerQuerySet(models.QuerySet["Banner"]):
    def begun(self) -> Self:
        return self.filter(starts_at__lte=timezone.now())

    def not_over(self) -> Self:
        return self.filter(ends_at__gt=timezone.now())

    def end_now(self) -> int:
        """End what readers see; return how many there were. What begins later is deleted instead."""
        return self.begun().not_over().update(ends_at=timezone.now())


class Banner(models.Model):
    """A line of breaking news above every public page. It ends by itself; the one that began last is shown."""

    text = models.CharField(_("text"), max_length=140, help_text=_("One sentence that can stand alone."))
    article = models.ForeignKey(
        Article,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="banners",
        verbose_name=_("story"),
        help_text=_("The line leads there, and the story comes first on the home page, while it is public."),
    )
    starts_at = models.DateTimeField(_("from"), default=timezone.now)
    ends_at = models.DateTimeField(
        _("until"), default=in_two_hours, help_text=_("24 hours after the beginning at the latest.")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )

    objects = BannerQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_at", "-id"]
        verbose_name = _("breaking news")
        verbose_name_plural = pgettext_lazy("several", "breaking news")
        constraints = [
            models.CheckConstraint(
                name="banner_ends_after_its_beginning",
                condition=Q(ends_at__gte=F("starts_at")),
                violation_error_message=_("It ends before it begins."),
            )
        ]
        indexes = [models.Index(fields=["ends_at"], name="banner_not_over")]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        if self.starts_at and self.ends_at and self.ends_at - self.starts_at > GREATEST_LENGTH:
            raise ValidationError({"ends_at": _("Breaking news ends after 24 hours at the latest.")}, code="too_long")

    @property
    def has_begun(self) -> bool:
        return self.starts_at <= timezone.now()
