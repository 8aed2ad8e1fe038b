"""Taking a story offline: by a press that says why, or by itself at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.part import FormPart, lines
from articles.dates import moment_in_words
from articles.models import Article, Withdrawal
from articles.people import name_of
from articles.permissions import may_publish

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class WithdrawalFields(FormPart):
    withdrawal_kind = forms.ChoiceField(
        label=_("Why"), choices=[("", "---------"), *Withdrawal.Kind.choices], required=False
    )
    withdrawal_reason = forms.CharField(
        label=_("Reason, for the newsroom"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 80}),
        help_text=_("For “Unpublish”: kept with your name and the time, and shown in the newsroom alone."),
    )
    withdrawal_sentence = forms.CharField(
        label=_("Sentence for readers"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 80}),
        help_text=_("Shown at the story’s address from then on. Do not repeat what must not be read."),
    )

    def clean_ends_at(self) -> Any:
        ends_at = self.cleaned_data["ends_at"]
        if ends_at and "ends_at" in self.changed_data and ends_at <= timezone.now():
            raise ValidationError(_("This time has passed. Choose a later one, or unpublish the story."), code="past")
        return ends_at

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        ends_at, begins_at = cleaned.get("ends_at"), cleaned.get("publish_at")
        if "_schedule" in self.data and ends_at and begins_at and ends_at <= begins_at:
            self.add_error("ends_at", ValidationError(_("The story would end before it begins."), code="past"))
        if "_unpublish" in self.data and self.instance.was_public:
            self._check_reason(cleaned)
        return cleaned

    def _check_reason(self, cleaned: dict[str, Any]) -> None:
        kind, reason = cleaned.get("withdrawal_kind", ""), cleaned.get("withdrawal_reason", "")
        if not kind:
            self.add_error("withdrawal_kind", ValidationError(_("Say why the story goes offline."), code="required"))
        elif kind == Withdrawal.Kind.OTHER and not reason:
            self.add_error("withdrawal_reason", ValidationError(_("Say which reason it is."), code="required"))
        sentence = cleaned.get("withdrawal_sentence", "")
        cleaned["withdrawal"] = {"kind": kind, "reason": reason, "public_sentence": sentence}


class Withdrawals(_Base):
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if not may_publish(request.user, obj) or not self.has_change_permission(request, obj):
            return fieldsets
        fields = ["ends_at"]
        if obj and obj.was_public:
            fields += ["withdrawal_kind", "withdrawal_reason", "withdrawal_sentence", "withdrawals_so_far"]
        return [*fieldsets, (_("Taking it offline"), {"fields": fields, "classes": ["collapse"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "withdrawals_so_far"]

    @admin.display(description=_("taken offline so far"))
    def withdrawals_so_far(self, article: Article) -> str:
        return lines("{}, {}: {} – {}", map(_line, article.withdrawals.select_related("by")))


def _line(withdrawal: Withdrawal) -> tuple[str, str, str, str]:
    by = name_of(withdrawal.by)
    return (moment_in_words(withdrawal.at), by, withdrawal.get_kind_display(), withdrawal.reason)
