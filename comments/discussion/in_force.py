"""Which rules of discussion are in force under a story: one query for a story or for a page of them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from articles.models import Article
from comments.models.discussion import DiscussionSettings, ThreadOrder

STORY, SECTION, SITE, NOWHERE = "story", "section", "site", ""
DEFAULTS: dict[str, Any] = {
    "slow_seconds": 0,
    "is_premoderated": True,
    "closes_after_days": 0,
    "is_paused": False,
    "thread_order": ThreadOrder.OLDEST,
}
CLOSED, AGED, PAUSED = "closed", "aged", "paused"


@dataclass(frozen=True)
class Rule:
    """A value that is in force, and the scope that sets it; no scope where it is the product's own."""

    name: str
    value: Any
    scope: str
    section_name: str = ""


@dataclass(frozen=True)
class Discussion:
    """The rules of discussion under one story; a slow mode of 0 seconds is none, after 0 days is never."""

    article: Article
    rules: dict[str, Rule]
    paused_at: datetime | None

    @property
    def slow_seconds(self) -> int:
        return int(self.rules["slow_seconds"].value)

    @property
    def is_premoderated(self) -> bool:
        return bool(self.rules["is_premoderated"].value)

    @property
    def thread_order(self) -> str:
        return str(self.rules["thread_order"].value)

    @property
    def closes_at(self) -> datetime | None:
        """Return the moment at which comments close, or closed, by the story's age."""
        days, published_at = self.rules["closes_after_days"].value, self.article.published_at
        return published_at + timedelta(days=days) if days and published_at else None

    def is_open(self, now: datetime) -> bool:
        return not self.why_closed(now)

    def why_closed(self, now: datetime) -> str:
        """Return CLOSED, AGED or PAUSED, or nothing while comments are open."""
        if not self.article.comments_open:
            return CLOSED
        if self.closes_at is not None and self.closes_at <= now:
            return AGED
        return PAUSED if self.rules["is_paused"].value else ""


def discussion_of(article: Article) -> Discussion:
    return discussions_of([article])[article.pk]


def discussions_of(articles: Collection[Article]) -> dict[int, Discussion]:
    """Return the rules of each of these stories, from one query."""
    rows = DiscussionSettings.objects.all().binding(articles)
    found = {(row.article_id, row.section_id): row for row in rows}
    return {
        article.pk: _resolved(
            article,
            [
                (STORY, found.get((article.pk, None))),
                (SECTION, found.get((None, article.section_id))),
                (SITE, found.get((None, None))),
            ],
        )
        for article in articles
    }


def _resolved(article: Article, scopes: Sequence[tuple[str, DiscussionSettings | None]]) -> Discussion:
    rules = {name: _rule(name, scopes) for name in DEFAULTS}
    pausing = dict(scopes).get(rules["is_paused"].scope)
    return Discussion(article, rules, pausing.paused_at if pausing else None)


def _rule(name: str, scopes: Sequence[tuple[str, DiscussionSettings | None]]) -> Rule:
    for scope, row in scopes:
        if row is not None and getattr(row, name) is not None:
            return Rule(name, getattr(row, name), scope, row.section_name or "")  # type: ignore[attr-defined]  # see binding()
    return Rule(name, DEFAULTS[name], NOWHERE)
