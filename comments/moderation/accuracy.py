"""
How right Akismet was: its verdicts beside what people decided, how long it took, when it was away and what waits now.

Counted are comments that have a verdict and that a person published, called spam or rejected, on the day of that
decision and by the verdict that stands now. A rejection for another reason says nothing about spam and is in no rate.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import product
from operator import or_

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Max,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Sum,
    Value,
)
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Section
from comments.models import Comment, ScreeningAttempt, ServiceOutage
from comments.models.decisions import CommentQuerySet
from comments.models.states import APPROVED, REJECTED, SPAM
from comments.moderation.check_again import asked_by_hand
from comments.moderation.period import Period
from comments.moderation.queues import bounded_count
from comments.screening.checking import ASKED_ABOUT
from comments.screening.feedback import REPORTABLE

type Cell = tuple[str, str]  # a verdict and the status that people gave

VERDICTS = {
    "ham": Comment.Verdict.HAM.label,
    "spam": Comment.Verdict.SPAM.label,
    "discard": Comment.Verdict.DISCARD.label,
    "any": gettext_lazy("any verdict"),
}
DECISIONS = {
    "published": Comment.Status.APPROVED.label,
    "spam": Comment.Status.SPAM.label,
    "rejected": gettext_lazy("rejected for another reason"),
    "any": gettext_lazy("all decisions"),
}
_STATUSES = {"published": [APPROVED], "spam": [SPAM], "rejected": [REJECTED], "any": [APPROVED, SPAM, REJECTED]}
_CALLED = {"ham": ["ham"], "spam": ["spam"], "discard": ["discard"], "any": ["ham", "spam", "discard"]}

# What can be counted, and listed under the same name: each is a set of cells of the table.
KINDS: dict[str, frozenset[Cell]] = {
    f"{verdict}-{decision}": frozenset(product(_CALLED[verdict], _STATUSES[decision]))
    for verdict, decision in product(VERDICTS, DECISIONS)
} | {
    "agreed": frozenset([("ham", APPROVED), ("spam", SPAM), ("discard", SPAM)]),
    "missed": frozenset([("ham", SPAM)]),
    "false-alarms": frozenset([("spam", APPROVED), ("discard", APPROVED)]),
    "comparable": frozenset(product(_CALLED["any"], [APPROVED, SPAM])),
}
NAMES = {
    "agreed": gettext_lazy("Agreed"),
    "missed": gettext_lazy("Missed spam"),
    "false-alarms": gettext_lazy("False alarms"),
    "comparable": gettext_lazy("Published or called spam by people"),
}
OUTAGES_SHOWN = 50


@dataclass(frozen=True)
class Figures:
    """How often each verdict met each decision: on one day or on many, in one section or in all."""

    counts: Counter[Cell] = field(default_factory=Counter)

    def of(self, kind: str) -> int:
        return sum(self.counts[cell] for cell in KINDS[kind])

    def counted(self, kind: str) -> tuple[str, int]:
        """Return the kind with its count: what a link to the comments behind it needs."""
        return kind, self.of(kind)


@dataclass(frozen=True)
class Rate:
    """A share of something: both kinds can be counted and listed."""

    kind: str
    base_kind: str
    definition: str
    count: int
    base: int

    @property
    def name(self) -> str:
        return str(NAMES[self.kind])

    @property
    def percent(self) -> str:
        return percent_in_words(self.count, self.base)


@dataclass(frozen=True)
class Delays:
    """How long verdicts took from the sending of the comment; nothing is known where there were none."""

    count: int
    median: timedelta | None
    slowest: timedelta | None


@dataclass(frozen=True)
class Outages:
    """The times without verdicts that fall into a period: how long together, how many, and the newest of them."""

    total: timedelta
    count: int
    newest: list[ServiceOutage]


@dataclass(frozen=True)
class Waiting:
    """What the worker has before it: counts that go no further than a thousand, and when the oldest was sent."""

    to_check: str
    oldest_at: datetime | None
    oldest_age: timedelta | None
    to_check_again: str
    some_by_hand: bool
    to_report: str


def percent_in_words(count: int, base: int) -> str:
    if not base:
        return "–"
    return _("%(number)s%%") % {"number": number_format(100 * count / base, 1)}


def figures_by_day(period: Period, section: Section | None = None) -> dict[date, Figures]:
    """Return the figures of every day of the period, in its order, from one query."""
    day = TruncDate("decided_at", tzinfo=timezone.get_default_timezone())
    rows = _decided(period, section).order_by().values_list(day, "verdict", "status").annotate(Count("pk"))
    by_day = {day: Figures() for day in period.days}
    for on, verdict, status, count in rows:
        by_day[on].counts[verdict, status] = count
    return by_day


def figures_by_section(period: Period, section: Section | None = None) -> dict[Section, Figures]:
    """Return the figures of the sections that have any, in the order of the navigation, from two queries."""
    rows = _decided(period, section).order_by().values_list("article__section", "verdict", "status")
    by_number: defaultdict[int, Figures] = defaultdict(Figures)
    for number, verdict, status, count in rows.annotate(Count("pk")):
        by_number[number].counts[verdict, status] = count
    return {section: by_number[section.pk] for section in Section.objects.filter(pk__in=by_number)}


def together(figures: Iterable[Figures]) -> Figures:
    return Figures(sum((each.counts for each in figures), Counter()))


def comments_of_kind(kind: str, period: Period, section: Section | None = None) -> CommentQuerySet:
    """Return the comments behind a number."""
    cells = (Q(verdict=verdict, status=status) for verdict, status in KINDS[kind])
    return _decided(period, section).filter(reduce(or_, cells))


def name_of_kind(kind: str) -> str:
    if kind in NAMES:
        return str(NAMES[kind])
    verdict, _dash, decision = kind.partition("-")
    words = {"verdict": VERDICTS[verdict], "decision": DECISIONS[decision]}
    return _("Akismet: %(verdict)s · people: %(decision)s") % words


def rates(figures: Figures) -> list[Rate]:
    definitions = [
        (
            "agreed",
            "comparable",
            _("Akismet said what people decided: not spam and published, or spam and called spam."),
        ),
        ("missed", "any-spam", _("Akismet said “not spam”; people called it spam. Of all that people called spam.")),
        ("false-alarms", "any-published", _("Akismet said spam; people published it. Of all that people published.")),
    ]
    return [
        Rate(kind, base_kind, definition, figures.of(kind), figures.of(base_kind))
        for kind, base_kind, definition in definitions
    ]


def delays(period: Period) -> Delays:
    """Return how long the verdicts of the period took; comments that were asked about again are left out."""
    again = ScreeningAttempt.objects.filter(comment=OuterRef("pk")).exclude(recheck_reason="")
    screened = Comment.objects.filter(screened_at__gte=period.starts_at, screened_at__lt=period.ends_at)
    took = ExpressionWrapper(F("screened_at") - F("submitted_at"), output_field=DurationField())
    measured = screened.exclude(verdict="").exclude(Exists(again)).annotate(took=took)
    found = measured.aggregate(count=Count("pk"), slowest=Max("took"))
    ordered = measured.order_by("took").values_list("took", flat=True)
    return Delays(found["count"], median_of(ordered, found["count"]), found["slowest"])


def outages(period: Period, now: datetime) -> Outages:
    """Return what of the outages falls into the period; one that lasts is counted until now."""
    ended = Coalesce("ended_at", Value(now, output_field=DateTimeField()))
    overlapping = ServiceOutage.objects.annotate(ended=ended).filter(
        began_at__lt=period.ends_at, ended__gt=period.starts_at
    )
    begin = Greatest("began_at", Value(period.starts_at, output_field=DateTimeField()))
    end = Least("ended", Value(period.ends_at, output_field=DateTimeField()))
    length = ExpressionWrapper(end - begin, output_field=DurationField())
    found = overlapping.aggregate(total=Sum(length), count=Count("pk"))
    newest = overlapping.order_by("-began_at", "-pk")[:OUTAGES_SHOWN]
    return Outages(found["total"] or timedelta(), found["count"], list(newest))


def waiting(now: datetime) -> Waiting:
    queued = Comment.objects.filter(ASKED_ABOUT, screen_after__isnull=False)
    unchecked = queued.filter(verdict="")
    oldest_at = unchecked.aggregate(oldest=Min("submitted_at"))["oldest"]
    return Waiting(
        to_check=bounded_count(unchecked.order_by()),
        oldest_at=oldest_at,
        oldest_age=now - oldest_at if oldest_at else None,
        to_check_again=bounded_count(queued.exclude(verdict="").order_by()),
        some_by_hand=asked_by_hand().exists(),
        to_report=bounded_count(Comment.objects.filter(REPORTABLE).order_by()),
    )


def _decided(period: Period, section: Section | None) -> CommentQuerySet:
    """What a person decided in the period, in one section or in all, whatever was decided and whatever Akismet said."""
    decided = Comment.objects.filter(
        decided_by__isnull=False,
        decided_at__gte=period.starts_at,
        decided_at__lt=period.ends_at,
        verdict__in=_CALLED["any"],
        status__in=_STATUSES["any"],
    )
    return decided.filter(article__section=section) if section else decided


def median_of(ordered: QuerySet[Comment, timedelta] | Sequence[timedelta], count: int) -> timedelta | None:
    """Return the middle one, or the mean of the two in the middle; of a query the database finds them."""
    middle = list(ordered[(count - 1) // 2 : count // 2 + 1]) if count else []
    return sum(middle, timedelta()) / len(middle) if middle else None
