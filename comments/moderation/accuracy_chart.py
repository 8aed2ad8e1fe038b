"""The figures by day as bars. The errors stand at the foot of a bar, where they can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from comments.moderation.accuracy import NAMES, Figures, together
from comments.moderation.bars import DAYS_AS_BARS, Stack, Tick, day_name, slice_name, slices_of, stacked
from comments.moderation.period import Period

# As they are read, and as they stand in a bar from the foot upwards.
ORDER = ("agreed", "missed", "false-alarms")
STACK = ("missed", "false-alarms", "agreed")


@dataclass(frozen=True)
class Column(Stack):
    """A day or a week: its days in words, what was counted, and its bars."""

    period: Period
    figures: Figures

    @property
    def name(self) -> str:
        return slice_name(self.period)

    @property
    def short_name(self) -> str:
        """Return the first day, for the line below the bars."""
        return day_name(self.period.first)

    @property
    def counts(self) -> list[tuple[str, int]]:
        return [self.figures.counted(kind) for kind in ORDER]


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
    slices = [(period, together(by_day[day] for day in period.days)) for period in slices_of(list(by_day))]
    stacks, ticks = stacked([[figures.counted(kind) for kind in STACK] for _period, figures in slices])
    columns = [
        Column(**vars(stack), period=period, figures=figures)
        for stack, (period, figures) in zip(stacks, slices, strict=True)
    ]
    return Chart(columns, ticks, is_weekly=len(by_day) > DAYS_AS_BARS)
