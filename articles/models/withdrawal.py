from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models.article import Article


class Withdrawal(models.Model):
    """Who took a story offline, when and why. It is never changed afterwards, and stays when the story comes back."""

    class Kind(models.TextChoices):
        REQUEST = "request", _("at somebody’s request")
        LEGAL = "legal", _("for a legal reason")
        ERROR = "error", _("because of an error")
        OTHER = "other", _("for another reason")

    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="withdrawals", verbose_name=_("story")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    public_sentence = models.CharField(_("sentence for readers"), max_length=300, blank=True)
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.reason[:60]}"
