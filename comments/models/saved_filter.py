from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

QUERY_MAX = 1000


class SavedFilter(models.Model):
    """The question of a list of the desk, kept under a name: what stands behind the “?” of its address."""

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=QUERY_MAX)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    is_shared = models.BooleanField(_("for all moderators"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_filter_once_per_name",
                violation_error_message=_("You have saved a filter under this name: choose another one."),
            )
        ]

    def __str__(self) -> str:
        return self.name
