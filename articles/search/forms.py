"""The form of readers' search: what narrows it, with a sentence beside each field that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.cache import cache
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from articles.models import Author, Section
from articles.models.search_terms import Terms
from articles.search.terms import of_author, of_section

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 1, 1)
NAMES_MAX, KEPT_SECONDS = 200, 60


@dataclass(frozen=True)
class Narrowing:
    """To what a search is narrowed; each may be nothing."""

    section: Section | None = None
    author: Author | None = None
    since: datetime | None = None
    until: datetime | None = None

    def __bool__(self) -> bool:
        return any((self.section, self.author, self.since, self.until))

    @property
    def terms(self) -> Terms:
        """What a story of this section and by this author is found by."""
        section = [(of_section(self.section.pk),)] if self.section else []
        author = [(of_author(self.author.pk),)] if self.author else []
        return Terms(all_of=(*section, *author))


class DayField(forms.DateField):
    default_error_messages = {"invalid": _("This is no day: write it like 25/11/2026 or 2026-11-25.")}

    def __init__(self, **options: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **options)

    def to_python(self, value: Any) -> date | None:
        day: date | None = super().to_python(value)
        if day is not None and not EARLIEST <= day <= LATEST:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid")
        return day


class SearchForm(forms.Form):
    section = forms.ModelChoiceField(
        Section.objects.all(),
        to_field_name="slug",
        required=False,
        label=_("Section"),
        empty_label=_("All sections"),
        error_messages={"invalid_choice": _("There is no such section: choose one of the list.")},
    )
    author = forms.CharField(
        label=_("Author"), required=False, max_length=80, widget=forms.TextInput(attrs={"list": "search-authors"})
    )
    until = DayField(label=_("Published until"))
    comments = forms.BooleanField(label=_("Search readers’ comments too"), required=False)

    def __init__(self, asked: Mapping[str, Any]) -> None:
        super().__init__(asked, label_suffix="")
        # A name that Python keeps for itself.
        self.fields["from"] = DayField(label=_("Published from"))
        self.order_fields(["section", "author", "from", "until", "comments"])
        for name in ("from", "until"):
            if not _is_shown_by_browsers(asked.get(name, "")):
                self.fields[name].widget.input_type = "text"

    def clean_author(self) -> Author | None:
        name = self.cleaned_data["author"]
        if not name:
            return None
        author = Author.objects.filter(slug=slugify(name)).first()
        if author is None:
            raise forms.ValidationError(_("Nobody of this name writes here: check how it is spelled."))
        return author

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        first, last = cleaned.get("from"), cleaned.get("until")
        if first and last and last < first:
            self.add_error("until", _("This day is before the first one: turn them round."))
        return cleaned

    def narrowing(self) -> Narrowing:
        asked = self.cleaned_data
        last = asked["until"]
        return Narrowing(
            asked["section"],
            asked["author"],
            _midnight(asked["from"]),
            _midnight(last + timedelta(1) if last else None),
        )

    @property
    def is_narrowed(self) -> bool:
        """Tell whether more than words was asked, rightly or wrongly."""
        return any(self[name].value() for name in self.fields)

    def filters(self) -> list[forms.BoundField]:
        return [self[name] for name in ("section", "author", "from", "until")]

    def author_names(self) -> list[str]:
        """Return names to choose from while one is typed; a page with them may be kept for as long as they are."""
        return cache.get_or_set("articles.search.author_names", _author_names, KEPT_SECONDS) or []


def _author_names() -> list[str]:
    return list(Author.objects.values_list("name", flat=True)[:NAMES_MAX])


def _is_shown_by_browsers(typed: str) -> bool:
    """Tell whether a field for days shows what was typed: it leaves out, silently, what is no day in ISO's writing."""
    try:
        return not typed or date.fromisoformat(typed).isoformat() == typed
    except ValueError:
        return False


def _midnight(day: date | None) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None
