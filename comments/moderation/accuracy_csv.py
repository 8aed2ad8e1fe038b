"""The figures as a table for spreadsheets: a line for each day or for each section, and their sum."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from io import StringIO
from typing import Any

from comments.moderation.accuracy import DECISIONS, NAMES, VERDICTS, Figures, together

# The names of the columns are for programs too, so they are the same in every language.
COUNTED = [
    *(f"{verdict}-{decision}" for verdict in VERDICTS for decision in DECISIONS if "any" not in (verdict, decision)),
    *NAMES,
]
# Without this mark Excel takes the accents in the names of sections for other letters.
BYTE_ORDER_MARK = "\ufeff"


def figures_csv(by: str, groups: Mapping[Any, Figures]) -> str:
    """Return a line for each group of figures, a `day` or a `section`, and their sum."""
    text = StringIO()
    text.write(BYTE_ORDER_MARK if by == "section" else "")
    csv.writer(text).writerows([_plain(value) for value in line] for line in _lines(by, groups))
    return text.getvalue()


def _lines(by: str, groups: Mapping[Any, Figures]) -> Iterator[list[object]]:
    yield [by, *COUNTED]
    for group, figures in groups.items():
        yield [group, *map(figures.of, COUNTED)]
    yield ["total", *map(together(groups.values()).of, COUNTED)]


def _plain(value: object) -> str:
    """Return the value as text that a spreadsheet never takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
