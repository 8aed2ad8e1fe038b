"""The form of readers' search as HTML: most search for words alone, and get it as a filled stencil."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.forms import BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Section
from articles.search.forms import SearchForm
from articles.stencils import mark, stencil

TEMPLATE = "articles/_search_form.html"


def form_html(form: SearchForm, words: str, sections: Sequence[Section]) -> SafeString:
    """Return the form with these words typed; `sections` are all that there are."""
    if form.is_narrowed:
        return render_to_string(TEMPLATE, {"form": form, "words": words, "is_open": True})
    blank = _Blank(tuple((section.slug, section.name) for section in sections), tuple(form.author_names()))
    return stencil(TEMPLATE, form=blank, words=mark("words"), is_open=False).fill(words=words)


@dataclass(frozen=True)
class _Blank:
    """The form with nothing chosen. It is the same as another one while it offers the same."""

    sections: tuple[tuple[str, str], ...]
    author_names: tuple[str, ...]

    @cached_property
    def _form(self) -> SearchForm:
        return SearchForm({})

    @property
    def filters(self) -> list[BoundField]:
        return self._form.filters()

    @property
    def comments(self) -> BoundField:
        return self._form["comments"]
