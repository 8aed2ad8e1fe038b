"""
The worker's engine: as many calls in flight as are allowed, rows claimed while others are asked about, and what came
back written in batches, until nothing is due.

The rows are touched in the caller's thread, the network in another one, so that neither waits for the other. What is
claimed is a small multiple of what is in flight, so memory does not grow with the queue.
"""

from __future__ import annotations

import asyncio
import logging
import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.db import OperationalError, transaction
from django.utils import timezone

from comments.models import Comment, ScreeningAttempt
from comments.models.decisions import CommentQuerySet
from comments.screening import circuit
from comments.screening.checking import CHECKS
from comments.screening.circuit import Asked, Turn
from comments.screening.failures import Away, Busy, KeyRefused, NoVerdict
from comments.screening.feedback import REPORTS
from comments.screening.leases import claim, is_free, lease_time, release
from comments.screening.screener import Screener, load_screener
from comments.screening.slots import Slots

logger = logging.getLogger(__name__)

# The least time between two batches of writes, so that verdicts are written together.
BATCH_SECONDS = 0.03
# Claimed is between so many times what may be in flight, what is in flight included.
AHEAD_LEAST, AHEAD_MOST = 2.0, 10.0
CALL_SECONDS = 0.2
# New comments are looked for this often while calls are slow.
LOOK_AGAIN_SECONDS = 0.25
# One claim in so many begins with the last kind.
OTHERS_FIRST_EVERY = 10
# After this long a run ends and rings again, so that the worker's other tasks have their turn.
RUN_SECONDS = 60.0
# What is in flight when the worker is told to end may still be answered for this long.
GRACE_SECONDS = 3.0


class Work(Protocol):
    """One kind of call: which rows are due for it, how it is made, and what its outcome writes."""

    def due(self, now: datetime, *, also_paused: bool) -> CommentQuerySet: ...

    def next_due(self, now: datetime) -> datetime | None: ...

    def call(self, comment: Comment) -> str: ...

    async def ask(self, screener: Screener, comment: Comment) -> Any: ...

    def record(self, comment: Comment, outcome: Any, now: datetime) -> str: ...


@dataclass(eq=False)
class Job:
    """A claimed row and the call to make about it; afterwards what the call ended in."""

    work: Work
    comment: Comment
    drop_at: float  # by the monotonic clock: asked later, its answer might come after the lease
    asked_at: datetime | None = None
    seconds: float = 0.0
    outcome: Any = None


def screen_due_comments() -> datetime | None:
    """Check all that is due. Return when to come back: something waits for a later time, or the queue pauses."""
    return work_off(CHECKS)


def report_due_decisions() -> datetime | None:
    """Send all feedback that is due; return when to come back."""
    return work_off(REPORTS)


def work_off(*kinds: Work, progress: Callable[[int], None] | None = None) -> datetime | None:
    """
    Do what is due for up to RUN_SECONDS, the first kind first; return when to come back.

    Call it where no event loop runs. `progress` is told, in this thread, of how many calls the outcome was written.
    """
    with _stop_on_sigterm() as stop, Slots(settings.AKISMET_CONCURRENCY) as slots:
        return async_to_sync(_Run(kinds, slots, stop, progress).work_off)()


