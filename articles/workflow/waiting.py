"""What waits for one person, for the start page of the desk: a bounded number of each, the most urgent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Assignment
from articles.models.article import ArticleQuerySet
from articles.models.steps import State
from articles.permissions import may_publish
from articles.workflow.cards import Card, cards_of, for_cards
from articles.workflow.days import end_of_today

SHOWN_MAX = 8


@dataclass(frozen=True)
class Waiting:
    name: str
    title: Any
    cards: list[Card]
    is_cut: bool
    list_query: str  # of the list of stories that holds them all; empty where no list does


def waiting_for(user: User) -> list[Waiting]:
    """Return the lists that hold something: what I am to do, and for those who publish what waits for them."""
    questions = _mine(user) + (_editors(user) if may_publish(user) else _mine_with_others(user))
    found = [list(for_cards(stories, user)[: SHOWN_MAX + 1]) for _name, _title, stories, _query in questions]
    cards = iter(cards_of([article for articles in found for article in articles[:SHOWN_MAX]], user))
    lists = [
        Waiting(name, title, [next(cards) for _article in articles[:SHOWN_MAX]], len(articles) > SHOWN_MAX, query)
        for (name, title, _stories, query), articles in zip(questions, found, strict=True)
    ]
    return [waiting for waiting in lists if waiting.cards]


def _mine(user: User) -> list[tuple[str, Any, ArticleQuerySet, str]]:
    assigned = Assignment.objects.filter(assignee=user).values("article")
    to_write = Article.objects.filter(pk__in=assigned, published_at=None, step=Article.Step.DRAFT)
    mine = Article.objects.of(user)
    return [
        ("returned", _("Returned to me"), mine.in_state(State.RETURNED).order_by("saved_at", "id"), "state=returned"),
        ("assigned", _("For me to write"), to_write.order_by(F("assignment__due_at").asc(nulls_last=True), "id"), ""),
    ]


def _mine_with_others(user: User) -> list[tuple[str, Any, ArticleQuerySet, str]]:
    waiting = Article.objects.of(user).in_state(State.IN_REVIEW).order_by("saved_at", "id")
    return [("mine_in_review", _("Mine, in review"), waiting, "")]


def _editors(user: User) -> list[tuple[str, Any, ArticleQuerySet, str]]:
    stories, soon = Article.objects.worked_on_by(user), end_of_today()
    being_written = stories.filter(published_at=None, step__in=[Article.Step.DRAFT, Article.Step.RETURNED])
    overdue = being_written.filter(assignment__due_at__lt=soon)
    return [
        (
            "in_review",
            _("In review"),
            stories.in_state(State.IN_REVIEW).order_by("saved_at", "id"),
            "state=in_review",
        ),
        (
            "ready",
            _("Ready to be published"),
            stories.in_state(State.READY).order_by("saved_at", "id"),
            "state=ready",
        ),
        ("due", _("Due today or overdue"), overdue.order_by("assignment__due_at", "id"), ""),
        (
            "scheduled",
            _("Scheduled next"),
            stories.filter(published_at__gt=timezone.now()).order_by("published_at", "id"),
            "state=scheduled",
        ),
    ]
