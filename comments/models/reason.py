from django.db import models
from django.utils.translation import gettext_lazy as _


class RejectionReason(models.Model):
    """A reason that moderators choose from. The owner edits the list, and the words that the author reads."""

    class Kind(models.TextChoices):
        HOUSE = "house", _("house rules")
        LAW = "law", _("law")

    code = models.SlugField(_("code"), max_length=40, unique=True)
    title = models.CharField(_("title"), max_length=80, help_text=_("What moderators choose."))
    explanation = models.TextField(
        _("explanation"), max_length=500, help_text=_("What the author of the comment reads on the receipt.")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.HOUSE)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_offered = models.BooleanField(_("is offered"), default=True)

    class Meta:
        ordering = ["position", "id"]
        verbose_name = _("rejection reason")
        verbose_name_plural = _("rejection reasons")

    def __str__(self) -> str:
        return self.title