class _Run:
    """One run of the engine. All of its state belongs to the event loop's thread; rows are touched by functions."""

    def __init__(
        self, kinds: Sequence[Work], slots: Slots, stop: threading.Event, progress: Callable[[int], None] | None
    ) -> None:
        self._kinds, self._slots, self._stop, self._progress = kinds, slots, stop, progress
        self._waiting: asyncio.Queue[Job] = asyncio.Queue()
        self._done: list[Job] = []
        self._wake = asyncio.Event()
        self._claimed: dict[int, Job] = {}  # by the id of the job, until its outcome is written
        self._must_wait = False  # no call is begun until the queue has learnt why
        self._exchanges = 0
        self._ahead = AHEAD_LEAST
        self._ends_at = time.monotonic() + RUN_SECONDS

    async def work_off(self) -> datetime | None:
        async with load_screener() as screener:
            if not screener.is_ready:
                return None
            consumers = [asyncio.create_task(self._consume(screener)) for _ in range(settings.AKISMET_CONCURRENCY)]
            try:
                return await self._feed(screener)
            finally:
                for consumer in consumers:
                    consumer.cancel()
                await asyncio.gather(*consumers, return_exceptions=True)
                await sync_to_async(_finish)(self._done, list(self._claimed.values()))

    async def _feed(self, screener: Screener) -> datetime | None:
        """Write what is done and claim what is due, over and over; return when to come back."""
        while True:
            turn, until = await self._exchange()
            if turn is Turn.THE_KEY and not await self._verify(screener):
                return await sync_to_async(_next_time)(self._kinds)
            if not self._claimed and turn is not Turn.THE_KEY:
                return until if turn is Turn.NOTHING else await sync_to_async(_next_time)(self._kinds)
            await asyncio.sleep(BATCH_SECONDS)
            is_ending = self._stop.is_set()
            if not await self._something_new(GRACE_SECONDS if is_ending else LOOK_AGAIN_SECONDS) and is_ending:
                return timezone.now()

    async def _exchange(self) -> tuple[Turn, datetime | None]:
        """Write what came back, and take what there is room for; give back what waits when the queue pauses."""
        began = time.monotonic()
        done, self._done = self._done, []
        is_over = self._stop.is_set() or began > self._ends_at
        room = 0 if is_over else int(self._ahead * settings.AKISMET_CONCURRENCY) - len(self._claimed) + len(done)
        try:
            turn, until, jobs = await sync_to_async(_write_and_claim)(done, self._kinds_in_turn(), room, is_over)
        except OperationalError:
            self._done = done + self._done  # _finish() tries once more
            raise
        for job in done:
            del self._claimed[id(job)]
        if self._progress:
            await sync_to_async(self._progress)(len(done))
        if turn is not Turn.ANYTHING:
            await self._give_back_waiting()
        self._must_wait = any(_asks_to_stop(job.outcome) for job in self._done)
        for job in jobs:
            self._claimed[id(job)] = job
            self._waiting.put_nowait(job)
        # Where writing takes long, more is claimed ahead, so that the slots are not empty meanwhile.
        self._ahead = min(AHEAD_LEAST + (time.monotonic() - began) / CALL_SECONDS, AHEAD_MOST)
        return turn, until

    def _kinds_in_turn(self) -> Sequence[Work]:
        """Return the kinds in their order, and now and then in the other, so that a backlog of one starves no other."""
        self._exchanges += 1
        return self._kinds[::-1] if self._exchanges % OTHERS_FIRST_EVERY == 0 else self._kinds

    async def _give_back_waiting(self) -> None:
        unasked = []
        while not self._waiting.empty():
            unasked.append(self._waiting.get_nowait())
        for job in unasked:
            del self._claimed[id(job)]
        if unasked:
            await sync_to_async(_release_all)(unasked)

    async def _consume(self, screener: Screener) -> None:
        while True:
            job = await self._waiting.get()
            async with self._slots.one():
                if time.monotonic() < job.drop_at and not self._must_wait:
                    await self._ask(screener, job)
            self._done.append(job)
            self._wake.set()

    async def _ask(self, screener: Screener, job: Job) -> None:
        began = time.monotonic()
        job.asked_at = timezone.now()
        try:
            async with asyncio.timeout(settings.AKISMET_TIMEOUT):
                job.outcome = await job.work.ask(screener, job.comment)
        except NoVerdict as failure:
            job.outcome = failure
            self._must_wait |= _asks_to_stop(failure)
        except TimeoutError:
            job.outcome = Away("timeout")
        except Exception as error:  # whatever happens to one, the others' answers must be written
            logger.error("The call about comment %s ended in %s", job.comment.pk, type(error).__name__)
            job.outcome = Away("unexpected")
        job.seconds = time.monotonic() - began

    async def _verify(self, screener: Screener) -> bool:
        """Ask whether the key is good again; tell whether it is."""
        try:
            async with self._slots.one(), asyncio.timeout(settings.AKISMET_TIMEOUT):
                headers = await screener.verify()
        except (NoVerdict, TimeoutError) as error:
            failure = error if isinstance(error, NoVerdict) else Away("timeout")
            await sync_to_async(circuit.note_failed_key)(timezone.now(), failure)
            return False
        await sync_to_async(circuit.note_good_answer)(timezone.now(), headers)
        return True

    async def _something_new(self, seconds: float) -> bool:
        """Wait until a call has ended, but not longer than this; tell whether one has."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True


def _asks_to_stop(outcome: Any) -> bool:
    return isinstance(outcome, Busy | KeyRefused)


# What touches the rows: called in the caller's thread, with its database connection.


def _write_and_claim(
    done: Sequence[Job], kinds: Sequence[Work], room: int, is_over: bool
) -> tuple[Turn, datetime | None, list[Job]]:
    """Write outcomes and claim due rows: in one transaction, so with one wait for SQLite's lock."""
    with transaction.atomic() if done else nullcontext():
        if done:
            _write(done, timezone.now())
        now = timezone.now()
        if is_over:
            return Turn.NOTHING, now, []
        turn, until = circuit.take_turn(now, lambda: any(_free(work, now).exists() for work in kinds))
        if turn is Turn.ANYTHING:
            return turn, until, _claim(kinds, room, now)
        return turn, until, _claim(kinds, 1, now, also_paused=True) if turn is Turn.ONE_COMMENT else []


