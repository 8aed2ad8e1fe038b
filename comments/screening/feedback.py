"""
What people decided against Akismet's verdict goes back to it, once, with exactly the fields of the check.

Due is whatever a person decided otherwise than Akismet last heard, once the undo window has passed; so a decision
that was taken back sends nothing, and one that was changed later sends the opposite.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.utils import timezone

from comments.models import Comment
from comments.models.decisions import APPROVED, DISAGREES, CommentQuerySet
from comments.screening import service
from comments.screening.checking import FIRST_RETRY, LONGEST_RETRY, ask_about
from comments.screening.client import Akismet
from comments.screening.failures import Busy, KeyRefused, NoVerdict
from comments.screening.leases import batch_size, claim, release

logger = logging.getLogger(__name__)


def report_due_decisions() -> datetime | None:
    """Send all feedback that is due. Return when to come back, if Akismet failed and the queue pauses."""
    while True:
        now = timezone.now()
        if not service.may_ask(now):
            return None
        claimed = claim(_due(now), 1 if service.is_failing() else batch_size(), now)
        if not claimed:
            return None
        outcomes = asyncio.run(ask_about(claimed, _report))
        if paused_until := _record(claimed, outcomes):
            return paused_until


async def _report(client: Akismet, comment: Comment) -> str:
    """Report the decision that stood when the row was claimed; return what Akismet has heard."""
    assert comment.told is not None  # _due() asks for it
    decision = "ham" if comment.status == APPROVED else "spam"
    await client.report(comment.told, decision)
    return decision


def _due(now: datetime) -> CommentQuerySet:
    decided_before = now - timedelta(seconds=settings.UNDO_WINDOW)
    due = Comment.objects.filter(
        DISAGREES, decided_at__lte=decided_before, decided_by__isnull=False, told__isnull=False
    )
    return due.exclude(report_after__gt=now).order_by("decided_at", "pk")


def _record(comments: list[Comment], outcomes: list[str | NoVerdict]) -> datetime | None:
    now = timezone.now()
    for comment, outcome in zip(comments, outcomes, strict=True):
        if isinstance(outcome, str):
            release(comment, reported_as=outcome, report_after=None, report_attempts=0)
        else:
            _record_failure(comment, outcome, now)
    if any(isinstance(outcome, str) for outcome in outcomes):
        return None
    return service.record_failures(now, [outcome for outcome in outcomes if isinstance(outcome, NoVerdict)])


def _record_failure(comment: Comment, failure: NoVerdict, now: datetime) -> None:
    logger.warning("Feedback for comment %s was not taken: %s", comment.pk, failure.code)
    pause = service.backoff(comment.report_attempts, FIRST_RETRY, LONGEST_RETRY)
    used = 0 if isinstance(failure, Busy | KeyRefused) else 1
    release(comment, report_attempts=comment.report_attempts + used, report_after=now + pause)
