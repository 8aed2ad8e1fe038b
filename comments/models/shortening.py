from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

PASSAGE_MIN = 3
WHY_MAX = 200


class Shortening(models.Model):
    """A passage that a moderator took out of what readers see. The comment itself stays as its author wrote it."""

    comment = models.ForeignKey(
        "comments.Comment", models.CASCADE, related_name="shortenings", verbose_name=_("comment")
    )
    revision = models.PositiveIntegerField(_("revision"))
    passage = models.TextField(_("passage"))
    why = models.CharField(_("why"), max_length=WHY_MAX)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    at = models.DateTimeField(_("at"))
    taken_back_at = models.DateTimeField(_("taken back"), null=True)
    taken_back_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("taken back by")
    )

    class Meta:
        ordering = ["at", "id"]
        verbose_name = _("shortening")
        verbose_name_plural = _("shortenings")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.comment_id}: {self.why}"