def _free(work: Work, now: datetime) -> CommentQuerySet:
    return work.due(now, also_paused=True).filter(is_free(now))


def _claim(kinds: Sequence[Work], room: int, now: datetime, *, also_paused: bool = False) -> list[Job]:
    drop_at = time.monotonic() + lease_time().total_seconds() - settings.AKISMET_TIMEOUT - 5
    jobs: list[Job] = []
    for work in kinds:
        claimed = claim(work.due(now, also_paused=also_paused), room - len(jobs), now)
        jobs += [Job(work, comment, drop_at) for comment in claimed]
    return jobs


def _finish(done: Sequence[Job], claimed: Sequence[Job]) -> None:
    """Write the last answers, and give back what was cut off: it will be asked about again."""
    with transaction.atomic():
        if done:
            _write(done, timezone.now())
        _release_all([job for job in claimed if job not in done])


def _release_all(jobs: Sequence[Job]) -> None:
    for job in jobs:
        release(job.comment)


def _next_time(kinds: Sequence[Work]) -> datetime | None:
    """Return when something waits for its time, and not before the end of a pause."""
    now = timezone.now()
    times = [at for work in kinds if (at := work.next_due(now))]
    return circuit.not_before_the_pause_ends(min(times, default=None))


def _write(done: Sequence[Job], now: datetime) -> None:
    attempts, asked = [], []
    for job in done:
        if job.asked_at is None:
            release(job.comment)
            continue
        failure = job.outcome if isinstance(job.outcome, NoVerdict) else None
        headers = {} if failure else job.outcome.headers
        attempts.append(
            ScreeningAttempt(
                comment=job.comment,
                call=job.work.call(job.comment),
                recheck_reason=job.comment.recheck_reason,
                revision=job.comment.revision,
                at=job.asked_at,
                seconds=round(job.seconds, 3),
                outcome=job.work.record(job.comment, job.outcome, now),
                headers=headers,
            )
        )
        asked.append(Asked(job.comment.pk, job.asked_at, failure, headers))
    ScreeningAttempt.objects.bulk_create(attempts)
    circuit.note(now, asked)


@contextmanager
def _stop_on_sigterm() -> Iterator[threading.Event]:
    """Set an event when the process is told to end, beside what its own handler does."""
    stop = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    own = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}

    def handle(number: int, frame: Any) -> None:
        stop.set()
        if callable(handler := own[signal.Signals(number)]):
            handler(number, frame)

    for number in own:
        signal.signal(number, handle)
    try:
        yield stop
    finally:
        for number, handler in own.items():
            signal.signal(number, handler)
