"""The calendar: what is published, scheduled or due on each day of a month, and what has no date."""

from __future__ import annotations

import calendar
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.contrib.auth.models import User
from django.utils import timezone

from articles.models.article import ArticleQuerySet
from articles.workflow.cards import Card, cards_of, for_cards
from articles.workflow.days import midnight

MONTH_MAX = 400
UNSCHEDULED_MAX = 60


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


def month_of(stories: ArticleQuerySet, user: User, year: int, month: int) -> list[list[Day]]:
    """Return the weeks of a month; on each day what is published, scheduled or due then."""
    today = timezone.localdate()
    weeks = [
        [Day(day, day.month == month, day == today) for day in week]
        for week in calendar.Calendar().monthdatescalendar(year, month)
    ]
    days = {day.date: day for week in weeks for day in week}
    start, end = midnight(weeks[0][0].date), midnight(weeks[-1][-1].date + timedelta(days=1))
    for entry in _entries(stories, user, start, end):
        days[timezone.localtime(entry.at).date()].entries.append(entry)
    return weeks


def unscheduled(stories: ArticleQuerySet, user: User) -> list[Card]:
    """Return what is under way and has neither a time to be published nor one to be written."""
    open_ones = stories.filter(published_at=None, assignment__due_at=None)
    return cards_of(list(for_cards(open_ones, user).order_by("-saved_at", "-id")[:UNSCHEDULED_MAX]), user)


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
