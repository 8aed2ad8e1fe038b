"""What goes with a button: the state that was on the screen and the words for it. What comes too late is refused."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles.admin.stories import buttons
from articles.models import Article
from articles.models.steps import COMMENT_MAX
from articles.workflow.steps import moved_sentence


class StepForm(forms.ModelForm[Article]):
    step_comment = forms.CharField(
        label=_("A comment on this step"),
        required=False,
        max_length=COMMENT_MAX,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 60}),
        help_text=_("For the history of the story. When you return a story, say what is to be changed."),
    )
    state_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        button = buttons.pressed(self.data)
        if button is None:
            return cleaned
        article = self.instance if self.instance.pk else None
        seen = cleaned.get("state_seen") or (article and article.state)
        if article and (seen != article.state or not button.is_open(article)):
            raise ValidationError(moved_sentence(article), code="moved")
        if button.needs_comment and not cleaned.get("step_comment") and "step_comment" not in self.errors:
            self.add_error("step_comment", ValidationError(_("Say what is to be changed."), code="required"))
        return cleaned
