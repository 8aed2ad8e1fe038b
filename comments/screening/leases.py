"""Claiming rows: a conditional UPDATE with a lease. Of two workers one gets a row, and none keeps it for ever."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from comments.models import Comment
from comments.models.decisions import CommentQuerySet

AN_HOUR = timedelta(hours=1)


def lease_time() -> timedelta:
    """Return how long a row stays claimed: two calls before it in the same slot, its own, and the writing of it."""
    return timedelta(seconds=settings.AKISMET_TIMEOUT * 3 + 15)


def is_free(now: datetime) -> Q:
    """Match rows that nobody holds. A lease hours ahead was given before the clock was set back."""
    return Q(leased_until=None) | Q(leased_until__lte=now) | Q(leased_until__gt=now + lease_time() + AN_HOUR)


def claim(due: CommentQuerySet, count: int, now: datetime) -> list[Comment]:
    """Lease up to `count` of the due rows and return them with their stories, in the order of `due`."""
    if count <= 0:
        return []
    if not due.filter(is_free(now)).exists():  # without the lock that the transaction below takes
        return []
    lease = secrets.token_hex(16)
    with transaction.atomic():
        # On PostgreSQL the rows that another worker is claiming are passed over instead of waited for.
        free = due.filter(is_free(now)).select_for_update(skip_locked=True, of=("self",))
        chosen = list(free.values_list("pk", flat=True)[:count])
        if not chosen:
            return []
        still_free = Comment.objects.filter(is_free(now), pk__in=chosen)
        still_free.update(lease=lease, leased_until=now + lease_time())
    claimed = Comment.objects.filter(pk__in=chosen, lease=lease).select_related("article__section").in_bulk()
    return [claimed[pk] for pk in chosen if pk in claimed]


def release(comment: Comment, **changes: object) -> bool:
    """Write what was found for a row and give the lease back; tell whether it still was ours to write."""
    held = Comment.objects.filter(pk=comment.pk, lease=comment.lease, revision=comment.revision)
    return bool(held.update(lease="", leased_until=None, **changes))
