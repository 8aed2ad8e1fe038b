"""A place in a list that is ordered by one of its rows' times: its name in an address, and what lies behind it."""

from __future__ import annotations

import re

from django.db.models import Model, Q
from django.http import Http404

from articles.microseconds import from_microseconds, to_microseconds

CURSOR = re.compile(r"(-?[0-9]{1,17})-([0-9]{1,18})")


def cursor_of(row: Model, by: str) -> str:
    """Return the place of a row: its time in microseconds and, for those of the same moment, its key."""
    return f"{to_microseconds(getattr(row, by))}-{row.pk}"


def behind(cursor: str, by: str, *, newest_first: bool) -> Q:
    """Return the condition for what comes after a place; raise Http404 for a cursor that is none."""
    match = CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    try:
        at = from_microseconds(int(match[1]))
    except OverflowError as error:
        raise Http404 from error
    side = "lt" if newest_first else "gt"
    return Q(**{f"{by}__{side}": at}) | Q(**{by: at, f"pk__{side}": int(match[2])})
