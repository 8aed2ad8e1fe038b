"""
What was decided in a period and how long it took, counted from the history.

A decision counts on the day on which it was made, and taking it back on the day of that; so no figure of a day that
has passed ever changes. Whoever made them is in no figure here but in those of one person alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.models import User
from django.db.models import BooleanField, CharField, Count, ExpressionWrapper, F, Q, QuerySet, Value
from django.utils.translation import gettext as _

from comments.models import ModerationEvent
from comments.moderation.accuracy import median_of, percent_in_words
from comments.moderation.bars import DAYS_AS_BARS, Stack, Tick, day_name, slice_name, slices_of, stacked
from comments.moderation.history import (
    AUTHORS,
    DECIDED,
    KIND_NAMES,
    PEOPLE,
    TAKEN_BACK,
    Events,
    first_decisions,
    kind_of,
    name_of,
)
from comments.moderation.period import Period

type Cell = tuple[str, str]  # what was done, and who: people, a rule or a command

COUNTED = (*DECIDED, *TAKEN_BACK)
RULES = "rule"
# A median of so many, picked evenly, is as good as one of all, and costs the same in a year as in a day.
MEASURED_AT_MOST = 2000


@dataclass(frozen=True)
class Decisions:
    """How often each thing was done: on one day or on many, by everybody or by one person."""

    counts: Counter[Cell] = field(default_factory=Counter)

    def of(self, *kinds: str, actor: str = "") -> int:
        return sum(n for (kind, by), n in self.counts.items() if kind in kinds and actor in ("", by))

    def cells(self) -> list[tuple[str, int]]:
        return [(kind, self.of(kind)) for kind in COUNTED]


@dataclass(frozen=True)
class Share:
    """A part of the decisions: `query` and `base_query` lead to what was counted. Without figures it says why."""

    name: str
    definition: str
    count: int = 0
    base: int = 0
    query: str = ""
    base_query: str = ""
    missing: str = ""

    @property
    def percent(self) -> str:
        return percent_in_words(self.count, self.base)


@dataclass(frozen=True)
class Delay:
    """How long comments of one queue waited for their first decision; nothing is known where there was none."""

    name: str
    definition: str
    median: timedelta | None
    count: int


@dataclass(frozen=True)
class Delays:
    """`every` is 1 where all first decisions were measured, else it tells which of them: each third, each tenth."""

    by_queue: list[Delay]
    measured: int
    every: int


@dataclass(frozen=True)
class Column(Stack):
    period: Period
    decisions: Decisions

    @property
    def name(self) -> str:
        return slice_name(self.period)

    @property
    def short_name(self) -> str:
        return day_name(self.period.first)


@dataclass(frozen=True)
class Chart:
    columns: list[Column]
    ticks: list[Tick]
    is_weekly: bool

    @property
    def names(self) -> list[tuple[str, str]]:
        return [(kind, str(KIND_NAMES[kind])) for kind in DECIDED]


@dataclass(frozen=True)
class Line:
    """A line of the table by person; `whose` narrows the history to what is counted in it."""

    name: str
    whose: str
    decisions: Decisions


def decisions_by_day(period: Period) -> dict[date, Decisions]:
    """
    Return what was done on every day of the period, in its order, from one query.

    It has a part for each day: a range of the index is counted several times faster than the day of each row is found.
    """
    by_day = {day: Decisions() for day in period.days}
    parts = [_grouped(_in(Period(day, day)), Value(day.isoformat(), CharField())) for day in by_day]
    for day, cell, count in _cells(parts[0].union(*parts[1:], all=True).order_by()):
        by_day[date.fromisoformat(day)].counts[cell] += count
    return by_day


def own_lines(person: User, period: Period, done: Decisions) -> list[Line]:
    """Return what this person did, beside what all did together."""
    rows = _cells(_grouped(_in(period).filter(user=person), F("user")))
    own = together(Decisions(Counter({cell: count})) for _who, cell, count in rows)
    return [Line(_("Me"), "&mine=1", own), Line(_("Everybody"), "", done)]


def lines_by_person(period: Period) -> list[Line]:
    """Return what each person did, in the order of their names, which is nobody's ranking."""
    by_person: defaultdict[int, Decisions] = defaultdict(Decisions)
    for who, cell, count in _cells(_grouped(_in(period).filter(user__isnull=False), F("user"))):
        by_person[who].counts[cell] += count
    people = sorted(User.objects.filter(pk__in=by_person), key=lambda person: (name_of(person).casefold(), person.pk))
    return [Line(name_of(person), f"&who={person.pk}", by_person[person.pk]) for person in people]


