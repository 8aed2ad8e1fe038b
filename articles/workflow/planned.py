"""What is planned, under way and coming: the columns of the board, the days of the calendar, and what waits for me."""

from __future__ import annotations

import calendar
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.db.models import Prefetch, prefetch_related_objects
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Byline
from articles.models.article import ArticleQuerySet
from articles.models.steps import State, Step
from articles.workflow.people import name_of
from articles.workflow.steps import Move, moves_for

COLUMN_MAX = 40
MONTH_MAX = 400
UNSCHEDULED_MAX = 60


@dataclass(frozen=True)
class Card:
    """A story as it stands on the board or the calendar, and what this person may do with it."""

    article: Article
    moves: list[Move]
    hands: str  # who has it, in a word or a name

    @property
    def due_at(self) -> datetime | None:
        assignment = getattr(self.article, "assignment", None)
        return assignment.due_at if assignment else None

    @property
    def due_seen(self) -> str:
        """Return the date as a form says which one it saw."""
        return self.due_at.isoformat() if self.due_at else ""

    @property
    def is_overdue(self) -> bool:
        return self.article.is_being_written and self.due_at is not None and self.article.assignment.time_is_up


@dataclass(frozen=True)
class Column:
    name: str
    title: Any
    cards: list[Card]
    takes: str  # the move that a card dropped here makes
    is_cut: bool


@dataclass
class Day:
    date: date
    is_of_month: bool
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True)
class Entry:
    card: Card
    kind: str  # published, scheduled or due
    at: datetime


COLUMNS: list[tuple[str, Any, list[State], str]] = [
    ("draft", _("Planned and drafts"), [State.DRAFT, State.WITHDRAWN], "take_back"),
    ("returned", _("Returned"), [State.RETURNED], "return"),
    ("in_review", _("In review"), [State.IN_REVIEW], "request"),
    ("ready", _("Ready"), [State.READY], "approve"),
    ("scheduled", _("Scheduled"), [State.SCHEDULED], "schedule"),
    ("published", _("Published today"), [State.PUBLISHED], ""),
]


def board_of(stories: ArticleQuerySet, user: User) -> list[Column]:
    """Return the columns, each with the stories that change soonest or changed last, a bounded number of them."""
    found = {name: list(_in_column(stories, states)[: COLUMN_MAX + 1]) for name, _title, states, _move in COLUMNS}
    cards = iter(cards_of([article for articles in found.values() for article in articles[:COLUMN_MAX]], user))
    return [
        Column(
            name,
            title,
            [next(cards) for _article in found[name][:COLUMN_MAX]],
            move,
            is_cut=len(found[name]) > COLUMN_MAX,
        )
        for name, title, _states, move in COLUMNS
    ]


def cards_of(articles: Collection[Article], user: User) -> list[Card]:
    """Return a card of each story; what cards show is loaded for all of them at once."""
    prefetch_related_objects(list(articles), Prefetch("bylines", Byline.objects.select_related("author")))
    return [Card(article, moves_for(user, article), _hands(article)) for article in articles]


def for_cards(stories: ArticleQuerySet, user: User) -> ArticleQuerySet:
    """Load what a card shows, and leave out the text."""
    return (
        stories.defer("body", "standfirst")
        .select_related("section", "created_by", "assignment__assignee")
        .with_open_remarks(user)
    )


def month_of(stories: ArticleQuerySet, user: User, year: int, month: int) -> list[list[Day]]:
    """Return the weeks of a month; on each day what is published, scheduled or due then."""
    today = timezone.localdate()
    weeks = [
        [Day(day, day.month == month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    days = {day.date: day for week in weeks for day in week}
    start, end = _midnight(weeks[0][0].date), _midnight(weeks[-1][-1].date + timedelta(days=1))
    for entry in _entries(stories, user, start, end):
        days[timezone.localtime(entry.at).date()].entries.append(entry)
    return weeks


def unscheduled(stories: ArticleQuerySet, user: User) -> list[Card]:
    """Return what is under way and has neither a time to be published nor one to be written."""
    open_ones = stories.filter(published_at=None, assignment__due_at=None)
    return cards_of(list(for_cards(open_ones, user).order_by("-updated_at", "-id")[:UNSCHEDULED_MAX]), user)


def by_section_and_person(stories: ArticleQuerySet, section: int | None, wanted: int | None) -> ArticleQuerySet:
    """Narrow stories down to a section, and to those that one person writes or signs."""
    if section is not None:
        stories = stories.filter(section=section)
    if wanted is None:
        return stories
    someone = User.objects.filter(pk=wanted).first()
    return stories.of(someone) if someone else stories.none()


def _in_column(stories: ArticleQuerySet, states: list[State]) -> ArticleQuerySet:
    if states == [State.PUBLISHED]:
        return (
            stories.in_state(State.PUBLISHED).filter(published_at__gte=_midnight(timezone.localdate())).newest_first()
        )
    if states == [State.SCHEDULED]:
        return stories.in_state(State.SCHEDULED).order_by("published_at", "id")
    if State.WITHDRAWN in states:
        return stories.filter(published_at=None, step=Step.DRAFT).order_by("-updated_at", "-id")
    return stories.in_state(states[0]).order_by("updated_at", "id")


def _entries(stories: ArticleQuerySet, user: User, start: datetime, end: datetime) -> list[Entry]:
    public = stories.filter(published_at__gte=start, published_at__lt=end).order_by("published_at", "id")
    due = stories.filter(published_at=None, assignment__due_at__gte=start, assignment__due_at__lt=end)
    due = due.order_by("assignment__due_at", "pk")
    articles = [*for_cards(public, user)[:MONTH_MAX], *for_cards(due, user)[:MONTH_MAX]]
    entries: dict[datetime, list[Entry]] = defaultdict(list)
    for card in cards_of(articles, user):
        at = card.article.published_at or card.due_at
        assert at is not None  # each of the two queries asks for it
        kind = "due" if card.article.published_at is None else "scheduled" if card.article.is_scheduled else "published"
        entries[at].append(Entry(card, kind, at))
    return [entry for at in sorted(entries) for entry in entries[at]]


def _hands(article: Article) -> str:
    """Return who has a story: who is to write it, else who began it."""
    assignment = getattr(article, "assignment", None)
    someone = (assignment and assignment.assignee) or article.created_by
    return name_of(someone) if someone else ""


def end_of_today() -> datetime:
    return _midnight(timezone.localdate() + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
