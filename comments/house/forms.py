from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from comments.house.words import installed_in_words
from comments.models import HouseSettings
from comments.models.house import LIMITS_MAX
from comments.posting.rates import entries_in, read_limits

TEN_YEARS = 3650


class HouseForm(forms.Form):
    """The settings of the house; what is left empty is as the installation says."""

    comment_limits = forms.CharField(
        label=_("Limits of posting"),
        required=False,
        max_length=LIMITS_MAX,
        help_text=_(
            "How many comments one network address may send in a second (s), minute (m), hour (h) or day (d), with "
            "commas between them: 3/m, 20/h, 60/d. Reports by readers have the same limits. 0/d: no limit."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    blatant_spam_days = forms.IntegerField(
        label=_("Days that blatant spam is kept"),
        required=False,
        min_value=0,
        max_value=TEN_YEARS,
        help_text=_(
            "Then what Akismet calls blatant spam and nobody has decided on is deleted for good, every night. 0: never."
        ),
    )

    def __init__(self, data: Any = None, *, house: HouseSettings) -> None:
        super().__init__(data, initial={name: getattr(house, name) for name in self.base_fields})
        for name, field in self.fields.items():
            field.widget.attrs["placeholder"] = installed_in_words(name)

    def clean_comment_limits(self) -> str:
        """Return the limits as they are stored, read by the same function that the environment's are."""
        typed: str = self.cleaned_data["comment_limits"]
        entries = entries_in(typed)
        if typed and not entries:
            raise ValidationError(self._no_limit(typed), code="limits")
        for entry in entries:
            try:
                read_limits((entry,))
            except ImproperlyConfigured as error:
                raise ValidationError(self._no_limit(entry), code="limits") from error
        return ",".join(entries)

    def _no_limit(self, entry: str) -> str:
        return gettext("“%(entry)s” is no limit: write a number, a slash and s, m, h or d, such as 3/m.") % {
            "entry": entry
        }
