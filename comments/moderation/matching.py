"""One decision on everything that a list holds, in statements of bounded size and as one press that can be undone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from comments.models import Comment, ModerationEvent
from comments.models.decisions import CommentQuerySet
from comments.models.states import Seen
from comments.moderation.deciding import Decision, ring_for_feedback
from comments.moderation.listing import Listing
from comments.moderation.meanwhile import Meanwhile, meanwhile_of_list
from comments.moderation.queues import order_of

AT_ONCE_MAX = 5000
CHUNK = 500


@dataclass(frozen=True)
class Matched:
    """How many comments were decided, what others had done to the rest, and how many were not as they had been seen."""

    done: int
    meanwhile: Meanwhile
    changed: int


def matching(listing: Listing, until: datetime) -> CommentQuerySet:
    """Return what a list held at a moment: what has come since was not on the screen."""
    return listing.in_order().filter(**{f"{order_of(listing.queue)}__lte": until})


def decide_on_all(listing: Listing, until: datetime, decision: Decision, *, by: User) -> Matched:
    """
    Decide on at most five thousand of what a list held at a moment, in the order of the list.

    Each chunk is a transaction of its own: readers and colleagues never wait for the whole.
    """
    columns = ("pk", "status", "revision")
    rows = list(matching(listing, until).values_list(*columns)[:AT_ONCE_MAX])
    done = changed = 0
    for start in range(0, len(rows), CHUNK):
        seen = {pk: Seen(status, revision) for pk, status, revision in rows[start : start + CHUNK]}
        with transaction.atomic():
            moved = decision.make(Comment.objects.filter(pk__in=seen), by=by, seen=seen)
        done += moved
        if moved < len(seen):
            changed += _undecided_since(seen, until)
    ring_for_feedback(decision.batch)
    return Matched(done, meanwhile_of_list(listing, until, decision.batch), changed)


def _undecided_since(comment_ids: Collection[int], until: datetime) -> int:
    """Count those on which nobody has decided since a moment: what left them undecided was a change of their text."""
    decided = ModerationEvent.objects.filter(comment__in=comment_ids, created_at__gt=until)
    return len(comment_ids) - decided.order_by().values("comment").distinct().count()
