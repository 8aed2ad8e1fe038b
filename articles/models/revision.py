from __future__ import annotations

from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RevisionQuerySet(models.QuerySet["Revision"]):
    def newest_first(self) -> Self:
        return self.order_by("-number")

    def without_text(self) -> Self:
        """Leave the content out, for lists."""
        return self.defer("content")


class Revision(models.Model):
    """What a story was made of when somebody saved it. Never changed afterwards; a story's are numbered from one."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="revisions", verbose_name=_("story"))
    number = models.PositiveIntegerField(_("number"))
    content = models.JSONField(_("content"), encoder=DjangoJSONEncoder)
    made_at = models.DateTimeField(_("saved"), default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )
    restored_from = models.PositiveIntegerField(_("restored from"), null=True)
    published_at = models.DateTimeField(_("public since"), null=True)

    objects = RevisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_numbered_per_story")]

    def __str__(self) -> str:
        return str(self.number)
