"""What an editor fills in for a front page: a row for each place, and the order of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Front, Pin
from articles.models.article import ArticleQuerySet


class StorySelect(AutocompleteSelect):
    """The admin's search for a story; without JavaScript, a list of what stands there and of what was searched for."""

    def __init__(self) -> None:
        super().__init__(Pin._meta.get_field("article"), admin.site)
        self.found: Sequence[Article] = ()

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        groups = super().optgroups(name, value, attr)
        options: list[Any] = groups[0][1]
        for story in self.found:
            if str(story.pk) not in value:
                options.append(self.create_option(name, story.pk, story.headline, selected=False, index=len(options)))
        return groups


class PlaceForm(forms.Form):
    """One place of a front page. An empty one is filled by the newest story."""

    place = forms.IntegerField(label=_("Place"), min_value=1, max_value=99)
    article = forms.ModelChoiceField(
        Article.objects.all(),
        label=_("Story"),
        required=False,
        error_messages={"invalid_choice": _("This story is not there any more.")},
    )
    until = forms.DateTimeField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def __init__(self, *args: Any, found: Sequence[Article] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        widget = StorySelect()
        widget.found = found
        self.fields["article"].widget = widget
        widget.choices = self.fields["article"].choices  # type: ignore[attr-defined]

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        if until is not None and until <= timezone.now():
            raise ValidationError(_("This time has passed. Choose a later one."), code="past")
        return until


class BasePlaces(forms.BaseFormSet):
    def clean(self) -> None:
        """Refuse a story at two places, beside the second, and a form that came without its rows."""
        if not self.forms:
            raise ValidationError(_("The form did not come whole. Load the page again."), code="incomplete")
        stories = set()
        for form in self.forms:
            story = form.cleaned_data.get("article") if not form.errors else None
            if story is not None and story in stories:
                form.add_error("article", ValidationError(_("This story stands at another place."), code="twice"))
            stories.add(story)

    def pins(self) -> list[Pin]:
        """Return what was chosen, in the order of the numbers."""
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("article")]
        return [Pin(article=row["article"], place=row["place"], until=row["until"]) for row in rows]


Places: type[BasePlaces] = forms.formset_factory(PlaceForm, formset=BasePlaces, extra=0)  # type: ignore[assignment]


class FrontForm(forms.Form):
    has_blocks = forms.BooleanField(
        label=Front._meta.get_field("has_blocks").verbose_name,
        help_text=Front._meta.get_field("has_blocks").help_text,
        required=False,
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    find = forms.CharField(label=_("Find a story"), required=False, max_length=100)


def places_of(pins: Sequence[Pin], count: int) -> list[dict[str, Any]]:
    """Return the rows of a form for a page as it stands."""
    standing = {pin.place: pin for pin in pins}
    return [
        {"place": place, "article": pin and pin.article_id, "until": pin and pin.until}
        for place in range(1, count + 1)
        for pin in [standing.get(place)]
    ]


def in_order(posted: Any, prefix: str = "form") -> Any:
    """
    Return what was sent with its rows in the order of their numbers, counted from 1 again.

    A row whose number was lowered goes before the row that had this number, one whose number was raised behind it.
    `up` and `down` move one row by one.
    """
    count = _row_count(posted, prefix)
    moved = {posted.get("up", ""): -1, posted.get("down", ""): 1}
    rows = []
    for row in range(count):
        place = _number(posted.get(f"{prefix}-{row}-place", "")) or row + 1
        place += moved.get(str(row), 0)
        rows.append(((place > row + 1) - (place < row + 1), place, row))
    order = sorted(rows, key=lambda each: (each[1], each[0], each[2]))
    ordered = posted.copy()
    for place, (_change, _place, row) in enumerate(order):
        ordered[f"{prefix}-{place}-place"] = str(place + 1)
        ordered[f"{prefix}-{place}-article"] = _key(posted.get(f"{prefix}-{row}-article", ""))
        ordered[f"{prefix}-{place}-until"] = posted.get(f"{prefix}-{row}-until", "")
    return ordered


def stories_found(words: str) -> ArticleQuerySet:
    """Return the newest stories whose headline holds these words; for browsers without JavaScript."""
    stories = Article.objects.filter(headline__icontains=words) if words.strip() else Article.objects.none()
    return stories.order_by("-saved_at").only("headline")[:20]


def _row_count(posted: Any, prefix: str) -> int:
    return min(_number(posted.get(f"{prefix}-TOTAL_FORMS", "")), 99)


def _key(text: str) -> str:
    """Return a story's number; the admin's select would stumble over what is none."""
    return text if text.isascii() and text.isdigit() and len(text) < 19 else ""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
