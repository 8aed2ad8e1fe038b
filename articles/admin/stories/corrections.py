"""What readers are told of a change: the note on the story's form, and what it does when the story is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.part import FormPart, lines
from articles.corrections.change import correction_needed
from articles.dates import moment_in_words
from articles.models import Article, Correction
from articles.permissions import may_publish

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class CorrectionFields(FormPart):
    correction_kind = forms.ChoiceField(
        label=_("Kind"), choices=Correction.Kind.choices, initial=Correction.Kind.CORRECTION, required=False
    )
    correction_text = forms.CharField(
        label=_("Note for readers"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=_("One or two sentences: what was wrong and what is right, or what is new."),
    )
    correction_before = forms.CharField(label=_("As it was"), required=False, max_length=300)
    correction_after = forms.CharField(label=_("As it is now"), required=False, max_length=300)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.is_published and "_publish_change" in self.data:
            self._check_note(cleaned)
        elif cleaned.get("correction_text"):
            error = ValidationError(_("Readers get a note when you press “Publish the change”."), code="early")
            self.add_error("correction_text", error)
        elif self.instance.is_published and "_schedule_change" in self.data and self._needs_note(cleaned):
            error = ValidationError(
                _("Publish this change by a press, so that readers get a note with it."), code="late"
            )
            self.add_error("correction_text", error)
        return cleaned

    def tell_readers(self) -> None:
        """Once a change is public, keep its note."""
        article, words = self.instance, self.cleaned_data
        if words.get("correction_text"):
            article.correct(
                words["correction_text"],
                by=self.user,
                kind=words.get("correction_kind") or Correction.Kind.CORRECTION,
                before=words.get("correction_before", ""),
                after=words.get("correction_after", ""),
            )

    def _check_note(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("correction_text") or "correction_text" in self.errors:
            return
        if cleaned.get("correction_before") or cleaned.get("correction_after"):
            error = ValidationError(_("Say in a sentence what was changed."), code="required")
            self.add_error("correction_text", error)
        elif self._needs_note(cleaned):
            error = ValidationError(_("Readers know another version: tell them what was changed."), code="needed")
            self.add_error("correction_text", error)

    def _needs_note(self, cleaned: dict[str, Any]) -> bool:
        names = ("headline", "standfirst", "body")
        return correction_needed(self.instance, *(cleaned.get(name, getattr(self.instance, name)) for name in names))


class Corrections(_Base):
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if obj is None or not obj.is_published or not may_publish(request.user, obj):
            return fieldsets
        fields = ["correction_kind", "correction_text", ("correction_before", "correction_after"), "notes_so_far"]
        return [*fieldsets, (_("Correction or update"), {"fields": fields})]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "notes_so_far"]

    @admin.display(description=_("notes so far"))
    def notes_so_far(self, article: Article) -> str:
        return lines('<a href="{}">{}, {}</a>: {}', map(_line, article.corrections.all()))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "_publish_change" in request.POST:
            form.tell_readers()


def _line(note: Correction) -> tuple[str, str, str, str]:
    address = reverse("admin:articles_correction_change", args=[note.pk])
    return (address, note.get_kind_display(), moment_in_words(note.at), note.said)
