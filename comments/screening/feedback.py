"""
Feedback: what people decided against the verdict goes back to the screener, once, with exactly the fields of the check.

Due is whatever a person decided otherwise than Akismet last heard, once the undo window has passed; so a decision
that was taken back sends nothing, and one that was changed later sends the opposite.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q

from comments.models import Comment, ScreeningAttempt
from comments.models.decisions import CommentQuerySet
from comments.models.states import APPROVED, DISAGREES, PENDING
from comments.screening import circuit
from comments.screening.failures import Busy, KeyRefused, NoVerdict
from comments.screening.leases import release
from comments.screening.screener import Screener

logger = logging.getLogger(__name__)

FIRST_RETRY = 30.0
LONGEST_RETRY = 3600.0
# A person decided or took a decision back, and what the check was told is still there in full: retention blanks it, and
# ends feedback.
REPORTABLE = DISAGREES & Q(told__isnull=False)


@dataclass(frozen=True)
class Taken:
    """The screener has heard of a decision; what it said beside that."""

    headers: dict[str, str]


class Reports:
    """The outbox: decisions that the screener has not heard of, the oldest first."""

    def due(self, now: datetime, *, also_paused: bool) -> CommentQuerySet:
        decided_before = now - timedelta(seconds=settings.UNDO_WINDOW)
        due = Comment.objects.filter(REPORTABLE, Q(decided_at__lte=decided_before) | Q(decided_at=None))
        if not also_paused:
            due = due.exclude(report_after__gt=now)
        return due.order_by("decided_at", "pk")

    def next_due(self, now: datetime) -> datetime | None:
        """Return when the next undo window ends, or the next pause of a report that failed."""
        window = timedelta(seconds=settings.UNDO_WINDOW)
        reportable = Comment.objects.filter(REPORTABLE)
        undoable = reportable.filter(decided_at__gt=now - window).order_by("decided_at")
        paused = reportable.filter(report_after__gt=now).order_by("report_after")
        decided_at = undoable.values_list("decided_at", flat=True).first()
        times = [decided_at + window if decided_at else None, paused.values_list("report_after", flat=True).first()]
        return min(filter(None, times), default=None)

    def call(self, comment: Comment) -> str:
        """Return the decision that stood when the row was claimed, or Akismet's own verdict if it was taken back."""
        if comment.status == PENDING:
            return ScreeningAttempt.Call.HAM if comment.verdict == "ham" else ScreeningAttempt.Call.SPAM
        return ScreeningAttempt.Call.HAM if comment.status == APPROVED else ScreeningAttempt.Call.SPAM

    async def ask(self, screener: Screener, comment: Comment) -> Taken:
        assert comment.told is not None  # due() asks for it
        return Taken(await screener.report(comment.told, self.call(comment)))

    def record(self, comment: Comment, outcome: Any, now: datetime) -> str:
        if isinstance(outcome, NoVerdict):
            return _record_failure(comment, outcome, now)
        release(comment, reported_as=self.call(comment), report_after=None, report_attempts=0)
        return "taken"


REPORTS = Reports()


def _record_failure(comment: Comment, failure: NoVerdict, now: datetime) -> str:
    logger.warning("Feedback for comment %s was not taken: %s", comment.pk, failure.code)
    pause = circuit.backoff(comment.report_attempts, FIRST_RETRY, LONGEST_RETRY)
    used = 0 if isinstance(failure, Busy | KeyRefused) else 1
    release(comment, report_attempts=comment.report_attempts + used, report_after=now + pause)
    return failure.code
