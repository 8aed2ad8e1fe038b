"""The form of readers' search as HTML: a filled stencil, unless there is an error in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.forms import BoundField
from django.forms.utils import ErrorDict
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from articles.models import Section
from articles.search.forms import SearchForm
from articles.stencils import mark, stencil

TEMPLATE = "articles/_search_form.html"


def form_html(form: SearchForm, words: str, sections: Sequence[Section]) -> SafeString:
    """Return the form with these words typed; `sections` are all that there are."""
    if form.errors:
        return render_to_string(TEMPLATE, {"form": form, "words": words, "is_open": True})
    typed = {name: form[name].value() or "" for name in ("author", "from", "until")}
    shape = _Shape(
        sections=tuple((section.slug, section.name) for section in sections),
        author_names=tuple(form.author_names()),
        section=form["section"].value() or "",
        kinds=tuple((name, form.fields[name].widget.input_type) for name in ("from", "until")),
        with_comments=form.cleaned_data["comments"],
        filled=tuple(name for name, value in typed.items() if value),
    )
    return stencil(TEMPLATE, form=shape, words=mark("words"), is_open=form.is_narrowed).fill(words=words, **typed)


@dataclass(frozen=True)
class _Shape:
    """The form with marks for what was typed: the same as another one that offers and has chosen the same."""

    sections: tuple[tuple[str, str], ...]
    author_names: tuple[str, ...]
    section: str
    kinds: tuple[tuple[str, str], ...]
    with_comments: bool
    filled: tuple[str, ...]

    @cached_property
    def _form(self) -> _WithoutErrors:
        form = _WithoutErrors(
            {name: mark(name) for name in self.filled} | {"section": self.section, "comments": self.with_comments}
        )
        for name, kind in self.kinds:
            form.fields[name].widget.input_type = kind
        return form

    @property
    def filters(self) -> list[BoundField]:
        return self._form.filters()

    @property
    def comments(self) -> BoundField:
        return self._form["comments"]


class _WithoutErrors(SearchForm):
    """A form that is only shown: a mark is no day."""

    def full_clean(self) -> None:
        self._errors = ErrorDict()
