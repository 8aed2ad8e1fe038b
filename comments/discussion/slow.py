"""Slow mode: how soon one sender may write again under one story."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from comments.models import Comment


class TooSoon(Exception):
    """Slow mode asks this sender to wait. `retry_after` says how many seconds."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def enforce_slow_mode(comment: Comment, seconds: int, now: datetime) -> None:
    """Raise TooSoon when the sender's last comment under the story is younger than this; 0 seconds is no slow mode."""
    if not seconds or not comment.address_hash:
        return
    own = Comment.objects.filter(article=comment.article_id, address_hash=comment.address_hash)
    recent = own.filter(submitted_at__gt=now - timedelta(seconds=seconds)).order_by("-submitted_at")
    last = recent.values_list("submitted_at", flat=True).first()
    if last:
        raise TooSoon(ceil((last + timedelta(seconds=seconds) - now).total_seconds()))
