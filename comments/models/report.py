from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

WORDS_MAX = 1000


class Report(models.Model):
    """A reader's word that a published comment should not stand. Any decision on the comment closes it."""

    class Reason(models.TextChoices):
        INSULT = "insult", _("It insults or threatens somebody")
        HATRED = "hatred", _("It calls for hatred or violence")
        PERSONAL_DATA = "personal_data", _("It tells private data of somebody")
        ADVERTISING = "advertising", _("It is advertising")
        UNLAWFUL = "unlawful", _("It is unlawful for another reason")
        OFF_TOPIC = "off_topic", _("It has nothing to do with the story")
        OTHER = "other", _("Something else")

    class Outcome(models.TextChoices):
        OPEN = "", _("not decided yet")
        KEPT = "kept", _("the comment was kept")
        TAKEN_DOWN = "taken_down", _("the comment was taken down")
        WITHDRAWN = "withdrawn", _("its author withdrew the comment")

    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="reports", verbose_name=_("comment"))
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    words = models.TextField(_("in words"), max_length=WORDS_MAX, blank=True)
    # A keyed hash of the sender's network, so that each is heard once about a comment.
    sender_hash = models.CharField(max_length=32, blank=True, editable=False)
    created_at = models.DateTimeField(_("reported"))
    closed_at = models.DateTimeField(_("decided"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.OPEN, blank=True)
    # The press that closed it: whoever takes that one back opens it again.
    closed_by_batch = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ["created_at", "id"]
        verbose_name = _("report")
        verbose_name_plural = _("reports")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["comment", "sender_hash"], name="report_once_per_network", condition=~Q(sender_hash="")
            ),
            models.CheckConstraint(
                name="report_closed_has_outcome",
                condition=Q(closed_at=None, outcome="") | (Q(closed_at__isnull=False) & ~Q(outcome="")),
            ),
        ]
        indexes = [models.Index(fields=["sender_hash", "-created_at"], name="report_limits")]

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.reason}"
