from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

NOTE_MAX = 1000


class Note(models.Model):
    """What moderators tell each other of a comment or of whoever writes from an e-mail address. Never public."""

    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, null=True, related_name="notes", verbose_name=_("comment")
    )
    email_hash = models.CharField(max_length=32, blank=True)
    text = models.TextField(_("note"), max_length=NOTE_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    created_at = models.DateTimeField(_("at"), auto_now_add=True)

    class Meta:
        ordering = ["-created_at", "-id"]
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        constraints = [
            models.CheckConstraint(
                name="note_is_on_a_comment_or_an_author",
                condition=(Q(comment__isnull=False) & Q(email_hash="")) | (Q(comment=None) & ~Q(email_hash="")),
            )
        ]
        indexes = [models.Index(fields=["email_hash", "-id"], name="note_of_author", condition=~Q(email_hash=""))]

    def __str__(self) -> str:
        return self.text[:80]
