"""What readers are told of a change: the note on the story's form, and what it does when the story is saved."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.admin.stories import buttons
from articles.admin.stories.part import FormPart, lines
from articles.corrections.change import correction_needed
from articles.dates import moment_in_words
from articles.models import Article, Correction, CorrectionWording
from articles.permissions import may_publish

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

# The buttons by which readers get a change, and a note with it.
TELLING = {"_publish_change", "_schedule_change"}


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

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Open with the note that waits for the hour of the change."""
        super().__init__(*args, **kwargs)
        if self.instance.change_at and (note := self.instance.corrections.waiting().first()):
            self.initial.update({f"correction_{name}": getattr(note, name) for name in CorrectionWording.WORDS})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        is_scheduled = self.instance.is_published and self.instance.change_at is not None
        if is_scheduled and "_discard_change" in self.data:
            return cleaned
        if is_scheduled or (self.instance.is_published and TELLING & set(self.data)):
            self._check_note(cleaned)
        elif cleaned.get("correction_text"):
            sentence = _("Readers get a note when you press “Publish the change” or “Schedule the change”.")
            self.add_error("correction_text", ValidationError(sentence, code="early"))
        return cleaned

    def tell_readers(self) -> None:
        """Keep the note: of a change that is public now, at once; of a scheduled one, for its hour."""
        article, words = self.instance, self._note()
        article.corrections.waiting().delete()
        if words["text"]:
            article.correct(**words, by=self.user, at=article.change_at)

    def _note(self) -> dict[str, str]:
        words = {name: self.cleaned_data.get(f"correction_{name}", "") for name in CorrectionWording.WORDS}
        return words | {"kind": words["kind"] or Correction.Kind.CORRECTION}

    def _check_note(self, cleaned: dict[str, Any]) -> None:
        if "correction_text" in self.errors:
            return
        if cleaned.get("correction_text"):
            self._check_that_it_is_news()
        elif cleaned.get("correction_before") or cleaned.get("correction_after"):
            error = ValidationError(_("Say in a sentence what was changed."), code="required")
            self.add_error("correction_text", error)
        elif not buttons.pressed(self.data) and self._needs_note(cleaned):
            error = ValidationError(_("Readers know another version: tell them what was changed."), code="needed")
            self.add_error("correction_text", error)

    def _check_that_it_is_news(self) -> None:
        """A form that was opened before the hour of the change still holds the note which readers got then."""
        newest = self.instance.corrections.told().first()
        if newest and self._note() == {name: getattr(newest, name) for name in CorrectionWording.WORDS}:
            error = ValidationError(_("Readers have this very note already. Take it out here."), code="told")
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
        options: dict[str, Any] = {"fields": fields}
        if obj.change_at:
            words = gettext("What stands here becomes public with the change, on %(at)s.")
            options["description"] = words % {"at": moment_in_words(obj.change_at)}
        return [*fieldsets, (_("Correction or update"), options)]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "notes_so_far"]

    @admin.display(description=_("notes so far"))
    def notes_so_far(self, article: Article) -> str:
        return lines('<a href="{}">{}, {}</a>: {}', map(_line, article.told_notes()))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if "_publish_change" in request.POST or form.instance.change_at:
            form.tell_readers()


def _line(note: Correction) -> tuple[str, str, str, str]:
    address = reverse("admin:articles_correction_change", args=[note.pk])
    return (address, note.get_kind_display(), moment_in_words(note.at), note.said)
