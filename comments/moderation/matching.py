"""One decision on everything that a list holds, in statements of bounded size and as one press that can be undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.models.states import Seen
from comments.moderation.deciding import Decision, ring_for_feedback
from comments.moderation.listing import Listing
from comments.moderation.queues import order_of

AT_ONCE_MAX = 5000
CHUNK = 500


@dataclass(frozen=True)
class Matched:
    """How many comments were decided, and how many somebody else decided on in the same moment."""

    done: int
    left_alone: int


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
    done = 0
    for start in range(0, len(rows), CHUNK):
        seen = {pk: Seen(status, revision) for pk, status, revision in rows[start : start + CHUNK]}
        with transaction.atomic():
            done += decision.make(Comment.objects.filter(pk__in=seen), by=by, seen=seen)
    ring_for_feedback(decision.batch)
    return Matched(done, len(rows) - done)
