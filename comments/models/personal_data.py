from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class PersonalDataAccess(models.Model):
    """
    That somebody was given all that is known of a person. Rows are added and never changed.

    Whose data it was is a keyed hash; nothing of the data itself is here. A ModerationEvent would not do: it is about
    one comment and its state, and there may be no comment at all.
    """

    class Means(models.TextChoices):
        PAGE = "page", _("page of the desk")
        JSON = "json", _("JSON file")
        COMMAND = "command", _("command")

    email_hash = models.CharField(max_length=32)
    # Nobody where an operator ran the command: who that was is known to the machine alone.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    means = models.CharField(_("as"), max_length=10, choices=Means)
    comment_count = models.PositiveIntegerField(_("comments"))
    at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("access to personal data")
        verbose_name_plural = _("accesses to personal data")
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at", "-id"], name="personal_data_newest"),
            models.Index(fields=["email_hash", "-at"], name="personal_data_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.email_hash[:8]} {self.at}"
