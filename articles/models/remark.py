from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WORDS_MAX = 2000
QUOTE_MAX = 1000


class RemarkQuerySet(models.QuerySet["Remark"]):
    def open(self) -> Self:
        return self.filter(resolved_at=None)

    def resolve(self, *, by: User, at: datetime) -> int:
        return self.open().update(resolved_at=at, resolved_by=by)

    def reopen(self) -> int:
        return self.exclude(resolved_at=None).update(resolved_at=None, resolved_by=None)


class Remark(models.Model):
    """What a colleague says of one paragraph. It keeps the paragraph's words, by which it is found after edits."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="remarks", verbose_name=_("story"))
    quote = models.TextField(_("paragraph"), max_length=QUOTE_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    words = models.TextField(_("remark"), max_length=WORDS_MAX)
    at = models.DateTimeField(_("at"))
    resolved_at = models.DateTimeField(_("resolved"), null=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("resolved by")
    )

    objects = RemarkQuerySet.as_manager()

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                name="remark_is_resolved_by_somebody",
                condition=Q(resolved_at=None, resolved_by=None)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
            )
        ]
        indexes = [models.Index(fields=["article"], name="remark_open", condition=Q(resolved_at=None))]

    def __str__(self) -> str:
        return self.words


class RemarkAnswer(models.Model):
    remark = models.ForeignKey(Remark, models.CASCADE, related_name="answers", verbose_name=_("remark"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    words = models.TextField(_("answer"), max_length=WORDS_MAX)
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("answer to a remark")
        verbose_name_plural = _("answers to remarks")
        default_permissions = ()

    def __str__(self) -> str:
        return self.words
