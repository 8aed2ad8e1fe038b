"""The answer as JSON and as plain text, piece by piece: nothing holds all of it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from comments.personal_data.collecting import Person, Record
from comments.personal_data.words import rows_of


def json_pieces(person: Person) -> Iterator[str]:
    """Yield one JSON object; its last member is the list of comments."""
    head = {"site": settings.SITE_NAME, "collected_at": timezone.now(), **person.beside_comments()}
    yield _json(head).removesuffix("\n}") + ',\n "comments": ['
    for place, comment in enumerate(person.comments()):
        yield f"{',' if place else ''}\n{_json(comment)}"
    yield "\n]}\n"


def text_pieces(person: Person) -> Iterator[str]:
    """Yield lines to read: what it is, and under it what is kept."""
    yield from _lines_of(person.beside_comments())
    for comment in person.comments():
        yield "\n"
        yield from _lines_of(comment)


def _json(value: Any) -> str:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1)


def _lines_of(record: Record) -> Iterator[str]:
    for row in rows_of(record):
        yield f"{row.label}\n"
        for line in row.lines:
            yield f"    {_printable(line)}\n"


def _printable(text: str) -> str:
    """Return a text that does nothing to a terminal; its further lines stay under the first."""
    signs = (sign if sign.isprintable() or sign == "\n" else "\N{REPLACEMENT CHARACTER}" for sign in text)
    return "".join(signs).replace("\n", "\n    ")
