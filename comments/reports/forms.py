from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from comments.models import Report
from comments.models.report import WORDS_MAX
from comments.posting.forms import BodyField
from comments.text import validate_text


class ReportForm(forms.ModelForm[Report]):
    """Why a reader thinks that a comment should not stand; the words are needed only where no reason fits."""

    reason = forms.ChoiceField(
        label=_("What is wrong with it?"), choices=Report.Reason.choices, widget=forms.RadioSelect()
    )
    words = BodyField(
        label=_("In your words"),
        required=False,
        max_length=WORDS_MAX,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only the moderators read this."),
    )

    class Meta:
        model = Report
        fields = ["reason", "words"]

    def clean_words(self) -> str:
        words: str = self.cleaned_data["words"]
        if words.strip():
            validate_text(words)
        return words.strip()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("reason") == Report.Reason.OTHER and not cleaned.get("words") and "words" not in self.errors:
            self.add_error("words", ValidationError(_("Say in a few words what is wrong."), code="required"))
        return cleaned