def together(decisions: Iterable[Decisions]) -> Decisions:
    return Decisions(sum((each.counts for each in decisions), Counter()))


def shares(done: Decisions, period: Period) -> list[Share]:
    decided = done.of(*DECIDED)
    query = {kind: address_of(period, decision=kind) for kind in ("decided", "taken-back")}
    return [
        Share(
            _("Taken back"),
            _("Undone by whoever decided, or reopened by anybody, in these days. Per decision made in them."),
            done.of(*TAKEN_BACK),
            decided,
            query["taken-back"],
            query["decided"],
        ),
        upheld_on_appeal(period),
        Share(
            _("Decided by rules"),
            _("Rules that people switched on decided; people made all other decisions."),
            done.of(*DECIDED, actor=RULES),
            decided,
            address_of(period, decision="decided", who=RULES),
            query["decided"],
        ),
    ]


def upheld_on_appeal(period: Period) -> Share:
    """Return how often a decision stood after its author had appealed against it. There are no appeals yet."""
    return Share(
        _("Upheld on appeal"),
        _("Decisions that another person confirmed after the author had appealed."),
        missing=_("no appeals yet"),
    )


def delays(period: Period, done: Decisions) -> Delays:
    """
    Return how long the first decisions of the period took, by the queue that the comment waited in.

    Of many, every n-th by its number is measured: never more than two thousand, give or take chance.
    """
    every = max(1, ceil(done.of(*DECIDED) / MEASURED_AT_MOST))
    events = _in(period) if every == 1 else _in(period).annotate(place=F("id") % every).filter(place=0)
    rows = first_decisions(events).values_list(
        "created_at", "comment__submitted_at", "comment__screened_at", "comment__verdict"
    )
    review: list[timedelta] = []
    spam: list[timedelta] = []
    for decided_at, submitted_at, screened_at, verdict in rows:
        if verdict in ("spam", "discard") and screened_at and screened_at <= decided_at:
            spam.append(decided_at - screened_at)
        else:
            review.append(decided_at - submitted_at)
    return Delays(
        [
            Delay(_("To review"), _("from sending"), _median(review), len(review)),
            Delay(_("Spam"), _("from Akismet’s verdict"), _median(spam), len(spam)),
        ],
        measured=len(review) + len(spam),
        every=every,
    )


def chart_of(by_day: Mapping[date, Decisions]) -> Chart:
    slices = [(period, together(by_day[day] for day in period.days)) for period in slices_of(list(by_day))]
    stacks, ticks = stacked([[(kind, done.of(kind)) for kind in DECIDED] for _period, done in slices])
    columns = [
        Column(**vars(stack), period=period, decisions=done)
        for stack, (period, done) in zip(stacks, slices, strict=True)
    ]
    return Chart(columns, ticks, is_weekly=len(by_day) > DAYS_AS_BARS)


def csv_table(by_day: Mapping[date, Decisions]) -> Iterable[list[object]]:
    """Return a line for each day and their sum; the columns have the same names in every language."""
    yield ["day", *COUNTED, "by-people", "by-rules"]
    for day, done in by_day.items():
        yield [day, *_figures(done)]
    yield ["total", *_figures(together(by_day.values()))]


def address_of(period: Period, **filters: str) -> str:
    """Return the filters of the history that lead to what was counted in these days."""
    return f"{urlencode(filters)}&{period.query}"


def _figures(done: Decisions) -> list[int]:
    return [*(done.of(kind) for kind in COUNTED), done.of(*DECIDED, actor=PEOPLE), done.of(*DECIDED, actor=RULES)]


def _in(period: Period) -> Events:
    """What was done to comments in these days, by anybody but their authors."""
    events = ModerationEvent.objects.filter(created_at__gte=period.starts_at, created_at__lt=period.ends_at)
    return events.exclude(actor=AUTHORS).order_by()


def _grouped(events: Events, by: F | Value) -> QuerySet[ModerationEvent, tuple[Any, ...]]:
    """Count by something and by what was done, in the database."""
    takes_back = ExpressionWrapper(Q(undoes__isnull=False), output_field=BooleanField())
    return events.values_list(by, "actor", "from_status", "to_status", takes_back).annotate(Count("pk"))


def _cells(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Any, Cell, int]]:
    """Return the groups with what was done as the history names it."""
    for group, actor, from_status, to_status, takes_back, count in rows:
        kind = kind_of(from_status=from_status, to_status=to_status, takes_back=bool(takes_back))
        yield group, (kind, actor), count


def _median(lengths: list[timedelta]) -> timedelta | None:
    return median_of(sorted(lengths), len(lengths))
