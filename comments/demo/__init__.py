"""
The demonstration magazine's readers: what they wrote under its stories, and what was decided on it.

The comments of a story stand in a TOML file of its name. Most are history, so their rows are written as they would
be today; the addresses are of the ranges reserved for documentation.
"""

from __future__ import annotations

import random
import tomllib
from collections import Counter
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model

from articles.models import Article
from comments.finding.index import describe, store
from comments.models import Comment, ModerationEvent, RejectionReason, Report
from comments.posting.limits import address_hash
from comments.reports.reporting import take_report
from comments.screening.told import told_of
from comments.tasks import ring, screen_comments

FOLDER = Path(__file__).parent
BROWSERS = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
]


def load_comments(stories: list[Article], now: datetime) -> int:
    """Write the readers' comments under these stories; return how many there are."""
    count = sum(_load_thread(story, now) for story in stories if (FOLDER / f"{story.slug}.toml").exists())
    ring(screen_comments)
    return count


def _load_thread(story: Article, now: datetime) -> int:
    entries = tomllib.loads((FOLDER / f"{story.slug}.toml").read_text(encoding="utf-8")).get("comment", [])
    made: dict[int, Comment] = {}
    for entry in entries:
        made[entry["id"]] = _make_comment(story, entry, made.get(entry["parent"]), now)
    ModerationEvent.objects.bulk_create(_decision(made[entry["id"]], entry) for entry in entries if _is_decided(entry))
    for entry in entries:
        _report(made[entry["id"]], entry.get("reports", []))
    approved = Counter(comment.status for comment in made.values())[Comment.Status.APPROVED]
    Article.objects.filter(pk=story.pk).update(comment_count=approved)
    return len(made)


def _make_comment(story: Article, entry: dict[str, Any], parent: Comment | None, now: datetime) -> Comment:
    sender = random.Random(f"{entry['name']}{entry['email']}")  # noqa: S311
    decided = _is_decided(entry)
    address = f"{sender.choice(['192.0.2', '198.51.100', '203.0.113'])}.{sender.randrange(1, 255)}"
    comment = Comment(
        article=story,
        parent=parent,
        author_name=entry["name"],
        author_email=entry["email"],
        author_url=entry["url"],
        body=entry["body"].strip("\n"),
        submitted_at=_sent_at(story, entry, now),
        ip_address=address,
        user_agent=sender.choice(BROWSERS),
        referrer="",
        status=entry["status"],
        verdict=entry["verdict"],
    )
    describe(comment)
    comment.place_in_thread()
    if entry.get("featured"):
        comment.featured_at, comment.featured_by = now, _moderator()
    if decided:
        comment.decided_at = comment.submitted_at + timedelta(minutes=sender.randrange(3, 180))
        comment.decided_at = min(comment.decided_at, now)
        comment.decided_by = _moderator()
    if "newsroom" in entry:
        comment.newsroom_by = comment.decided_by = get_user_model().objects.get(username=entry["newsroom"])
        comment.author_url = comment.newsroom_by.author.get_absolute_url()
        comment.ip_address, comment.user_agent, comment.address_hash = None, "", ""
    elif comment.verdict:
        comment.screened_at = comment.submitted_at + timedelta(seconds=1)
        comment.told = told_of(comment)
        heard = {"approved": "ham", "spam": "spam"}.get(entry["status"])
        comment.reported_as = heard or ("ham" if comment.verdict == "ham" else "spam")
    else:
        comment.screen_after = now
    store([comment])
    return comment


def _report(comment: Comment, reports: list[tuple[str, str]]) -> None:
    for number, (reason, words) in enumerate(reports):
        report = Report(comment=comment, reason=reason, words=words, sender_hash=address_hash(f"203.0.113.{number}"))
        take_report(report)


def _is_decided(entry: dict[str, Any]) -> bool:
    return bool(entry["status"] != "pending")


def _sent_at(story: Article, entry: dict[str, Any], now: datetime) -> datetime:
    if "minutes_ago" in entry:
        return now - timedelta(minutes=entry["minutes_ago"])
    assert story.published_at is not None
    return story.published_at + timedelta(hours=entry["hours"])


def _decision(comment: Comment, entry: dict[str, Any]) -> ModerationEvent:
    assert comment.decided_at is not None
    return ModerationEvent(
        comment=comment,
        actor=ModerationEvent.Actor.MODERATOR,
        user=comment.decided_by,
        from_status=Comment.Status.PENDING,
        to_status=comment.status,
        reason=RejectionReason.objects.filter(code=entry.get("reason", "")).first(),
        created_at=comment.decided_at,
    )


@cache
def _moderator() -> Any:
    return get_user_model().objects.get(username="moderator")
