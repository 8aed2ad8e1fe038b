"""What a story's form opens with when that is not what stands in the story's columns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from articles.models import Autosave, Tag
from articles.revisions.content import COLUMNS, Content
from articles.revisions.posted import byline_rows, query_dict, tag_numbers


class OfContent:
    """A revision: the working version of a live story."""

    def __init__(self, content: Content) -> None:
        self._content = content

    def initial(self, fields: Mapping[str, forms.Field]) -> dict[str, Any]:
        columns = {name: self._content[name] for name in COLUMNS if name in self._content and name in fields}
        return columns | {"tags": _present(self._content["tags"])}

    def authors(self) -> list[dict[str, Any]]:
        return [row | {"position": place} for place, row in enumerate(self._content["authors"])]


class OfAutosave:
    """A form as it was left, whether or not it validates."""

    def __init__(self, kept: Autosave) -> None:
        self._posted = query_dict(kept.fields)
        self._base = kept.base

    def initial(self, fields: Mapping[str, forms.Field]) -> dict[str, Any]:
        # A field that the form did not show when it was kept is not overwritten with nothing.
        shown = {
            name: field.widget.value_from_datadict(self._posted, {}, name)
            for name, field in fields.items()
            if not field.widget.value_omitted_from_data(self._posted, {}, name)
        }
        if "tags" in shown:
            shown["tags"] = _present(tag_numbers(self._posted))
        return shown | {"base": self._base}

    def authors(self) -> list[dict[str, Any]]:
        return list(byline_rows(self._posted))


def _present(numbers: list[int]) -> list[int]:
    """Return the numbers under which these tags are found now."""
    return list(Tag.objects.numbered(numbers).values_list("pk", flat=True))
