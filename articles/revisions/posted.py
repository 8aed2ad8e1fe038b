"""What a story's form holds before it validates: read leniently, so that unfinished text can be kept and compared."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.db import models
from django.http import QueryDict

from articles.models import Article, Byline, Tag
from articles.revisions.content import BYLINE_COLUMNS, COLUMNS, Content
from articles.story_html import StoryField, sanitise

PREFIX = "bylines"
MOST_BYLINES = 50
_NUMBER = re.compile(r"[0-9]{1,15}")


def query_dict(fields: Mapping[str, list[str]]) -> QueryDict:
    """Return kept fields as if they had just been posted."""
    posted = QueryDict(mutable=True)
    for name, values in fields.items():
        posted.setlist(name, values)
    return posted


def content_of_post(posted: QueryDict, fallback: Content) -> Content:
    """Return the content that was posted; a field that the form did not show is taken from the fallback."""
    content = dict(fallback)
    for name in COLUMNS:
        if name in posted or name in _unticked(posted):
            content[name] = _read(name, posted)
    if f"{PREFIX}-TOTAL_FORMS" in posted:
        content["tags"] = tag_numbers(posted)
        rows = [row for row in byline_rows(posted) if _NUMBER.fullmatch(row["author"])]
        content["authors"] = [{name: _of_byline(name, row.get(name, "")) for name in BYLINE_COLUMNS} for row in rows]
    return content


def tag_numbers(posted: QueryDict) -> list[int]:
    return sorted(int(value) for value in posted.getlist("tags") if _NUMBER.fullmatch(value))


def byline_rows(posted: QueryDict) -> list[dict[str, str]]:
    """Return the rows of authors as typed, in the order of signing."""
    total = posted.get(f"{PREFIX}-TOTAL_FORMS", "")
    count = min(int(total), MOST_BYLINES) if _NUMBER.fullmatch(total) else 0
    rows = [
        {name: posted.get(f"{PREFIX}-{number}-{name}", "") for name in (*BYLINE_COLUMNS, "position")}
        for number in range(count)
        if f"{PREFIX}-{number}-DELETE" not in posted
    ]
    return sorted(
        (row for row in rows if row["author"]),
        key=lambda row: int(row["position"]) if _NUMBER.fullmatch(row["position"]) else 0,
    )


def put(posted: QueryDict, name: str, content: Content) -> None:
    """Write a field of a content into what was posted, as the form would post it."""
    value = content.get(name)
    if name == "tags":
        posted.setlist("tags", [str(tag.pk) for tag in Tag.objects.numbered(value or [])])
    elif name == "authors":
        for key in [key for key in posted if key.startswith(f"{PREFIX}-")]:
            del posted[key]
        posted[f"{PREFIX}-TOTAL_FORMS"], posted[f"{PREFIX}-INITIAL_FORMS"] = str(len(value or [])), "0"
        for number, row in enumerate(value or []):
            for column, one in (row | {"position": number}).items():
                posted[f"{PREFIX}-{number}-{column}"] = str(one)
    elif isinstance(value, bool):
        posted.pop(name, None)
        posted.update({name: "on"} if value else {})
    else:
        posted[name] = "" if value is None else str(value)


def _read(name: str, posted: QueryDict) -> Any:
    field = Article._meta.get_field(name)
    value = posted.get(name, "")
    if field.is_relation:
        return int(value) if _NUMBER.fullmatch(value) else None
    if isinstance(field, models.BooleanField):
        return name in posted
    if isinstance(field, StoryField):
        return sanitise(value)
    return value.replace("\r\n", "\n").strip()


def _unticked(posted: QueryDict) -> set[str]:
    """An unticked box posts nothing: on a form that was shown whole, its absence is an answer."""
    if f"{PREFIX}-TOTAL_FORMS" not in posted:
        return set()
    return {name for name in COLUMNS if isinstance(Article._meta.get_field(name), models.BooleanField)}


def _of_byline(name: str, value: str) -> Any:
    field = Byline._meta.get_field(name)
    assert isinstance(field, models.Field)
    return int(value) if field.is_relation else value or field.get_default()
