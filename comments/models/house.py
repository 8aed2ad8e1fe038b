"""What the owner sets for the whole house while it runs, and the log of who changed it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LIMITS_MAX = 200


class HouseSettings(models.Model):
    """
    The settings that people change from week to week, in one row. What is empty is as the installation says.

    It is written through `change` alone, and read through `comments.house.in_force`.
    """

    ONLY_ROW = 1

    comment_limits = models.CharField(_("limits of posting"), max_length=LIMITS_MAX, blank=True)
    blatant_spam_days = models.PositiveIntegerField(_("days that blatant spam is kept"), null=True)

    class Meta:
        verbose_name = _("settings of the house")
        verbose_name_plural = _("settings of the house")
        default_permissions = ()
        permissions = [("change_house", _("Can change the settings of the house"))]
        constraints = [models.CheckConstraint(name="house_settings_are_one_row", condition=Q(pk=1))]

    def __str__(self) -> str:
        return "house"

    @classmethod
    def current(cls) -> HouseSettings:
        """Return the one row, or what holds where nobody has set anything. One query, by its key."""
        return cls.objects.filter(pk=cls.ONLY_ROW).first() or cls(pk=cls.ONLY_ROW)

    @classmethod
    def change(cls, values: dict[str, Any], *, by: User) -> bool:
        """Set these of the settings, and note who did; tell whether anything is different."""
        with transaction.atomic():
            cls.objects.get_or_create(pk=cls.ONLY_ROW)
            # Whoever changes them meanwhile waits here.
            before = cls.objects.select_for_update().filter(pk=cls.ONLY_ROW).values(*values).get()
            changes = {name: [before[name], new] for name, new in values.items() if before[name] != new}
            if changes:
                cls.objects.filter(pk=cls.ONLY_ROW).update(**{name: new for name, (_old, new) in changes.items()})
                HouseChange.objects.create(user=by, changes=changes, at=timezone.now())
        return bool(changes)


class HouseChange(models.Model):
    """Who changed which settings of the house, from what to what. Rows are added and never changed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    changes = models.JSONField(_("changes"))
    at = models.DateTimeField(_("at"))

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name = _("change of the settings of the house")
        verbose_name_plural = _("changes of the settings of the house")
        default_permissions = ()
        indexes = [models.Index(fields=["-at", "-id"], name="house_change_newest")]

    def __str__(self) -> str:
        return ", ".join(self.changes)
