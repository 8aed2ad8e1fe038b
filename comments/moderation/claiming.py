"""
Taking a batch of comments for ten minutes, so that colleagues get the next ones.

A claim hides comments from the others' lists and forbids nothing: who decides on one all the same is first. It ends by
itself, so that nobody's closed laptop keeps a comment waiting.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Count, Exists, Max, OuterRef

from comments.models import Claim, Comment
from comments.models.decisions import CommentQuerySet

BATCH = 25


@dataclass(frozen=True)
class Held:
    """What one colleague has taken: how many comments, and until when at the latest."""

    by: User
    count: int
    until: datetime


def claim_next(comments: CommentQuerySet, user: User) -> int:
    """Take the first of these comments that nobody else has; what this person had before is theirs anew."""
    until = Claim.end()
    with transaction.atomic():
        free = without_claims_of_others(comments, user)
        chosen = list(free.select_for_update(of=("self",), skip_locked=True).values_list("pk", flat=True)[:BATCH])
        expired_or_own = Claim.objects.filter(comment__in=chosen).exclude(
            pk__in=Claim.objects.of_others(user).values("pk")
        )
        expired_or_own.update(by=user, until=until)
        Claim.objects.bulk_create((Claim(comment_id=pk, by=user, until=until) for pk in chosen), ignore_conflicts=True)
    return Claim.objects.standing().filter(by=user, comment__in=chosen).count()


def give_back(user: User) -> int:
    """Let go of all that this person has taken; return how many comments that were."""
    count, _rows = Claim.objects.filter(by=user).delete()
    return count


def without_claims_of_others(comments: CommentQuerySet, user: User) -> CommentQuerySet:
    return comments.exclude(Exists(Claim.objects.of_others(user).filter(comment=OuterRef("pk"))))


def claimed_by(comments: CommentQuerySet, user: User) -> CommentQuerySet:
    return comments.filter(pk__in=Claim.objects.standing().filter(by=user).values("comment"))


def held_by_others(user: User) -> list[Held]:
    """Return who else holds comments that still wait."""
    rows = (
        Claim.objects.of_others(user)
        .filter(comment__status=Comment.Status.PENDING)
        .order_by("by")
        .values("by")
        .annotate(count=Count("pk"), until=Max("until"))
    )
    people = User.objects.in_bulk([row["by"] for row in rows])
    return [Held(people[row["by"]], row["count"], row["until"]) for row in rows]
