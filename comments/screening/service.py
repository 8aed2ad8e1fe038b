"""
What is known of Akismet's health, kept in one row for all workers: when to ask again, and with how many at once.

After a failure the queue pauses, then one comment probes; the first good answer opens it for all that waited.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings

from comments.models import AkismetService, Comment
from comments.screening.failures import Away, Busy, KeyRefused, NoVerdict

State = AkismetService.State

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
PAUSE_WITH_A_BAD_KEY = 600.0


def may_ask(now: datetime) -> bool:
    return bool(settings.AKISMET_API_KEY) and not AkismetService.current().is_paused(now)


def is_failing() -> bool:
    return AkismetService.current().state != State.WELL


def record_good_answer(now: datetime, headers: dict[str, str]) -> None:
    """Note that Akismet answers, show its alert or clear the last one, and make everything that waited due again."""
    was_failing = is_failing()
    _write(
        state=State.WELL,
        since=None,
        error="",
        failures=0,
        paused_until=None,
        answered_at=now,
        alert_code=headers.get("alert-code", "")[:20],
        alert_message=headers.get("alert-msg", "")[:500],
    )
    if was_failing:
        Comment.objects.filter(screen_after__gt=now, verdict="").update(screen_after=now)
        Comment.objects.filter(report_after__gt=now).update(report_after=now)


def record_failures(now: datetime, failures: Sequence[NoVerdict]) -> datetime | None:
    """Pause the queue as the gravest of the failures of a batch asks for; return until when."""
    for kind in (KeyRefused, Busy, Away):
        if found := [failure for failure in failures if isinstance(failure, kind)]:
            return _pause(now, found[0])
    return None


def backoff(attempts: int, first: float, longest: float) -> timedelta:
    """Return a pause that doubles with each attempt up to the longest, spread so that many rows do not meet again."""
    pause = min(first * 2 ** min(attempts, 20), longest)
    return timedelta(seconds=pause * random.uniform(0.8, 1.2))  # noqa: S311


def _pause(now: datetime, failure: NoVerdict) -> datetime:
    service = AkismetService.current()
    failures = service.failures + 1
    if isinstance(failure, KeyRefused):
        state, until = State.REFUSED, now + timedelta(seconds=PAUSE_WITH_A_BAD_KEY)
        _write(alert_code=failure.alert_code[:20], alert_message=failure.alert_message[:500])
    elif isinstance(failure, Busy):
        state, until = State.BUSY, now + timedelta(seconds=failure.retry_after)
    else:
        state, until = State.AWAY, now + backoff(failures - 1, FIRST_PAUSE, LONGEST_PAUSE)
    since = service.since if service.state == state and service.since else now
    _write(state=state, since=since, error=failure.code, failures=failures, paused_until=until)
    return until


def _write(**values: object) -> None:
    AkismetService.objects.update_or_create(pk=AkismetService.ONLY_ROW, defaults=values)
