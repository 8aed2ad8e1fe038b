"""The entries of a demonstration story that is live: the tables `[[live]]` of its file, oldest first."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from articles.models import Article, Author


def tell_live(story: Article, entries: list[dict[str, Any]], authors: dict[str, Author], now: datetime) -> None:
    """Open the story as live and post its entries, each some minutes before now; it stays open."""
    if not entries:
        return
    story.open_live(at=now - timedelta(minutes=entries[0]["minutes_ago"] + 2))
    for values in entries:
        author = authors[values["author"]]
        entry = story.post_entry(
            by=author.user,
            at=now - timedelta(minutes=values["minutes_ago"]),
            title=values.get("title", ""),
            text=values["text"].strip(),
            is_key=values.get("is_key", False),
            author=author,
        )
        if "edited" in values:
            entry.edit(by=author.user, text=values["edited"].strip())
        if values.get("is_withdrawn"):
            entry.withdraw(by=author.user)
        if values.get("is_pinned"):
            entry.pin(by=author.user)
