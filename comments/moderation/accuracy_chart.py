"""
The figures by day as bars: places and sizes for an SVG without a view box, so that its words keep their size.

Sideways everything is a share of the width, in per cent; upwards it is pixels. The errors stand at the foot of a bar,
where they can be compared, and one of them is always tall enough to be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from math import ceil

from django.utils.dateformat import format
from django.utils.translation import pgettext

from comments.moderation.accuracy import NAMES, Figures, together
from comments.moderation.period import Period

# As they are read, and as they stand in a bar from the foot upwards.
ORDER = ("agreed", "missed", "false-alarms")
STACK = ("missed", "false-alarms", "agreed")
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
class Column:
    """A day or a week: its days in words, what was counted, and its bars."""

    period: Period
    name: str
    figures: Figures
    centre: str
    x: str
    width: str
    bars: list[Bar]
    is_named: bool

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [self.figures.counted(kind) for kind in ORDER]

    @property
    def short_name(self) -> str:
        """Return the first day, for the line below the bars."""
        return _day(self.period.first)


@dataclass(frozen=True)
class Tick:
    count: int
    y: str


@dataclass(frozen=True)
class Chart:
    columns: list[Column]
    ticks: list[Tick]
    is_weekly: bool

    @property
    def names(self) -> list[tuple[str, str]]:
        return [(kind, str(NAMES[kind])) for kind in ORDER]

    @property
    def is_empty(self) -> bool:
        return not any(column.figures.of("comparable") for column in self.columns)


def chart_of(by_day: Mapping[date, Figures]) -> Chart:
    is_weekly = len(by_day) > DAYS_AS_BARS
    slices = _slices(by_day, 7 if is_weekly else 1)
    top, step = _scale(max(figures.of("comparable") for _, figures in slices))
    slot = 100 / len(slices)
    named_every = ceil(len(slices) / LABELS_AT_MOST)
    columns = [
        _column(period, figures, slot * number, slot, top, is_named=number % named_every == 0)
        for number, (period, figures) in enumerate(slices)
    ]
    ticks = [Tick(count, f"{HEIGHT - HEIGHT * count / top:.1f}") for count in range(0, top + 1, step)]
    return Chart(columns, ticks, is_weekly)


def _slices(by_day: Mapping[date, Figures], length: int) -> list[tuple[Period, Figures]]:
    days = list(by_day)
    parts = [days[start : start + length] for start in range(0, len(days), length)]
    return [(Period(part[0], part[-1]), together(by_day[day] for day in part)) for part in parts]


def _scale(highest: int) -> tuple[int, int]:
    """Return the end of the scale and the step between its lines: whole numbers that begin with 1, 2 or 5."""
    step = next(
        step
        for power in range(20)
        for step in (10**power, 2 * 10**power, 5 * 10**power)
        if step * TICKS_AT_MOST >= highest
    )
    return max(ceil(highest / step), 1) * step, step


def _column(period: Period, figures: Figures, left: float, slot: float, top: int, *, is_named: bool) -> Column:
    width = min(slot * 0.7, WIDEST_BAR)
    centre = left + slot / 2
    return Column(
        period=period,
        name=_name(period),
        figures=figures,
        centre=f"{centre:.3f}%",
        x=f"{centre - width / 2:.3f}%",
        width=f"{width:.3f}%",
        bars=_bars(figures, top),
        is_named=is_named,
    )


def _bars(figures: Figures, top: int) -> list[Bar]:
    bars, y = [], float(HEIGHT)
    for kind in STACK:
        if count := figures.of(kind):
            height = max(HEIGHT * count / top, LEAST_HEIGHT)
            y -= height
            bars.append(Bar(kind, f"{y:.1f}", f"{height:.1f}"))
    return bars


def _name(period: Period) -> str:
    if period.first == period.last:
        return _day(period.first)
    return f"{_day(period.first)} – {_day(period.last)}"


def _day(day: date) -> str:
    return format(day, pgettext("date format", "M j"))
