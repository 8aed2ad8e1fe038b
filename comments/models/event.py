import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ModerationEvent(models.Model):
    """What a person, a rule or the author did to a comment. Rows are added and never changed."""

    class Actor(models.TextChoices):
        MODERATOR = "moderator", _("moderator")
        AUTHOR = "author", _("author of the comment")
        COMMAND = "command", _("command")
        RULE = "rule", _("rule")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="events", verbose_name=_("comment"))
    actor = models.CharField(_("actor"), max_length=10, choices=Actor)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    from_status = models.CharField(_("from"), max_length=10)
    to_status = models.CharField(_("to"), max_length=10)
    revision = models.PositiveIntegerField(_("revision"), default=1)
    reason = models.ForeignKey(
        "comments.RejectionReason", models.PROTECT, null=True, related_name="+", verbose_name=_("reason")
    )
    reason_text = models.CharField(_("reason in words"), max_length=500, blank=True)
    undoes = models.UUIDField(_("takes back"), null=True, help_text=_("The batch that this one takes back."))
    batch = models.UUIDField(_("batch"), default=uuid.uuid4, help_text=_("What was decided by one press."))
    created_at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("moderation event")
        verbose_name_plural = _("moderation events")
        indexes = [
            models.Index(fields=["comment", "-id"], name="event_newest_of_comment"),
            models.Index(fields=["batch"], name="event_batch"),
            models.Index(fields=["user", "-id"], name="event_newest_of_person"),
        ]

    def __str__(self) -> str:
        return f"{self.from_status} → {self.to_status}"
