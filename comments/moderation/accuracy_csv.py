"""The figures as a table for spreadsheets: a line for each day or for each section, and their sum."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from comments.moderation.accuracy import DECISIONS, NAMES, VERDICTS, Figures, together
from comments.moderation.csv_lines import BYTE_ORDER_MARK, csv_lines

# The names of the columns are for programs too, so they are the same in every language.
COUNTED = [
    *(f"{verdict}-{decision}" for verdict in VERDICTS for decision in DECISIONS if "any" not in (verdict, decision)),
    *NAMES,
]


def figures_csv(by: str, groups: Mapping[Any, Figures]) -> str:
    """Return a line for each group of figures, a `day` or a `section`, and their sum."""
    mark = BYTE_ORDER_MARK if by == "section" else ""
    return mark + "".join(csv_lines(_lines(by, groups)))


def _lines(by: str, groups: Mapping[Any, Figures]) -> Iterator[list[object]]:
    yield [by, *COUNTED]
    for group, figures in groups.items():
        yield [group, *map(figures.of, COUNTED)]
    yield ["total", *map(together(groups.values()).of, COUNTED)]
