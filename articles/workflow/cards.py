"""A story as a card: what board, calendar and start page show of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import Prefetch, prefetch_related_objects

from articles.models import Article, Byline
from articles.models.article import ArticleQuerySet
from articles.people import name_of
from articles.workflow.steps import Move, moves_for


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


def by_section_and_person(stories: ArticleQuerySet, section: int | None, wanted: int | None) -> ArticleQuerySet:
    """Narrow stories down to a section, and to those that one person writes or signs."""
    if section is not None:
        stories = stories.filter(section=section)
    if wanted is None:
        return stories
    someone = User.objects.filter(pk=wanted).first()
    return stories.of(someone) if someone else stories.none()


def _hands(article: Article) -> str:
    """Return who has a story: who is to write it, else who began it."""
    assignment = getattr(article, "assignment", None)
    someone = (assignment and assignment.assignee) or article.created_by
    return name_of(someone) if someone else ""
