"""The figures as a table for spreadsheets: a line for each day, and their sum."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from datetime import date
from io import StringIO

from comments.moderation.accuracy import DECISIONS, NAMES, VERDICTS, Figures, together

# The names of the columns are for programs too, so they are the same in every language.
COUNTED = [
    *(f"{verdict}-{decision}" for verdict in VERDICTS for decision in DECISIONS if "any" not in (verdict, decision)),
    *NAMES,
]


def figures_csv(by_day: Mapping[date, Figures]) -> str:
    text = StringIO()
    csv.writer(text).writerows([_plain(value) for value in line] for line in _lines(by_day))
    return text.getvalue()


def _lines(by_day: Mapping[date, Figures]) -> Iterator[list[object]]:
    yield ["day", *COUNTED]
    for day, figures in by_day.items():
        yield [day.isoformat(), *map(figures.of, COUNTED)]
    yield ["total", *map(together(by_day.values()).of, COUNTED)]


def _plain(value: object) -> str:
    """Return the value as text that a spreadsheet never takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
