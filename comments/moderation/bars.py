"""
Figures as bars: places and sizes for an SVG without a view box, so that its words keep their size.

Sideways everything is a share of the width, in per cent; upwards it is pixels. A bar that stands for something is
always tall enough to be seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.dateformat import format
from django.utils.translation import pgettext

from comments.moderation.period import Period

HEIGHT = 160
LEAST_HEIGHT = 2.0
WIDEST_BAR = 6.0
LABELS_AT_MOST = 5
TICKS_AT_MOST = 4
# More bars than this are thinner than a finger and a line: then each stands for a week.
DAYS_AS_BARS = 62


@dataclass(frozen=True)
class Bar:
    kind: str
    y: str
    height: str


@dataclass(frozen=True)
class Stack:
    """One place on the foot line, and what is piled up there."""

    centre: str
    x: str
    width: str
    bars: list[Bar]
    is_named: bool


@dataclass(frozen=True)
class Tick:
    count: int
    y: str


def stacked(piles: Sequence[Sequence[tuple[str, int]]], height: int = HEIGHT) -> tuple[list[Stack], list[Tick]]:
    """Return the bars and the scale for these piles: each a list of kinds with their counts, from the foot up."""
    top, step = _scale(max(sum(count for _kind, count in pile) for pile in piles))
    slot, named_every = 100 / len(piles), ceil(len(piles) / LABELS_AT_MOST)
    width = min(slot * 0.7, WIDEST_BAR)
    stacks = []
    for number, pile in enumerate(piles):
        centre = slot * number + slot / 2
        stacks.append(
            Stack(
                centre=f"{centre:.3f}%",
                x=f"{centre - width / 2:.3f}%",
                width=f"{width:.3f}%",
                bars=_bars(pile, top, height),
                is_named=number % named_every == 0,
            )
        )
    ticks = [Tick(count, f"{height - height * count / top:.1f}") for count in range(0, top + 1, step)]
    return stacks, ticks


def slices_of(days: Sequence[date]) -> list[Period]:
    """Return what each bar stands for: a day, or a week where the days are many."""
    length = 7 if len(days) > DAYS_AS_BARS else 1
    return [Period(days[start], days[min(start + length, len(days)) - 1]) for start in range(0, len(days), length)]


def day_name(day: date) -> str:
    return format(day, pgettext("date format", "M j"))


def slice_name(period: Period) -> str:
    if period.first == period.last:
        return day_name(period.first)
    return f"{day_name(period.first)} – {day_name(period.last)}"


def _scale(highest: int) -> tuple[int, int]:
    """Return the end of the scale and the step between its lines: whole numbers that begin with 1, 2 or 5."""
    step = next(
        step
        for power in range(20)
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if step * TICKS_AT_MOST >= highest
    )
    return max(ceil(highest / step), 1) * step, step


def _bars(pile: Sequence[tuple[str, int]], top: int, full: int) -> list[Bar]:
    bars, y = [], float(full)
    for kind, count in pile:
        if count:
            height = max(full * count / top, LEAST_HEIGHT)
            y -= height
            bars.append(Bar(kind, f"{y:.1f}", f"{height:.1f}"))
    return bars
