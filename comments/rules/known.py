"""
What is known of comments beside their rows: their writers' past, the same text elsewhere, reports.

It is read for a whole batch at once, and only what the rules ask for: a handful of queries however many comments and
rules there are.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Count, Max, Q

from comments.models import AddressConfirmation, Comment
from comments.models.states import APPROVED, REJECTED, SPAM

# Of the times at which a flood of texts came, no more are looked at for one batch.
TIMES_AT_MOST = 20_000
# Of the decisions on writers, no more are looked at for one rehearsal.
DECISIONS_AT_MOST = 200_000


@dataclass(frozen=True)
class Past:
    """
    A writer, known by the e-mail address: how often people published, and when a comment was last refused.

    `is_confirmed`: the owner of the address has opened the link that we mailed there.
    """

    published: int = 0
    refused_at: datetime | None = None
    is_confirmed: bool = False


@dataclass(frozen=True)
class Known:
    """What is known of one comment, at the moment at which a rule looks at it."""

    at: datetime
    past: Past = Past()
    # When the same text came, in order.
    same_text_at: Sequence[datetime] = ()
    reports: int = 0

    def times_within(self, length: timedelta, until: datetime) -> int:
        """Return how often the text came in the time that ended then."""
        return bisect_right(self.same_text_at, until) - bisect_left(self.same_text_at, until - length)


@dataclass(frozen=True)
class Needs:
    """What the conditions of some rules ask for."""

    past: bool = False
    flood: timedelta = field(default_factory=timedelta)

    @classmethod
    def of_all(cls, needs: Iterable[Needs]) -> Needs:
        needs = list(needs)
        return cls(
            past=any(each.past for each in needs),
            flood=max((each.flood for each in needs), default=timedelta()),
        )


def know_now(comments: Collection[Comment], needs: Needs, now: datetime) -> dict[int, Known]:
    """Return what is known of these comments as things stand: up to four queries."""
    pasts = _pasts({comment.email_hash for comment in comments}) if needs.past else {}
    times = _same_text(comments, needs.flood) if needs.flood else {}
    return {
        comment.pk: Known(
            at=now,
            past=pasts.get(comment.email_hash, Past()),
            same_text_at=times.get(comment.body_hash, ()),
            reports=comment.open_reports,
        )
        for comment in comments
    }


def know_then(comments: Collection[Comment], needs: Needs) -> dict[int, Known]:
    """
    Return what was known of these comments when each was sent: up to four queries.

    Decisions and confirmations count from when they were made, reports as they stand now.
    """
    writers = {comment.email_hash for comment in comments} if needs.past else set()
    decisions = _decisions(writers) if writers else {}
    confirmed = AddressConfirmation.objects.moments(writers) if writers else {}
    times: dict[str, list[datetime]] = defaultdict(list)
    for comment in sorted(comments, key=lambda comment: comment.submitted_at) if needs.flood else ():
        times[comment.body_hash].append(comment.submitted_at)
    return {
        comment.pk: Known(
            at=comment.submitted_at,
            past=_past_until(
                decisions.get(comment.email_hash, ()), confirmed.get(comment.email_hash), comment.submitted_at
            ),
            same_text_at=times.get(comment.body_hash, ()) if comment.body_hash else (),
            reports=comment.open_reports,
        )
        for comment in comments
    }


def _pasts(writers: set[str]) -> dict[str, Past]:
    """Count what people published: what rules did says nothing for a writer."""
    refused = Q(status=REJECTED) | Q(status=SPAM)
    rows = (
        Comment.objects.filter(email_hash__in=writers - {""})
        .order_by()
        .values_list("email_hash")
        .annotate(
            published=Count("pk", filter=Q(status=APPROVED, decided_by__isnull=False)),
            refused_at=Max("decided_at", filter=refused),
        )
    )
    confirmed = AddressConfirmation.objects.moments(writers)
    return {
        writer: Past(published, refused_at, is_confirmed=writer in confirmed) for writer, published, refused_at in rows
    }


def _same_text(comments: Collection[Comment], length: timedelta) -> dict[str, list[datetime]]:
    hashes = {comment.body_hash for comment in comments} - {""}
    since = min(comment.submitted_at for comment in comments) - length
    rows = Comment.objects.filter(body_hash__in=hashes, submitted_at__gt=since).order_by("-submitted_at")
    times: dict[str, list[datetime]] = defaultdict(list)
    for body_hash, at in reversed(rows.values_list("body_hash", "submitted_at")[:TIMES_AT_MOST]):
        times[body_hash].append(at)
    return times


def _decisions(writers: set[str]) -> dict[str, list[tuple[datetime, bool]]]:
    """Return the decisions on these writers that count, each with whether it published, in their order."""
    published = Q(status=APPROVED, decided_by__isnull=False)
    decided = Comment.objects.filter(published | Q(status=REJECTED) | Q(status=SPAM), decided_at__isnull=False)
    newest = decided.order_by("-pk").values_list("email_hash", "decided_at", "status")
    found: dict[str, list[tuple[datetime, bool]]] = defaultdict(list)
    for writer, at, status in newest[:DECISIONS_AT_MOST]:
        if writer in writers and writer and at:
            found[writer].append((at, status == APPROVED))
    for decisions in found.values():
        decisions.sort()
    return found


def _past_until(decisions: Sequence[tuple[datetime, bool]], confirmed_at: datetime | None, until: datetime) -> Past:
    before = [each for each in decisions if each[0] < until]
    return Past(
        published=sum(was_published for _at, was_published in before),
        refused_at=max((at for at, was_published in before if not was_published), default=None),
        is_confirmed=confirmed_at is not None and confirmed_at < until,
    )
