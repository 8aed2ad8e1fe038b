from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.utils.translation import gettext_lazy as _

QUERY_MAX = 1000


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def seen_by(self, user: User) -> SavedViewQuerySet:
        """What somebody has saved, and what colleagues share."""
        return self.filter(models.Q(owner=user) | models.Q(is_shared=True)).select_related("owner")


class SavedView(models.Model):
    """The question of the list of stories, kept under a name: what stands behind the “?” of its address."""

    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=QUERY_MAX)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("by"))
    is_shared = models.BooleanField(_("for everybody at this desk"), default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "id"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                name="saved_view_once_per_name",
                violation_error_message=_("You have saved a view under this name: choose another one."),
            )
        ]

    def __str__(self) -> str:
        return self.name
