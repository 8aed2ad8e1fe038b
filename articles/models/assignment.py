from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Assignment(models.Model):
    """Who writes a story, until when, and what is asked for. Each of the three may be open."""

    article = models.OneToOneField(
        "articles.Article", models.CASCADE, primary_key=True, related_name="assignment", verbose_name=_("story")
    )
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="assignments",
        verbose_name=_("who writes it"),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True)
    brief = models.TextField(
        _("brief"), max_length=1000, blank=True, help_text=_("What is asked for, in a few sentences.")
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        default_permissions = ()
        indexes = [models.Index(fields=["due_at"], name="assignment_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def time_is_up(self) -> bool:
        return self.due_at is not None and self.due_at < timezone.now()
