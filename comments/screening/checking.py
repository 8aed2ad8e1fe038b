"""From due rows to verdicts: claim some, ask about them at once, write what came back, until nothing is due."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from django.utils import timezone

from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.screening import service
from comments.screening.client import Akismet, Answer
from comments.screening.failures import Away, NoVerdict, Unsendable
from comments.screening.leases import batch_size, claim, release
from comments.screening.told import told_of, without_address

logger = logging.getLogger(__name__)

FIRST_RETRY = 30.0
LONGEST_RETRY = 3600.0
# Whoever was rejected or withdrawn is not asked about: no feedback can come of it.
ASKED_ABOUT = [Comment.Status.PENDING, Comment.Status.APPROVED, Comment.Status.SPAM]


class Checked(NamedTuple):
    """What Akismet was told, kept because feedback must repeat it, and what it answered."""

    told: dict[str, str]
    answer: Answer


type Outcome = Checked | NoVerdict


def screen_due_comments() -> datetime | None:
    """Screen all that is due. Return when to come back, if Akismet failed and the queue pauses."""
    while True:
        now = timezone.now()
        if not service.may_ask(now):
            return None
        claimed = claim(_waiting(), 1, now) if service.is_failing() else claim(_due(now), batch_size(), now)
        if not claimed:
            return None
        outcomes = asyncio.run(ask_about(claimed, _check))
        if paused_until := _record(claimed, outcomes):
            return paused_until


async def ask_about[Result](
    comments: list[Comment], call: Callable[[Akismet, Comment], Awaitable[Result]]
) -> list[Result | NoVerdict]:
    """Call Akismet for each comment over one client; a failure of one is its result and disturbs no other."""

    async def outcome(client: Akismet, comment: Comment) -> Result | NoVerdict:
        try:
            return await call(client, comment)
        except NoVerdict as failure:
            return failure
        except Exception as error:  # whatever happens to one, the others' answers must be written
            logger.error("Akismet's answer about comment %s ended in %s", comment.pk, type(error).__name__)
            return Away("unexpected")

    async with Akismet() as client:
        return await asyncio.gather(*(outcome(client, comment) for comment in comments))


async def _check(client: Akismet, comment: Comment) -> Checked:
    told = told_of(comment)
    if without_address(told):
        raise Unsendable("no_address")
    return Checked(told, await client.check(told))


def _waiting() -> CommentQuerySet:
    """What has no verdict yet: the least tried first, and of those the newest."""
    waiting = Comment.objects.filter(screen_after__isnull=False, status__in=ASKED_ABOUT)
    return waiting.order_by("screening_attempts", "-pk")


def _due(now: datetime) -> CommentQuerySet:
    """What waits and whose own pause has passed. While Akismet fails, its pause counts for all instead."""
    return _waiting().filter(screen_after__lte=now)


def _record(comments: list[Comment], outcomes: list[Outcome]) -> datetime | None:
    """Write verdicts and failures to their rows, then what they tell of Akismet; return until when it is paused."""
    now = timezone.now()
    for comment, outcome in zip(comments, outcomes, strict=True):
        if isinstance(outcome, Checked):
            _record_verdict(comment, outcome, now)
        else:
            _record_failure(comment, outcome, now)
    answered = [outcome.answer for outcome in outcomes if isinstance(outcome, Checked)]
    if answered:
        service.record_good_answer(now, answered[-1].headers)
        return None
    return service.record_failures(now, [outcome for outcome in outcomes if isinstance(outcome, NoVerdict)])


def _record_verdict(comment: Comment, checked: Checked, now: datetime) -> None:
    verdict = checked.answer.verdict
    release(
        comment,
        verdict=verdict,
        screened_at=now,
        told=checked.told,
        answer=checked.answer.headers,
        reported_as="ham" if verdict == "ham" else "spam",
        screen_after=None,
        screening_error="",
    )


def _record_failure(comment: Comment, failure: NoVerdict, now: datetime) -> None:
    logger.warning("No verdict for comment %s: %s", comment.pk, failure.code)
    if isinstance(failure, Away):
        pause = service.backoff(comment.screening_attempts, FIRST_RETRY, LONGEST_RETRY)
        release(
            comment,
            screening_attempts=comment.screening_attempts + 1,
            screen_after=now + pause,
            screening_error=failure.code,
        )
    elif isinstance(failure, Unsendable):
        release(comment, screen_after=None, screening_error=failure.code)
    else:
        release(comment, screening_error=failure.code)
