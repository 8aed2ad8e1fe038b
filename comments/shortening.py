"""
A reader's text without the passages that moderators took out of it. Nothing is added but the sign that stands there.

A passage is found wherever it occurs, letter by letter; only white space may differ, because a selection on a page has
other breaks than what was typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

SIGN = "[…]"


@dataclass(frozen=True)
class Piece:
    text: str
    is_taken_out: bool


def occurrences(text: str, passage: str) -> list[tuple[int, int]]:
    """Return where a passage begins and ends, each time it occurs."""
    words = passage.split()
    if not words:
        return []
    pattern = r"\s+".join(map(re.escape, words))
    # A look ahead, so that occurrences that overlap are all found.
    return [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)]


def pieces(text: str, passages: Iterable[str]) -> Iterator[Piece]:
    """Return the text in its order, in what stays and what is taken out."""
    end = 0
    for start, stop in _merged(span for passage in passages for span in occurrences(text, passage)):
        if start > end:
            yield Piece(text[end:start], False)
        yield Piece(text[start:stop], True)
        end = stop
    if end < len(text):
        yield Piece(text[end:], False)


def shortened(text: str, passages: Iterable[str]) -> str:
    """Return the text with a sign for each passage, or for each run of them."""
    return "".join(SIGN if piece.is_taken_out else piece.text for piece in pieces(text, passages))


def leaves_nothing(text: str, passages: Iterable[str]) -> bool:
    """Tell whether no letter or digit would be left to read."""
    return not any(sign.isalnum() for piece in pieces(text, passages) if not piece.is_taken_out for sign in piece.text)


def _merged(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Return spans in their order, those that touch or overlap made one."""
    begin = end = -1
    for start, stop in sorted(spans):
        if start > end:
            if end > begin:
                yield begin, end
            begin, end = start, stop
        end = max(end, stop)
    if end > begin:
        yield begin, end
