from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from comments.models.comment import Comment


class ScreeningAttempt(models.Model):
    """
    One call about one comment: what was asked, when, and what came of it. Never changed afterwards.

    `outcome` is a verdict, `taken` for feedback, or the code of a failure; `headers` is what the screener said beside
    it. Written by `comments.screening` alone.
    """

    class Call(models.TextChoices):
        CHECK = "check", _("check")
        HAM = "ham", _("report of ham")
        SPAM = "spam", _("report of spam")

    comment = models.ForeignKey(Comment, models.CASCADE, related_name="attempts", verbose_name=_("comment"))
    call = models.CharField(_("call"), max_length=5, choices=Call)
    recheck_reason = models.CharField(max_length=20, blank=True)
    revision = models.PositiveIntegerField()
    at = models.DateTimeField(_("asked"))
    seconds = models.FloatField(_("seconds"))
    outcome = models.CharField(_("outcome"), max_length=40)
    headers = models.JSONField(default=dict)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["at"], name="attempt_at")]

    def __str__(self) -> str:
        return f"{self.call} #{self.comment_id}: {self.outcome}"
