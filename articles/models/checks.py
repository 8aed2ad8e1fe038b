from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Level(models.TextChoices):
    STOP = "stop", _("stops")
    WARN = "warn", _("warns")
    OFF = "off", pgettext_lazy("a check is", "off")


class Checks(models.Model):
    """
    What the owner has chosen for the checks before publication, in one row: {code of a check: level}.

    A check that is not named here has the level that its code gives it (see articles/checks/registry.py).
    """

    ONLY_ROW = 1

    levels = models.JSONField(_("levels"), default=dict)

    class Meta:
        verbose_name = _("checks before publication")
        verbose_name_plural = _("checks before publication")
        default_permissions = ("change",)
        constraints = [models.CheckConstraint(name="checks_are_one_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(_("checks before publication"))

    @classmethod
    def current(cls) -> Checks:
        """Return the one row, or an empty one where nobody has chosen anything. One query, by its key."""
        return cls.objects.filter(pk=cls.ONLY_ROW).first() or cls(pk=cls.ONLY_ROW)

    @classmethod
    def choose(cls, levels: dict[str, str]) -> None:
        """Set the level of each of these checks."""
        cls.objects.update_or_create(pk=cls.ONLY_ROW, defaults={"levels": levels})
