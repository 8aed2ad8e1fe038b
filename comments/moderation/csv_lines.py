"""Tables for spreadsheets, line by line, so that a long one needs no memory of its length."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

# Without this mark Excel takes accents for other letters.
BYTE_ORDER_MARK = "\ufeff"


class _Handed:
    """A file that keeps nothing: what is written to it is handed back."""

    def write(self, line: str) -> str:
        return line


def csv_lines(lines: Iterable[Iterable[object]]) -> Iterator[str]:
    writer = csv.writer(_Handed())
    for line in lines:
        yield writer.writerow([_plain(value) for value in line])


def _plain(value: object) -> str:
    """Return the value as text that a spreadsheet never takes for a formula."""
    text = str(value)
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
