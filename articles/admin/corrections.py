"""Notes that readers know: reworded with a trace, taken back with a reason, never deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.part import lines
from articles.dates import moment_in_words
from articles.models import Correction, CorrectionWording
from articles.people import name_of
from articles.permissions import may_publish

if TYPE_CHECKING:
    from django.contrib.auth.models import User


class CorrectionForm(forms.ModelForm[Correction]):
    take_back = forms.BooleanField(
        label=_("Take this note back"),
        required=False,
        help_text=_("A line with the reason stays in its place."),
    )
    reason = forms.CharField(
        label=_("Why it is taken back, for readers"),
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"size": 80}),
    )

    class Meta:
        model = Correction
        fields = ["kind", "text", "before", "after"]
        widgets = {
            "text": forms.Textarea(attrs={"rows": 3, "cols": 80}),
            "before": forms.TextInput(attrs={"size": 80}),
            "after": forms.TextInput(attrs={"size": 80}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("take_back") and not cleaned.get("reason"):
            self.add_error("reason", ValidationError(_("Say why the note is taken back."), code="required"))
        return cleaned


@admin.register(Correction)
class CorrectionAdmin(admin.ModelAdmin[Correction]):
    form = CorrectionForm
    list_display = ["at", "kind", "article", "said"]
    list_filter = ["kind"]
    list_select_related = ["article"]
    search_fields = ["text", "article__headline"]
    show_full_result_count = False
    readonly_fields = ["article", "at", "by", "known_wordings"]
    fields = ["article", "at", "by", "kind", "text", "before", "after", "take_back", "reason", "known_wordings"]
    actions = None

    def get_fields(self, request: HttpRequest, obj: Correction | None = None) -> list[Any]:
        if obj and obj.withdrawn_at:
            return ["article", "at", "by", "kind", "text", "withdrawn_at", "withdrawal_reason", "known_wordings"]
        return list(super().get_fields(request, obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        """A note that waits with a change is written on the form of its story."""
        return super().get_queryset(request).filter(at__lte=timezone.now()).select_related("article", "by")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may_publish(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return may_publish(request.user, obj.article if obj else None)

    def has_change_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return may_publish(request.user, obj.article if obj else None) and (obj is None or obj.withdrawn_at is None)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A note is written on the form of its story."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Correction | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Correction, form: Any, change: bool) -> None:
        words, by = form.cleaned_data, cast("User", request.user)  # the admin lets only signed-in people in
        if words["take_back"]:
            obj.withdraw(by=by, reason=words["reason"])
        elif changed := [name for name in CorrectionWording.WORDS if name in form.changed_data]:
            obj.reword(by=by, **{name: words[name] for name in changed})

    @admin.display(description=_("earlier wordings"))
    def known_wordings(self, note: Correction) -> str:
        wordings = note.wordings.select_related("by")
        return lines("{}, {}: {}", ((moment_in_words(old.at), name_of(old.by), old.text) for old in wordings))
