from __future__ import annotations

from unicodedata import normalize

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


class HouseWord(models.Model):
    """
    An expression that the house does not write, and what it writes instead.

    Found as whole words, whatever its capitals; accents count, and a plural is an entry of its own.
    """

    expression = models.CharField(
        _("the house does not write"),
        max_length=80,
        help_text=_("Whole words, whatever their capitals. Accents count; a plural is an entry of its own."),
    )
    instead = models.CharField(_("but"), max_length=120)
    reason = models.CharField(
        _("why"), max_length=200, blank=True, help_text=_("Shown to whoever wrote it. May be left open.")
    )

    class Meta:
        verbose_name = _("house word")
        verbose_name_plural = _("house words")
        ordering = ["expression", "id"]
        default_permissions = ()  # whoever chooses what the checks do keeps the list
        constraints = [
            models.UniqueConstraint(
                Lower("expression"),
                name="house_word_once",
                violation_error_message=_("This expression is on the list already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.expression} → {self.instead}"

    def clean(self) -> None:
        """Keep words as texts hold them, and say beside its field what makes an entry useless."""
        self.expression, self.instead = _tidied(self.expression), _tidied(self.instead)
        if self.expression and not any(letter.isalnum() for letter in self.expression):
            raise ValidationError({"expression": _("Write a word: it needs a letter or a digit.")})
        if self.expression and self.expression == self.instead:
            raise ValidationError({"instead": _("This is the expression itself. Say what to write instead.")})
        if HouseWord.objects.filter(expression__iexact=self.expression).exclude(pk=self.pk).exists():
            raise ValidationError({"expression": _("This expression is on the list already.")})


def _tidied(words: str) -> str:
    return " ".join(normalize("NFC", words).split())
