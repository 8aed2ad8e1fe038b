"""
How a text of a reader is shown: escaped, in paragraphs, its addresses as links.

Escaping is the last thing that happens to a text. This module and `articles.stencils` call HTML of theirs safe because
they escape every value themselves; the template engine would take ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString

from comments.text import ADDRESS

_TRAILING_SIGNS = ".,;:!?)]}…"
_BLANK_LINES = re.compile(r"\n\s*\n")


type Spans = Sequence[tuple[int, int]]


def paragraphs(text: str, marked: Spans = ()) -> SafeString:
    """Return the text as HTML: paragraphs, line breaks, addresses made links, and what is to be marked marked."""
    if marked:
        return SafeString("\n".join(f"<p>{_marked_lines(text, *part, marked)}</p>" for part in _parts(text)))
    return SafeString("\n".join(f"<p>{_lines(part)}</p>" for part in _BLANK_LINES.split(text.strip("\n"))))


def _lines(part: str) -> str:
    return "<br>".join(_with_links(line) if "://" in line else escape(line) for line in part.split("\n"))


def _with_links(line: str) -> str:
    return "".join(
        _link(escape(line[start:end])) if is_address else escape(line[start:end])
        for start, end, is_address in _pieces(line)
    )


def _pieces(line: str) -> Iterator[tuple[int, int, bool]]:
    """Yield the places of a line one after another, each with whether an address stands there."""
    end = 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(_TRAILING_SIGNS)
        yield end, match.start(), False
        end = match.start() + len(address)
        yield match.start(), end, True
    yield end, len(line), False


def _link(address: str, shown: str = "") -> str:
    return f'<a href="{address}" rel="nofollow ugc noopener">{shown or address}</a>'


def _parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the paragraphs of a text begin and end."""
    start, last = len(text) - len(text.lstrip("\n")), len(text.rstrip("\n"))
    for match in _BLANK_LINES.finditer(text, start, last):
        yield start, match.start()
        start = match.end()
    yield start, last


def _marked_lines(text: str, start: int, end: int, marked: Spans) -> str:
    lines = []
    for line in text[start:end].split("\n"):
        pieces = []
        for first, last, is_address in _pieces(line):
            shown = _marked(text, start + first, start + last, marked)
            pieces.append(_link(escape(line[first:last]), shown) if is_address else shown)
        lines.append("".join(pieces))
        start += len(line) + 1
    return "<br>".join(lines)


def _marked(text: str, start: int, end: int, marked: Spans) -> str:
    """Return this part of the text, escaped, with the marks that fall into it; they are in order."""
    pieces = []
    for first, last in marked:
        first, last = max(first, start), min(last, end)
        if first < last:
            pieces += [escape(text[start:first]), f"<mark>{escape(text[first:last])}</mark>"]
            start = last
    return "".join([*pieces, escape(text[start:end])])
