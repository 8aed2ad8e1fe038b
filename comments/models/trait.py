from django.db import models
from django.utils.translation import gettext_lazy as _


class Trait(models.Model):
    """
    Something that a comment may have in common with others, as a keyed number (see `comments.finding.traits`).

    A text has one to three of them; comments that share one have nearly the same text.
    """

    class Kind(models.TextChoices):
        TEXT = "t", _("nearly the same text")
        HOST = "h", _("the same site linked")
        EMAIL = "e", _("the same e-mail address")
        ADDRESS = "a", _("the same network address")

    pk = models.CompositePrimaryKey("value", "comment")
    comment = models.ForeignKey("comments.Comment", models.CASCADE, related_name="traits")
    kind = models.CharField(max_length=1, choices=Kind)
    value = models.BigIntegerField()

    class Meta:
        verbose_name = _("trait")
        verbose_name_plural = _("traits")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.value}"
