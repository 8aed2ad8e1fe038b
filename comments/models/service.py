from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class AkismetService(models.Model):
    """
    What is known of Akismet's health, in one row that every worker and the moderators' desk share.

    Written by `comments.screening` alone.
    """

    class State(models.TextChoices):
        WELL = "well", _("answers")
        AWAY = "away", _("does not answer")
        BUSY = "busy", _("asks us to wait")
        REFUSED = "refused", _("refuses the key")

    ONLY_ROW = 1

    state = models.CharField(max_length=10, choices=State, default=State.WELL)
    since = models.DateTimeField(null=True)
    error = models.CharField(max_length=40, blank=True)
    # How many different comments failed in a row, and the last of them.
    failures = models.PositiveIntegerField(default=0)
    failed_comment = models.BigIntegerField(null=True)
    asked_at = models.DateTimeField(null=True)
    paused_until = models.DateTimeField(null=True)
    alert_code = models.CharField(max_length=20, blank=True)
    alert_message = models.CharField(max_length=500, blank=True)
    alert_url = models.CharField(max_length=500, blank=True)
    operator_told_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(name="akismet_service_is_one_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return self.get_state_display()

    @classmethod
    def current(cls) -> AkismetService:
        """Return the one row, or what it would hold before Akismet was ever asked."""
        return cls.objects.filter(pk=cls.ONLY_ROW).first() or cls(pk=cls.ONLY_ROW)

    def is_paused(self, now: datetime) -> bool:
        return self.paused_until is not None and self.paused_until > now


class ServiceOutage(models.Model):
    """A time in which Akismet gave no verdicts: from the state that began it until the first good answer."""

    state = models.CharField(max_length=10, choices=AkismetService.State)
    error = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["began_at"]
        indexes = [models.Index(fields=["ended_at"], name="service_outage_ended")]

    def __str__(self) -> str:
        return f"{self.get_state_display()} {self.began_at:%Y-%m-%d %H:%M}"
