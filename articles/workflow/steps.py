"""
Who may move a story, from where to where: the one table of it, which forms, board and calendar all ask.

Those who write propose what is theirs; those who may publish approve, return, publish and archive.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.checks.content import content_of
from articles.checks.report import Report, report_on
from articles.dates import moment_in_words
from articles.models import Article
from articles.models.notice import NoticeKind
from articles.models.steps import UNDER_WAY, State
from articles.people import name_of
from articles.permissions import Person, may_publish
from articles.story_html import is_blank, sanitise
from articles.workflow.notices import tell


@dataclass(frozen=True)
class Move:
    """One way from one place to the next. It is for whoever may change the story, or for those who may publish it."""

    name: str
    label: Any
    starts: frozenset[State]
    leads_to: State
    make: Callable[[Article, dict[str, Any], datetime | None], None]
    publishes: bool = False
    needs_comment: bool = False
    needs_time: bool = False
    tells: NoticeKind | None = None

    def is_for(self, person: Person, article: Article | None = None) -> bool:
        return not self.publishes or may_publish(person, article)

    def is_open(self, article: Article | None) -> bool:
        """Tell whether the story stands where this begins; a story that is not saved yet is a draft."""
        if self.leads_to == State.WITHDRAWN:
            # Also of a story that has ended by itself: who ends it for good leaves readers a sentence.
            return article is not None and article.published_at is not None
        return (article.state if article else State.DRAFT) in self.starts

    @property
    def makes_public(self) -> bool:
        return self.leads_to in (State.PUBLISHED, State.SCHEDULED) and State.ARCHIVED not in self.starts

    def asks(self, article: Article, report: Report, seen: str) -> bool:
        """Tell whether there are warnings to look at first. A new time for a scheduled story asks nothing again."""
        is_new_time = self.needs_time and article.is_scheduled
        return not is_new_time and report.has_unseen(seen)


MOVES = [
    Move(
        "request",
        _("Ask for publication"),
        frozenset({State.DRAFT, State.RETURNED, State.WITHDRAWN}),
        State.IN_REVIEW,
        lambda article, how, at: article.request_publication(**how),
    ),
    Move(
        "take_back",
        _("Take back from review"),
        frozenset({State.IN_REVIEW}),
        State.DRAFT,
        lambda article, how, at: article.take_back_request(**how),
    ),
    Move(
        "approve",
        _("Approve"),
        frozenset(UNDER_WAY - {State.READY}),
        State.READY,
        lambda article, how, at: article.approve(**how),
        publishes=True,
        tells=NoticeKind.READY,
    ),
    Move(
        "publish",
        _("Publish now"),
        frozenset(UNDER_WAY | {State.SCHEDULED}),
        State.PUBLISHED,
        lambda article, how, at: article.publish(**how),
        publishes=True,
        tells=NoticeKind.PUBLISHED,
    ),
    Move(
        "schedule",
        _("Schedule"),
        frozenset(UNDER_WAY | {State.SCHEDULED}),
        State.SCHEDULED,
        lambda article, how, at: article.publish(at=at, **how),
        publishes=True,
        needs_time=True,
    ),
    Move(
        "return",
        _("Return to the author"),
        frozenset({State.IN_REVIEW, State.READY}),
        State.RETURNED,
        lambda article, how, at: article.return_to_author(**how),
        publishes=True,
        needs_comment=True,
        tells=NoticeKind.RETURNED,
    ),
    Move(
        "unpublish",
        _("Unpublish"),
        frozenset({State.SCHEDULED, State.PUBLISHED, State.ARCHIVED}),
        State.WITHDRAWN,
        lambda article, how, at: article.unpublish(**how),
        publishes=True,
    ),
    Move(
        "archive",
        _("Archive"),
        frozenset({State.PUBLISHED}),
        State.ARCHIVED,
        lambda article, how, at: article.archive(**how),
        publishes=True,
    ),
    Move(
        "bring_back",
        _("Bring back from the archive"),
        frozenset({State.ARCHIVED}),
        State.PUBLISHED,
        lambda article, how, at: article.bring_back(**how),
        publishes=True,
    ),
]


def moves_for(person: Person, article: Article | None) -> list[Move]:
    return [move for move in MOVES if move.is_open(article) and move.is_for(person, article)]


def move_named(name: str) -> Move | None:
    return next((move for move in MOVES if move.name == name), None)


def take(move: Move, article: Article, *, by: User, comment: str = "", at: datetime | None = None, **more: Any) -> None:
    """Move the story and tell whom it concerns; raise WrongStep, and change nothing, where it stands elsewhere."""
    with transaction.atomic():
        move.make(article, {"by": by, "comment": comment} | more, at)
        if move.tells:
            tell(move.tells, article, article.people(), by, words=comment)


def report_on_way(move: Move, article: Article, at: datetime | None = None) -> Report:
    """Run the checks on a story as it is saved, where this way leads to readers. The form asks its own fields."""
    if not move.makes_public:
        return Report([], [])
    return report_on(content_of(article, is_under_embargo=article.is_embargoed(at)))


def what_stops(move: Move, article: Article, report: Report) -> str:
    """Return why a story as it is saved cannot take this way; nothing where it can."""
    if move.makes_public and is_blank(sanitise(article.body)):
        return gettext("A story needs a text before it is published.")
    return str(report.stops[0].sentence) if report.stops else ""


def moved_sentence(article: Article) -> str:
    """Say where a story stands that somebody has moved meanwhile, and who did."""
    last = article.step_changes.select_related("by").first()
    words = {"headline": article.headline, "state": article.state.label}
    if last is None or last.by is None:
        return gettext("“%(headline)s” stands elsewhere by now: %(state)s. Nothing was changed.") % words
    words |= {"who": name_of(last.by), "when": moment_in_words(last.at)}
    return (
        gettext("“%(headline)s” stands elsewhere by now: %(state)s (%(who)s, %(when)s). Nothing was changed.") % words
    )
