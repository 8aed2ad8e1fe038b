"""Claiming rows: a conditional UPDATE with a lease. Of two workers one gets a row, and none keeps it for ever."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from comments.models import Comment
from comments.models.decisions import CommentQuerySet

# How many times the deadline of one call a batch may take: it is asked about in this many rounds.
ROUNDS = 4


def claim(due: CommentQuerySet, count: int, now: datetime) -> list[Comment]:
    """Lease up to `count` of the due rows for one batch and return them with their stories."""
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    chosen = list(due.filter(free).values_list("pk", flat=True)[:count])
    if not chosen:
        return []
    lease = secrets.token_hex(16)
    until = now + timedelta(seconds=settings.AKISMET_TIMEOUT * (ROUNDS + 1) + 15)
    Comment.objects.filter(free, pk__in=chosen).update(lease=lease, leased_until=until)
    return list(Comment.objects.filter(pk__in=chosen, lease=lease).select_related("article__section"))


def release(comment: Comment, **changes: object) -> bool:
    """Write what was found for a row and give the lease back; tell whether it still was ours to write."""
    held = Comment.objects.filter(pk=comment.pk, lease=comment.lease, revision=comment.revision)
    return bool(held.update(lease="", leased_until=None, **changes))


def batch_size() -> int:
    return settings.AKISMET_CONCURRENCY * ROUNDS
