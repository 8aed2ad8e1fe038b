"""
What is known of the screener's health, kept in one row for all workers: whether to ask, with how many, and when again.

One comment that fails by itself costs others nothing: the queue pauses when `FAILURES_TO_PAUSE` different ones have
failed in a row. After a pause one comment probes; the first good answer opens the queue for all that waited.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from enum import Enum
from typing import NamedTuple

from django.conf import settings
from django.db.models import Q

from comments.models import AkismetService, Comment, ServiceOutage
from comments.screening.failures import Away, Busy, KeyRefused, NoVerdict

State = AkismetService.State

FAILURES_TO_PAUSE = 3
FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
FIRST_PAUSE_WITH_A_BAD_KEY = 60.0
LONGEST_PAUSE_WITH_A_BAD_KEY = 600.0
# A comment that nobody has asked about yet may probe this long after the last try, however long the pause has become:
# what keeps failing may be the others.
PAUSE_FOR_NEW_ONES = timedelta(seconds=10)
# A clock that was set back must not stop the queue for a day: no pause of ours is longer.
LONGEST_OF_ALL = timedelta(seconds=4000)
GOOD_ANSWER_NOTED_EVERY = timedelta(seconds=10)


class Turn(Enum):
    """What may be asked now."""

    NOTHING = "nothing"
    ONE_COMMENT = "one comment"
    THE_KEY = "the key"
    ANYTHING = "anything"


class Asked(NamedTuple):
    """What a call about a comment ended in: `failure` is None when it was answered."""

    comment_id: int
    at: datetime
    failure: NoVerdict | None
    headers: dict[str, str]


def take_turn(now: datetime, has_work: Callable[[], bool]) -> tuple[Turn, datetime | None]:
    """
    Return what may be asked, or until when nothing may.

    Of several workers one gets the turn to probe, and none that has nothing to ask.
    """
    service = AkismetService.current()
    if service.state == State.WELL:
        return Turn.ANYTHING, None
    if service.is_paused(now) and not _was_set_back(service, now) and not _new_one_may_probe(service, now):
        return Turn.NOTHING, service.paused_until
    if not has_work():
        return Turn.NOTHING, None
    until = now + timedelta(seconds=settings.AKISMET_TIMEOUT + FIRST_PAUSE)
    unchanged = AkismetService.objects.filter(pk=service.pk, paused_until=service.paused_until)
    if not unchanged.update(paused_until=until, asked_at=now):
        return Turn.NOTHING, until
    return (Turn.THE_KEY if service.state == State.REFUSED else Turn.ONE_COMMENT), until


def note(now: datetime, asked: Sequence[Asked]) -> None:
    """Learn from a batch of calls, the gravest first: a refused key, a wish to wait, a good answer, failures."""
    service = AkismetService.current()
    # What was asked before the queue paused tells nothing new.
    news = [call for call in asked if service.asked_at is None or call.at >= service.asked_at]
    failures = [call for call in news if call.failure is not None]
    answered = [call for call in news if call.failure is None]
    for kind in (KeyRefused, Busy):
        if found := [call.failure for call in failures if isinstance(call.failure, kind)]:
            return _pause(service, now, found[0])
    if answered:
        return note_good_answer(now, answered[-1].headers)
    away = [call for call in failures if isinstance(call.failure, Away)]
    if away:
        _note_away(service, now, away)
    return None


def note_failed_key(now: datetime, failure: NoVerdict) -> None:
    """Learn that the key is still refused, or could not be asked for."""
    service = AkismetService.current()
    if isinstance(failure, KeyRefused):
        _pause(service, now, failure)
    else:
        pause = timedelta(seconds=failure.retry_after) if isinstance(failure, Busy) else timedelta(minutes=1)
        AkismetService.objects.update(paused_until=now + pause)


def note_good_answer(now: datetime, headers: dict[str, str]) -> None:
    """Note that there are answers, show their alert or clear the last one, and make what waited due again."""
    service = AkismetService.current()
    alert = _alert(headers)
    known = {name: getattr(service, name) for name in alert}
    is_news = (service.state, service.failures, known) != (State.WELL, 0, alert)
    if not is_news and service.answered_at and service.answered_at > now - GOOD_ANSWER_NOTED_EVERY:
        return
    _write(
        state=State.WELL,
        since=None,
        error="",
        failures=0,
        failed_comment=None,
        asked_at=None,
        paused_until=None,
        answered_at=now,
        **alert,
    )
    if service.state != State.WELL:
        ServiceOutage.objects.filter(ended_at=None).update(ended_at=now)
        Comment.objects.filter(screen_after__gt=now, verdict="").update(screen_after=now)
        Comment.objects.filter(report_after__gt=now).update(report_after=now)


def not_before_the_pause_ends(at: datetime | None) -> datetime | None:
    """Return the later of a time and the end of the pause, if the queue pauses."""
    until = AkismetService.current().paused_until
    return until if until and (at is None or at < until) else at


def backoff(attempts: int, first: float, longest: float) -> timedelta:
    """Return a pause that doubles with each attempt up to the longest, spread so that many rows do not meet again."""
    pause = min(first * 2 ** min(attempts, 20), longest)
    return timedelta(seconds=pause * random.uniform(0.8, 1.0))  # noqa: S311


def _alert(headers: dict[str, str]) -> dict[str, str]:
    return {
        "alert_code": headers.get("alert-code", "")[:20],
        "alert_message": headers.get("alert-msg", "")[:500],
        "alert_url": headers.get("alert-upgrade-url", "")[:500],
    }


def _note_away(service: AkismetService, now: datetime, failed: Sequence[Asked]) -> None:
    different = {call.comment_id for call in failed} - {service.failed_comment}
    failures = service.failures + len(different)
    if service.state == State.WELL and failures < FAILURES_TO_PAUSE:
        error = failed[-1].failure.code if failed[-1].failure else ""
        _write(failures=failures, failed_comment=failed[-1].comment_id, error=error)
        return
    assert failed[0].failure is not None
    _pause(service, now, failed[0].failure, failed_comment=failed[-1].comment_id)


def _pause(service: AkismetService, now: datetime, failure: NoVerdict, **more: object) -> None:
    """Pause the queue for as long as the failure asks for."""
    state = _state_after(failure)
    tries = service.failures + 1 if service.state == state else 0
    if isinstance(failure, KeyRefused):
        until = now + backoff(tries, FIRST_PAUSE_WITH_A_BAD_KEY, LONGEST_PAUSE_WITH_A_BAD_KEY)
        more |= {"alert_code": failure.alert_code[:20], "alert_message": failure.alert_message[:500]}
    elif isinstance(failure, Busy):
        until = now + timedelta(seconds=failure.retry_after)
    else:
        until = now + backoff(tries, FIRST_PAUSE, LONGEST_PAUSE)
    since = service.since if service.state == state and service.since else now
    _write(state=state, since=since, error=failure.code, failures=tries, asked_at=now, paused_until=until, **more)
    if service.state != state:
        ServiceOutage.objects.filter(ended_at=None).update(ended_at=now)
        ServiceOutage.objects.create(state=state, error=failure.code, began_at=now)


def _state_after(failure: NoVerdict) -> AkismetService.State:
    if isinstance(failure, KeyRefused):
        return State.REFUSED
    return State.BUSY if isinstance(failure, Busy) else State.AWAY


def _was_set_back(service: AkismetService, now: datetime) -> bool:
    return service.paused_until is not None and service.paused_until > now + LONGEST_OF_ALL


def _new_one_may_probe(service: AkismetService, now: datetime) -> bool:
    if service.state != State.AWAY or service.asked_at is None or service.asked_at > now - PAUSE_FOR_NEW_ONES:
        return False
    free = Q(leased_until=None) | Q(leased_until__lte=now)
    return Comment.objects.filter(free, screen_after__lte=now, screening_attempts=0, verdict="").exists()


def _write(**values: object) -> None:
    AkismetService.objects.update_or_create(pk=AkismetService.ONLY_ROW, defaults=values)
