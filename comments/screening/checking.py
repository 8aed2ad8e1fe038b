"""Checks: which comments are due for one, what is asked, and what an answer or a failure writes to the row."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q

from comments.models import Comment, ScreeningAttempt
from comments.models.decisions import CommentQuerySet
from comments.screening import circuit
from comments.screening.failures import Away, NoVerdict, Unsendable
from comments.screening.leases import release
from comments.screening.screener import Answer, Screener
from comments.screening.told import told_of, without_address

logger = logging.getLogger(__name__)

FIRST_RETRY = 30.0
LONGEST_RETRY = 3600.0
LONGEST_RECHECK = 86_400
# Whoever was rejected or withdrawn is not asked about unless somebody asks for it: no feedback can come of it.
ASKED_ABOUT = Q(status__in=[Comment.Status.PENDING, Comment.Status.APPROVED, Comment.Status.SPAM]) | (
    Q(status=Comment.Status.REJECTED) & ~Q(recheck_reason="")
)


@dataclass(frozen=True)
class Checked:
    """What the screener was told, kept because feedback must repeat it, and what it answered."""

    told: dict[str, str]
    answer: Answer

    @property
    def headers(self) -> dict[str, str]:
        return self.answer.headers


class Checks:
    """The comments that wait for a verdict: the least tried first, and of those the newest."""

    def due(self, now: datetime, *, also_paused: bool) -> CommentQuerySet:
        """Return what waits and whose own pause has passed; for a probe that of the others counts as well."""
        waiting = Comment.objects.filter(ASKED_ABOUT, screen_after__isnull=False)
        # A recheck has a time that Akismet set: no probe comes before it.
        its_time = Q(screen_after__lte=now) | Q(verdict="") if also_paused else Q(screen_after__lte=now)
        waiting = waiting.filter(its_time)
        return waiting.order_by("screening_attempts", "-pk")

    def next_due(self, now: datetime) -> datetime | None:
        waiting = Comment.objects.filter(ASKED_ABOUT, screen_after__gt=now)
        return waiting.order_by("screen_after").values_list("screen_after", flat=True).first()

    def call(self, comment: Comment) -> str:
        return ScreeningAttempt.Call.CHECK

    async def ask(self, screener: Screener, comment: Comment) -> Checked:
        told = told_of(comment)
        if without_address(told):
            raise Unsendable("no_address")
        # Without a verdict it still is the first check, whoever asked for it.
        reason = comment.recheck_reason if comment.is_screened else ""
        return Checked(told, await screener.check(told, reason))

    def record(self, comment: Comment, outcome: Any, now: datetime) -> str:
        """Write a verdict or a failure to the row; return its name. Whatever it is, the status stays as it is."""
        if isinstance(outcome, NoVerdict):
            return _record_failure(comment, outcome, now)
        return _record_verdict(comment, outcome, now)


CHECKS = Checks()


def check_again(comments: CommentQuerySet, now: datetime) -> int:
    """Ask for a fresh opinion about these comments, or for the first one; return for how many."""
    asked = comments.exclude(status=Comment.Status.WITHDRAWN).exclude(ip_address=None)
    return asked.update(
        recheck_reason=Comment.Recheck.BY_HAND, screen_after=now, screening_attempts=0, screening_error=""
    )


def _record_verdict(comment: Comment, checked: Checked, now: datetime) -> str:
    verdict = checked.answer.verdict
    was_repeated = comment.recheck_reason and comment.is_screened
    seconds = 0 if was_repeated else _recheck_seconds(checked)
    release(
        comment,
        verdict=verdict,
        screened_at=now,
        told=checked.told,
        answer=checked.answer.headers,
        reported_as="ham" if verdict == "ham" else "spam",
        report_after=None,
        report_attempts=0,
        screen_after=now + timedelta(seconds=seconds) if seconds else None,
        recheck_reason=Comment.Recheck.PROVISIONAL if seconds else "",
        screening_attempts=0,
        screening_error="",
        rules_due_at=now,
    )
    return verdict


def _recheck_seconds(checked: Checked) -> int:
    """Return in how many seconds Akismet wants to be asked again about a ham; 0 when it does not say so in numbers."""
    value = checked.headers.get("recheck-after", "")
    if checked.answer.verdict != "ham" or not value.isascii() or not value.isdecimal():
        return 0
    return min(int(value[:9]), LONGEST_RECHECK)


def _record_failure(comment: Comment, failure: NoVerdict, now: datetime) -> str:
    logger.warning("No verdict for comment %s: %s", comment.pk, failure.code)
    if isinstance(failure, Away):
        pause = circuit.backoff(comment.screening_attempts, FIRST_RETRY, LONGEST_RETRY)
        release(
            comment,
            screening_attempts=comment.screening_attempts + 1,
            screen_after=now + pause,
            screening_error=failure.code,
        )
    elif isinstance(failure, Unsendable):
        release(comment, screen_after=None, recheck_reason="", screening_error=failure.code)
    else:
        release(comment, screening_error=failure.code)
    return failure.code
