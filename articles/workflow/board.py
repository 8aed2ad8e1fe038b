"""The board: a column for each place where a story can stand."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.article import ArticleQuerySet
from articles.models.steps import State, Step
from articles.workflow.cards import Card, cards_of
from articles.workflow.days import midnight

COLUMN_MAX = 40


@dataclass(frozen=True)
class Column:
    name: str
    title: Any
    cards: list[Card]
    takes: str  # the move that a card dropped here makes
    is_cut: bool


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


def _in_column(stories: ArticleQuerySet, states: list[State]) -> ArticleQuerySet:
    if states == [State.PUBLISHED]:
        return stories.in_state(State.PUBLISHED).filter(published_at__gte=midnight(timezone.localdate())).newest_first()
    if states == [State.SCHEDULED]:
        return stories.in_state(State.SCHEDULED).order_by("published_at", "id")
    if State.WITHDRAWN in states:
        return stories.filter(published_at=None, step=Step.DRAFT).order_by("-saved_at", "-id")
    return stories.in_state(states[0]).order_by("saved_at", "id")
