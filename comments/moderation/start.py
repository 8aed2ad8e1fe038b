"""
What a moderator finds at the beginning of a shift: what waits and since when, what came in, what was decided today.

Everything is asked in one statement, and each number in it costs the same however many comments there are: it is read
from an index, and no further than a thousand.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db.models import IntegerField, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.dateformat import format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from comments.models import Comment, ModerationEvent
from comments.models.states import BLATANT, PENDING, REPORTED, WAITS_FOR_REVIEW
from comments.moderation.bars import Stack, Tick, stacked
from comments.moderation.history import AUTHORS, DECIDED, KIND_NAMES, KINDS, shown
from comments.moderation.period import Period
from comments.moderation.queues import COUNTED_UP_TO, DEFAULT_ORDER, order_of
from comments.moderation.undoing import TAKEN_BACK_FOR

HOURS = 24
CHART_HEIGHT = 140
LAST_DECISIONS = 10
# What waits for people, by the words of its line and the address of its list.
WAITS = {
    "review": (_("To review"), WAITS_FOR_REVIEW, "queue=review"),
    "reported": (pgettext_lazy("queue", "Reported"), REPORTED, "queue=reported"),
    "spam": (_("Held as spam"), Q(status=PENDING) & Q(verdict="spam"), "queue=spam"),
    "blatant": (_("Blatant spam"), BLATANT, "queue=spam&blatant=1"),
}


class CountUpTo(Subquery):
    """How many rows a query has, but no more than a thousand and one, as a value inside another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()

    def __init__(self, rows: QuerySet[Any]) -> None:
        super().__init__(rows.order_by().values("pk")[: COUNTED_UP_TO + 1])


@dataclass(frozen=True)
class Waiting:
    """A line of what waits: how many, and how long the one that was sent, or reported, first has."""

    label: str
    query: str
    count: str
    oldest_at: datetime | None
    age: timedelta | None


@dataclass(frozen=True)
class Hour(Stack):
    starts_at: datetime
    count: str

    @property
    def name(self) -> str:
        return format(timezone.localtime(self.starts_at), pgettext("date format", "l, H:i"))

    @property
    def short_name(self) -> str:
        return format(timezone.localtime(self.starts_at), pgettext("date format", "H:i"))


@dataclass(frozen=True)
class Chart:
    columns: list[Hour]
    ticks: list[Tick]
    total: str

    @property
    def is_empty(self) -> bool:
        return self.total == "0"


@dataclass(frozen=True)
class Today:
    """What was decided since midnight, by one person and by all: pairs of a kind and its count."""

    query: str
    names: list[str]
    mine: list[tuple[str, str]]
    all: list[tuple[str, str]]

    @property
    def is_empty(self) -> bool:
        return all(count == "0" for _kind, count in self.all)


@dataclass(frozen=True)
class Last:
    """The last decisions of one person, and until when the last of them can still be taken back by one press."""

    events: list[ModerationEvent]
    undone: set[UUID]
    can_undo: bool


@dataclass(frozen=True)
class Start:
    waiting: list[Waiting]
    chart: Chart
    today: Today
    last: Last

    @property
    def nothing_waits(self) -> bool:
        return all(line.count == "0" for line in self.waiting)


def start_of(person: User, now: datetime) -> Start:
    hours = _hours(now)
    today = Period(*[timezone.localdate(now, timezone.get_default_timezone())] * 2)
    asked = _asked_of_queues() | _asked_of_hours(hours) | _asked_of_today(person, today)
    found: dict[str, Any] = dict(User.objects.filter(pk=person.pk).values(**asked).get())
    return Start(
        waiting=[_waiting(name, found, now) for name in WAITS],
        chart=_chart(hours, found),
        today=_today(today, found),
        last=_last(person, now),
    )


def _asked_of_queues() -> dict[str, Subquery]:
    asked: dict[str, Subquery] = {}
    for name, (_label, condition, _query) in WAITS.items():
        rows = Comment.objects.filter(condition)
        asked[f"count_{name}"] = CountUpTo(rows)
        by = order_of(name)
        asked[f"oldest_{name}"] = Subquery(rows.order_by(by, "pk").values(by)[:1])
    return asked


def _asked_of_hours(hours: list[datetime]) -> dict[str, Subquery]:
    return {
        f"hour_{number}": CountUpTo(
            Comment.objects.filter(submitted_at__gte=hour, submitted_at__lt=hour + timedelta(hours=1))
        )
        for number, hour in enumerate(hours)
    }


def _asked_of_today(person: User, today: Period) -> dict[str, Subquery]:
    events = ModerationEvent.objects.filter(created_at__gte=today.starts_at).exclude(actor=AUTHORS)
    asked: dict[str, Subquery] = {f"all_{kind}": CountUpTo(events.filter(KINDS[kind])) for kind in DECIDED}
    return asked | {f"mine_{kind}": CountUpTo(events.filter(KINDS[kind], user=person)) for kind in DECIDED}


def _hours(now: datetime) -> list[datetime]:
    """Return the beginnings of the last twenty-four hours of the clock; the last one is not over."""
    this_hour = now.replace(minute=0, second=0, microsecond=0)
    return [this_hour - timedelta(hours=ago) for ago in reversed(range(HOURS))]


def _waiting(name: str, found: dict[str, Any], now: datetime) -> Waiting:
    label, _condition, query = WAITS[name]
    oldest_at = found[f"oldest_{name}"]
    oldest_first = "" if DEFAULT_ORDER.get(name) == "oldest" else "&order=oldest"
    return Waiting(
        str(label), f"{query}{oldest_first}", _words(found[f"count_{name}"]), oldest_at, oldest_at and now - oldest_at
    )


def _chart(hours: list[datetime], found: dict[str, Any]) -> Chart:
    counts = [found[f"hour_{number}"] for number in range(HOURS)]
    stacks, ticks = stacked([[("came", min(count, COUNTED_UP_TO))] for count in counts], CHART_HEIGHT)
    columns = [
        Hour(**vars(stack), starts_at=hour, count=_words(count))
        for stack, hour, count in zip(stacks, hours, counts, strict=True)
    ]
    more = "+" if max(counts) > COUNTED_UP_TO else ""
    return Chart(columns, ticks, f"{sum(min(count, COUNTED_UP_TO) for count in counts)}{more}")


def _today(today: Period, found: dict[str, Any]) -> Today:
    return Today(
        today.query,
        [str(KIND_NAMES[kind]) for kind in DECIDED],
        mine=[(kind, _words(found[f"mine_{kind}"])) for kind in DECIDED],
        all=[(kind, _words(found[f"all_{kind}"])) for kind in DECIDED],
    )


def _last(person: User, now: datetime) -> Last:
    events = list(shown(ModerationEvent.objects.filter(user=person)).order_by("-created_at", "-pk")[:LAST_DECISIONS])
    undone = {event.undoes for event in events if event.undoes}
    standing = [event for event in events if not event.undoes and event.batch not in undone]
    return Last(events, undone, can_undo=bool(standing) and standing[0].created_at > now - TAKEN_BACK_FOR)


def _words(count: int) -> str:
    return f"{COUNTED_UP_TO}+" if count > COUNTED_UP_TO else str(count)
