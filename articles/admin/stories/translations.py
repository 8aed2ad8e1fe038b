"""The language of a story, and the story of which it is a translation. A site of one language is shown neither."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.stories.part import FormPart, lines
from articles.languages import has_several_languages, label_of_language
from articles.models import Article, RelatedStory
from articles.permissions import may_publish

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class StorySelect(AutocompleteSelect):
    """The admin's search for a story. What is no number leads to none; the admin would stumble over it."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        value = super().value_from_datadict(data, files, name)
        return value if not value or re.fullmatch(r"[0-9]{1,15}", str(value), re.ASCII) else "0"


class TranslationFields(FormPart):
    translation_of = forms.ModelChoiceField(
        Article.objects.none(),
        label=_("Translation of"),
        required=False,
        widget=StorySelect(RelatedStory._meta.get_field("related"), admin.site),
        error_messages={"invalid_choice": _("This story is not there any more.")},
        help_text=_("The same story in another language. Each of them then leads readers to the others."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "language" in self.fields:
            self.fields["language"].required = False
        if not has_several_languages() or not may_link(self.user, self.instance):
            del self.fields["translation_of"]
            return
        stories = Article.objects.readable_by(self.user).exclude(pk=self.instance.pk)
        self.fields["translation_of"].queryset = stories  # type: ignore[attr-defined]  # a field of models
        self.initial["translation_of"] = self.instance.translations().filter(pk__in=stories.values("pk")).first()

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self._links_anew():
            self._check("translation_of", self._beside(cleaned.get("translation_of")))
        elif "language" in self.changed_data:
            self._check("language", self.instance.translations())
        return cleaned

    def link_translations(self) -> None:
        """Do what the form says. It applies at once, whatever becomes of the version that was typed."""
        if not self._links_anew():
            return
        if other := self.cleaned_data["translation_of"]:
            self.instance.translate(other)
        else:
            self.instance.leave_translations()

    def _links_anew(self) -> bool:
        return "translation_of" in self.data and "translation_of" in self.changed_data

    def _beside(self, other: Article | None) -> list[Article]:
        """Return the stories that this one would stand beside, after whoever links to the same one right now."""
        if other is None:
            return []
        if transaction.get_connection().in_atomic_block:
            other = other.lock()
        return [other, *other.translations().exclude(pk=self.instance.pk)]

    def _check(self, field: str, others: Iterable[Article]) -> None:
        """Refuse two stories of one language, by the language that was typed and by the one that readers see."""
        languages = {self.cleaned_data.get("language", self.instance.language)}
        if self.instance.pk:
            languages.add(Article.objects.values_list("language", flat=True).get(pk=self.instance.pk))
        for other in others:
            if other.language in languages:
                values = {"headline": other.headline, "language": label_of_language(other.language)}
                sentence = _("“%(headline)s” is in this language already (%(language)s): each language has one story.")
                if not Article.objects.readable_by(self.user).filter(pk=other.pk).exists():
                    sentence = _("A story of colleagues is in this language already (%(language)s).")
                self.add_error(field, ValidationError(sentence, code="language", params=values))
                return


class Translations(_Base):
    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> Any:
        fieldsets = list(super().get_fieldsets(request, obj))
        if not has_several_languages():
            return fieldsets
        fields = ["language"]
        if self.has_change_permission(request, obj) and may_link(request.user, obj):
            fields.append("translation_of")
        if obj and obj.translation_group_id:
            fields.append("translations_so_far")
        return [*fieldsets, (_("Language and translations"), {"fields": fields, "classes": ["collapse"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> Any:
        return [*super().get_readonly_fields(request, obj), "translations_so_far"]

    @admin.display(description=_("translations so far"))
    def translations_so_far(self, article: Article) -> str:
        """Name what is public alone: whoever writes one language need not be allowed to read the drafts of another."""
        return lines("{}: {}", ((label_of_language(story.language), _known(story)) for story in article.translations()))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        form.link_translations()


def may_link(user: Any, article: Article | None) -> bool:
    """Tell whether this person says what is a translation of what; on a page that readers see, who publishes it."""
    return article is None or not article.is_published or may_publish(user, article)


def _known(story: Article) -> str:
    return story.headline if story.is_published else str(_("not published yet"))
