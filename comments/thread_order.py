"""
In which order the comments under a story are read, as ranges of their paths: one index answers each of them.

A place in the thread is a path, whether or not a comment has it; a page holds what comes behind a place.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from comments.models import Comment
from comments.models.comment import MAX_DEPTH, PATH_SEGMENT
from comments.models.discussion import ThreadOrder

# Behind every path: it is no hexadecimal digit.
END = "g"


@dataclass(frozen=True)
class Span:
    """The paths behind `low`, up to `high` and with it."""

    low: str
    high: str


WHOLE_THREAD = Span("", END)


def chosen_first(roots: Iterable[str]) -> list[Span]:
    """Return the threads that begin at these paths, and then what stands between them."""
    chosen = [Span(_before(root), root + END) for root in roots]
    between, low = [], ""
    for span in sorted(chosen, key=lambda span: span.low):
        between.append(Span(low, span.low))
        low = span.high
    return [*chosen, *between, Span(low, END)]


def rest_of(spans: list[Span], place: str) -> Iterator[Span]:
    """Return what comes behind a place in spans that lie beside each other, whatever their order."""
    at = next((number for number, span in enumerate(spans) if span.low <= place < span.high), 0)
    yield Span(place, spans[at].high)
    yield from spans[at + 1 :]


def place_before(comment: Comment, order: str) -> str:
    """Return the place right before a comment, so that a page of the thread begins with it."""
    if order != ThreadOrder.NEWEST:
        return _before(comment.path)
    # Read backwards: its answers, which stand behind it, would come first. In the last depth there are none.
    return f"{comment.path}0" if comment.depth < MAX_DEPTH else _moved(comment.path, 1)


def root_of(comment: Comment) -> str:
    return comment.path[:PATH_SEGMENT]


def _before(path: str) -> str:
    return _moved(path, -1)


def _moved(path: str, by: int) -> str:
    head, last = path[:-PATH_SEGMENT], path[-PATH_SEGMENT:]
    return f"{head}{int(last, 16) + by:0{PATH_SEGMENT}x}"
