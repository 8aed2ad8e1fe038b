from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from articles.models.article import Article


class Embargoed(Exception):
    """The story would be public before its embargo ends, and nobody with the right to that answers for it."""


class EmbargoAct(models.Model):
    """Who went against an embargo, and when. It is never changed afterwards."""

    class Act(models.TextChoices):
        BROKEN = "broken", _("published before the embargo ended")
        SHORTENED = "shortened", _("ended the embargo earlier")

    article: models.ForeignKey[Article, Article] = models.ForeignKey(
        "articles.Article", models.CASCADE, related_name="embargo_acts", verbose_name=_("story")
    )
    act = models.CharField(_("act"), max_length=10, choices=Act)
    until = models.DateTimeField(_("embargoed until"))
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by"))

    class Meta:
        ordering = ["-at", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.get_act_display()
