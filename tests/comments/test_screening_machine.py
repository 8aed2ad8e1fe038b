"""
Workers, moderators, authors and the clock in any order, over real rows: what may happen to a comment and what may not.

Hypothesis writes the histories. A worker here claims, forgets and records with the functions of the engine; beside it
stands a plain model of who holds which row, which tells what each of its writes may change.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import time_machine
from django.db.models import F
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from comments.models import Comment, ModerationEvent
from comments.screening.checking import CHECKS, LONGEST_RETRY, Checked, check_again
from comments.screening.failures import Away, Busy, KeyRefused, Unsendable
from comments.screening.leases import claim, lease_time
from comments.screening.screener import Answer
from comments.screening.told import told_of
from tests.factories import make_article, make_comment, make_moderator

FAILURES = {
    "away": Away("timeout"),
    "busy": Busy(60),
    "refused": KeyRefused("invalid_key"),
    "unsendable": Unsendable("unsendable"),
}
ANSWERS = {verdict: Answer(verdict) for verdict in ("ham", "spam", "discard")}
ANSWERS["provisional ham"] = Answer("ham", {"recheck-after": "120"})
LEADS_TO = {"approve": "approved", "reject": "rejected", "mark_as_spam": "spam", "reopen": "pending"}
LEASE_SECONDS = int(lease_time().total_seconds())
which = st.integers(0, 6)
outcomes = st.sampled_from([*ANSWERS, *FAILURES])


@dataclass
class Row:
    """What a comment must look like, told from what happened to it."""

    status: str = "pending"
    verdict: str = ""
    revision: int = 1
    # The job that claimed it last and has not given it back, and what it was given.
    holder: int = 0
    lease: str = ""
    held_until: datetime | None = None
    was_unsendable: bool = False

    def is_held(self, now):
        return self.holder and self.held_until > now


@dataclass
class Job:
    """A row in the hands of a worker, as it was when it was claimed."""

    number: int
    comment: Comment


class ScreeningMachine(RuleBasedStateMachine):
    # Set by the test below: what all histories share.
    article = moderator = None

    def __init__(self):
        super().__init__()
        self.clock = time_machine.travel(datetime(2026, 11, 25, 9, tzinfo=UTC), tick=False)
        self.traveller = self.clock.start()
        Comment.objects.all().delete()  # and with them their events
        self.rows: dict[int, Row] = {}
        self.jobs: list[Job] = []  # in the hands of workers that live
        self.forgotten: list[Job] = []  # of workers that crashed: their answers may still be on the way
        self.numbers = 0

    # --- What happens, in any order ---

    @rule(count=st.integers(1, 3), has_address=st.sampled_from([True, True, True, False]))
    def comments_arrive(self, count, has_address):
        address = "192.0.2.7" if has_address else None
        for _ in range(count):
            self.rows[make_comment(article=self.article, screened=False, ip_address=address).pk] = Row()

    @precondition(lambda self: self.rows)
    @rule(count=st.integers(1, 4), also_paused=st.booleans())
    def worker_claims(self, count, also_paused):
        now = timezone.now()

        claimed = claim(CHECKS.due(now, also_paused=also_paused), count, now)

        assert len(claimed) <= count
        for comment in claimed:
            row = self.rows[comment.pk]
            assert not row.is_held(now), "two workers hold one comment"
            assert row.status != "withdrawn"
            self.numbers += 1
            row.holder, row.lease, row.held_until = self.numbers, comment.lease, now + lease_time()
            self.jobs.append(Job(self.numbers, comment))

    @precondition(lambda self: self.jobs)
    @rule(n=which, outcome=outcomes)
    def call_ends(self, n, outcome):
        self._record(self._take(self.jobs, n), outcome)

    @precondition(lambda self: self.jobs)
    @rule(seconds=st.sampled_from([0, LEASE_SECONDS - 1, LEASE_SECONDS + 1]))
    def worker_crashes(self, seconds):
        self.forgotten += self.jobs
        self.jobs = []
        self.traveller.shift(seconds)

    @precondition(lambda self: self.forgotten)
    @rule(n=which, outcome=outcomes)
    def late_outcome_arrives(self, n, outcome):
        self._record(self._take(self.forgotten, n), outcome)

    @rule(seconds=st.sampled_from([1, LEASE_SECONDS + 1, 130, 4000]))
    def time_passes(self, seconds):
        self.traveller.shift(seconds)

    @precondition(lambda self: self.rows)
    @rule(n=which, decision=st.sampled_from(sorted(LEADS_TO)))
    def moderator_decides(self, n, decision):
        comment = self._comment(n)
        row = self.rows[comment.pk]
        may_move = row.status not in (LEADS_TO[decision], "withdrawn")

        assert getattr(comment, decision)(by=self.moderator) == may_move

        row.status = LEADS_TO[decision] if may_move else row.status

    @precondition(lambda self: self.rows)
    @rule(n=which, act=st.sampled_from(["withdraws", "changes the text", "a moderator asks again"]))
    def somebody_else_acts(self, n, act):
        comment = self._comment(n)
        row = self.rows[comment.pk]
        if act == "withdraws":
            comment.withdraw()
            row.status = "withdrawn"
        elif act == "changes the text":
            Comment.objects.filter(pk=comment.pk).update(revision=F("revision") + 1)
            row.revision += 1
        elif check_again(Comment.objects.filter(pk=comment.pk), timezone.now()):
            row.was_unsendable = False

    # --- What always holds ---

    @invariant()
    def rows_are_as_people_and_held_leases_made_them(self):
        found = Comment.objects.values_list("pk", "status", "verdict", "revision")
        assert {pk: rest for pk, *rest in found} == {
            pk: [row.status, row.verdict, row.revision] for pk, row in self.rows.items()
        }

    @invariant()
    def the_lease_of_the_last_holder_stands_until_it_is_given_back(self):
        found = Comment.objects.exclude(lease="").values_list("pk", "lease", "leased_until")
        held = {pk: (row.lease, row.held_until) for pk, row in self.rows.items() if row.holder}
        assert {pk: (lease, until) for pk, lease, until in found} == held

    @invariant()
    def nothing_is_published_but_by_a_moderator(self):
        published = Comment.objects.filter(status="approved")
        by_moderators = ModerationEvent.objects.filter(
            actor="moderator", user=self.moderator, to_status="approved", comment__in=published
        )
        assert set(by_moderators.values_list("comment", flat=True)) == set(published.values_list("pk", flat=True))

    # --- The end: good answers and time enough ---

    def teardown(self):
        try:
            self.nothing_is_stuck()
        finally:
            self.clock.stop()

    def nothing_is_stuck(self):
        self.forgotten, self.jobs = [], []
        for _ in range(4):  # retries, then rechecks of provisional ham, then nothing
            self.traveller.shift(LONGEST_RETRY + 1)
            while claimed := self._claim_all():
                for job in claimed:
                    self._record(job, "ham")
        now = timezone.now()

        assert not CHECKS.due(now, also_paused=True).exists()
        assert CHECKS.next_due(now) is None
        for comment in Comment.objects.exclude(status__in=["withdrawn", "rejected"]):
            unscreened_for_good = comment.ip_address is None or self.rows[comment.pk].was_unsendable
            assert comment.verdict or unscreened_for_good, "a comment is stuck without a verdict"
            assert (comment.lease, comment.leased_until) == ("", None)
            assert not comment.is_provisional
        self.rows_are_as_people_and_held_leases_made_them()
        self.nothing_is_published_but_by_a_moderator()

    # --- Doing it ---

    def _comment(self, n):
        """Return a comment, of low numbers one that a worker is asking about: there the interesting things happen."""
        held_first = sorted(self.rows, key=lambda pk: (not self.rows[pk].holder, pk))
        return Comment.objects.get(pk=held_first[n % len(held_first)])

    def _take(self, jobs, n):
        return jobs.pop(n % len(jobs))

    def _claim_all(self):
        before = len(self.jobs)
        self.worker_claims(count=50, also_paused=False)
        return [self._take(self.jobs, before) for _ in range(len(self.jobs) - before)]

    def _record(self, job, outcome):
        if job.comment.ip_address is None:  # as ask() finds out before anybody is asked
            outcome = "unsendable"
        CHECKS.record(job.comment, FAILURES.get(outcome) or self._checked(job, outcome), timezone.now())

        row = self.rows[job.comment.pk]
        if not self._may_write(job, row):
            return
        row.holder, row.lease, row.held_until = 0, "", None
        if outcome in FAILURES:
            row.was_unsendable |= outcome == "unsendable"
        else:
            row.verdict, row.was_unsendable = ANSWERS[outcome].verdict, False

    def _checked(self, job, outcome):
        return Checked(told_of(job.comment), ANSWERS[outcome])

    def _may_write(self, job, row):
        """Whoever claimed a row last may write to it until somebody else claims it, if its text is still the same."""
        return row.holder == job.number and row.revision == job.comment.revision


@pytest.mark.django_db
def test_no_order_of_events_loses_a_comment_or_overrules_a_person():
    ScreeningMachine.article = make_article()
    ScreeningMachine.moderator = make_moderator()

    run_state_machine_as_test(
        ScreeningMachine,
        settings=settings(
            max_examples=30,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            suppress_health_check=list(HealthCheck),
        ),
    )
