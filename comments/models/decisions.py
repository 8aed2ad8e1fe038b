"""
Every way in which the status of a comment changes, and the rows that change with it.

A decision names the states that it may leave; what moved in one transaction are the rows, their events, the counters
of their stories and the versions of their pages. Whoever comes second changes nothing, and learns so from the count.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Case, Count, F, Min, OuterRef, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Article
from comments.models.event import ModerationEvent
from comments.models.featuring import FEATURED_MAX, Featuring, TooManyFeatured
from comments.models.queries import CommentQueries
from comments.models.reason import RejectionReason
from comments.models.report import Report
from comments.models.rule import Rule
from comments.models.states import APPROVED, LEAVES, PENDING, REJECTED, RULE_LEAVES, SPAM, WITHDRAWN, Seen
from comments.models.trail import Act, Before, Row, by_state_before, decided_by_people, events_of, history_of

if TYPE_CHECKING:
    from comments.models.comment import Comment

REPORTS_OUTCOME = {APPROVED: Report.Outcome.KEPT, WITHDRAWN: Report.Outcome.WITHDRAWN}
# What is featured is published: a decision that takes it down ends that.
NOT_FEATURED: dict[str, Any] = {"featured_at": None, "featured_by": None}


class CommentQuerySet(CommentQueries):
    def feature(self, *, by: User) -> int:
        """Choose these published comments for readers; raise TooManyFeatured, and choose none, beyond FEATURED_MAX."""
        return self._feature(True, by)

    def unfeature(self, *, by: User) -> int:
        return self._feature(False, by)

    def _feature(self, is_featured: bool, by: User) -> int:
        now = timezone.now()
        with transaction.atomic():
            rows = self.filter(featured_at__isnull=is_featured)._lock((APPROVED,), None)
            stories = {row.article_id for row in rows}
            # Whoever features another comment of these stories waits here, and is counted.
            Article.objects.filter(pk__in=stories).bump_version()
            chosen = {"featured_at": now, "featured_by": by} if is_featured else NOT_FEATURED
            self.model.objects.filter(pk__in=[row.pk for row in rows]).update(**chosen)
            if is_featured and self.model.objects.all()._crowded(stories):
                raise TooManyFeatured
            Featuring.objects.bulk_create(
                Featuring(comment_id=row.pk, user=by, is_featured=is_featured, at=now) for row in rows
            )
        return len(rows)

    def _crowded(self, stories: Collection[int]) -> bool:
        featured = self.filter(article__in=stories, featured_at__isnull=False).order_by()
        return featured.values("article").annotate(count=Count("pk")).filter(count__gt=FEATURED_MAX).exists()

    def approve_unreviewed(self) -> int:
        """Publish, of these comments, those that nobody needs to review; a person's decision in between stands."""
        act = Act(ModerationEvent.Actor.RULE, reason=gettext("Pre-moderation is off here."), batch=uuid.uuid4())
        return self.unreviewed()._move(APPROVED, act, seen=None)

    def publish_answer(self, answer: Comment, *, by: User) -> bool:
        """Publish an answer of the newsroom, which nobody screens; tell whether what it answers still is public."""
        with transaction.atomic():
            answered = self.filter(pk=answer.parent_id or 0, status=APPROVED).select_for_update(of=("self",))
            if answered.values_list("pk", flat=True).first() is None:
                return False
            answer.status, answer.newsroom_by = APPROVED, by
            answer.decided_at, answer.decided_by = answer.submitted_at, by
            answer.save(force_insert=True)
            rows = [Row(answer.pk, PENDING, answer.revision, answer.article_id)]
            act = Act(ModerationEvent.Actor.MODERATOR, by)
            ModerationEvent.objects.bulk_create(events_of(rows, APPROVED, act, answer.submitted_at))
            _update_stories(rows, APPROVED)
        return True

    def approve(self, *, by: User, **how: Any) -> int:
        """Publish these comments; return how many were. `how`: `seen`, `batch`."""
        return self._decide(APPROVED, by, **how)

    def keep(self, *, by: User, **how: Any) -> int:
        """Let these published comments stand, and close what readers reported of them."""
        return self._decide(APPROVED, by, leaves=(APPROVED,), **how)

    def reject(self, *, by: User, reason: RejectionReason | str = "", **how: Any) -> int:
        """
        Refuse these comments, for a reason of the owner's list or one in words; their authors will read it.

        `words` stand beside a reason of the list.
        """
        return self._decide(REJECTED, by, reason=reason, **how)

    def mark_as_spam(self, *, by: User, **how: Any) -> int:
        return self._decide(SPAM, by, **how)

    def reopen(self, *, by: User, **how: Any) -> int:
        """Take the decisions on these comments back, so that they wait for one again."""
        return self._decide(PENDING, by, **how)

    def withdraw(self) -> int:
        """Take these comments back for their author, whatever was decided on them."""
        with transaction.atomic():
            # Sending the same words again is a new comment, no longer the one that was taken back.
            self.exclude(status=WITHDRAWN).update(submission_key=None)
            return self._move(WITHDRAWN, Act(ModerationEvent.Actor.AUTHOR, batch=uuid.uuid4()), seen=None)

    def undo(self, batch: uuid.UUID, *, by: User) -> int:
        """
        Take one press of this person back: each comment is again what it was, and decided by whom it was before.

        What somebody has decided since stays as it is. Return how many were taken back.
        """
        with transaction.atomic():
            events = {event.comment_id: event for event in ModerationEvent.objects.filter(batch=batch, user=by)}
            history = history_of(events)
            rows = [
                row
                for row in self.filter(pk__in=events)._lock(tuple(LEAVES), None)
                if history[row.pk][-1].batch == batch
            ]
            for before, group in by_state_before(rows, history).items():
                self._restore(group, before, Act(ModerationEvent.Actor.MODERATOR, by, batch=uuid.uuid4(), undoes=batch))
        return len(rows)

    def make_due_for_rules(self) -> int:
        """Let the worker's rules look at these comments (again); return how many there are."""
        return self.update(rules_due_at=timezone.now())

    def decide_by_rule(self, to: str, *, rule: Rule, seen: Mapping[int, Seen]) -> list[int]:
        """
        Move these comments as a rule says, and return which: never one that a person has decided on, ever.

        Hiding (`to` pending) alone takes back what a person published.
        """
        act = Act(ModerationEvent.Actor.RULE, reason=rule.reason or "", batch=uuid.uuid4(), rule=rule)
        untouched = self if to == PENDING else self.filter(decided_by=None)
        with transaction.atomic():
            rows = untouched._lock(RULE_LEAVES[to], seen)
            if to != PENDING:
                # Asked once the rows are locked: a decision that was taken back meanwhile is a person's as well.
                touched = decided_by_people([row.pk for row in rows])
                rows = [row for row in rows if row.pk not in touched]
            self._write(rows, to, act, RULE_LEAVES[to])
        return [row.pk for row in rows]

    def take_back_from_rule(self, rule: Rule, *, by: User) -> list[int]:
        """Make these comments what they were before this rule's act, where that is the last thing that happened."""
        with transaction.atomic():
            rows = self._lock(tuple(LEAVES), None)
            history = history_of([row.pk for row in rows])
            rows = [row for row in rows if history[row.pk] and history[row.pk][-1].rule_id == rule.pk]
            befores = {row.pk: before for before, group in by_state_before(rows, history).items() for row in group}
            self.model.objects.bulk_update(
                [self._as_before(pk, before) for pk, before in befores.items()],
                ["status", "decided_at", "decided_by", "report_after", "report_attempts", *NOT_FEATURED],
            )
            self._open_reports_again(rows, {history[row.pk][-1].batch for row in rows})
            act = Act(ModerationEvent.Actor.MODERATOR, by, batch=uuid.uuid4())
            for status in {before.status for before in befores.values()}:
                group = [row for row in rows if befores[row.pk].status == status]
                events = events_of(group, status, act, timezone.now())
                for event in events:
                    event.undoes = history[event.comment_id][-1].batch
                ModerationEvent.objects.bulk_create(events)
                _update_stories(group, status)
        return [row.pk for row in rows]

    def _as_before(self, pk: int, before: Before) -> Comment:
        return self.model(
            pk=pk,
            status=before.status,
            decided_at=before.decided_at,
            decided_by_id=before.decided_by_id,
            report_after=None,
            report_attempts=0,
            **NOT_FEATURED,
        )

    def _restore(self, rows: list[Row], before: Before, act: Act) -> None:
        self.model.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=before.status,
            decided_at=before.decided_at,
            decided_by=before.decided_by_id,
            report_after=None,
            report_attempts=0,
            **_featuring_after(before.status),
        )
        ModerationEvent.objects.bulk_create(events_of(rows, before.status, act, timezone.now()))
        if before.status in (APPROVED, PENDING):
            self._open_reports_again(rows, {act.undoes})
        else:
            self._close_reports(rows, before.status, act, timezone.now())
        _update_stories(rows, before.status)

    def _decide(
        self,
        to: str,
        by: User,
        *,
        reason: RejectionReason | str = "",
        words: str = "",
        seen: Mapping[int, Seen] | None = None,
        batch: uuid.UUID | None = None,
        leaves: tuple[str, ...] = (),
    ) -> int:
        """With `seen`, leave alone what is no longer in the state and revision that were on the screen."""
        act = Act(ModerationEvent.Actor.MODERATOR, by, reason, words, batch or uuid.uuid4())
        return self._move(to, act, seen, leaves or LEAVES[to])

    def _move(self, to: str, act: Act, seen: Mapping[int, Seen] | None, leaves: tuple[str, ...] = ()) -> int:
        leaves = leaves or LEAVES[to]
        with transaction.atomic():
            return self._write(self._lock(leaves, seen), to, act, leaves)

    def _write(self, rows: list[Row], to: str, act: Act, leaves: tuple[str, ...]) -> int:
        """Write a decision on locked rows, with its events and what readers see of it."""
        now = timezone.now()
        moved = self.model.objects.filter(pk__in=[row.pk for row in rows], status__in=leaves).update(
            status=to,
            decided_at=now,
            decided_by=act.user,
            report_after=None,
            report_attempts=0,
            **_featuring_after(to),
        )
        if moved != len(rows):
            raise RuntimeError("A locked comment was decided by somebody else.")
        ModerationEvent.objects.bulk_create(events_of(rows, to, act, now))
        self._close_reports(rows, to, act, now)
        _update_stories(rows, to)
        return moved

    def _close_reports(self, rows: list[Row], to: str, act: Act, now: datetime) -> None:
        """Close what readers reported of these comments; what waits again stays reported."""
        reported = [row.pk for row in rows if row.open_reports and to != PENDING]
        outcome = REPORTS_OUTCOME.get(to, Report.Outcome.TAKEN_DOWN)
        standing = Report.objects.filter(comment__in=reported, closed_at=None)
        if reported and standing.update(closed_at=now, outcome=outcome, closed_by_batch=act.batch):
            self.model.objects.filter(pk__in=reported).update(open_reports=0, reported_at=None)

    def _open_reports_again(self, rows: list[Row], batches: Collection[uuid.UUID | None]) -> None:
        """Open what presses closed that are taken back."""
        numbers = [row.pk for row in rows]
        closed = Report.objects.filter(comment__in=numbers, closed_by_batch__in=batches)
        if closed.update(closed_at=None, outcome=Report.Outcome.OPEN, closed_by_batch=None):
            standing = Report.objects.filter(comment=OuterRef("pk"), closed_at=None).order_by().values("comment")
            self.model.objects.filter(pk__in=numbers).update(
                open_reports=Coalesce(Subquery(standing.annotate(count=Count("pk")).values("count")), 0),
                reported_at=Subquery(standing.annotate(since=Min("created_at")).values("since")),
            )

    def _lock(self, leaves: tuple[str, ...], seen: Mapping[int, Seen] | None) -> list[Row]:
        """Lock what may move: on PostgreSQL its rows in one order, on SQLite the database as a whole."""
        rows = self.order_by("pk").filter(status__in=leaves).select_for_update(of=("self",))
        found = [Row(*row) for row in rows.values_list("pk", "status", "revision", "article_id", "open_reports")]
        return [row for row in found if seen is None or seen.get(row.pk) == Seen(row.status, row.revision)]


def _featuring_after(status: str) -> dict[str, Any]:
    return {} if status == APPROVED else NOT_FEATURED


def _update_stories(rows: list[Row], to: str) -> None:
    """Keep the counters of the stories right, and their kept pages out of date, where readers see a difference."""
    moved = [row for row in rows if row.status != to]
    published = Counter(row.article_id for row in moved if to == APPROVED)
    removed = Counter(row.article_id for row in moved if row.status == APPROVED)
    changes = {story: published[story] - removed[story] for story in published | removed}
    if changes:
        change = Case(*(When(pk=story, then=Value(by)) for story, by in changes.items()))
        Article.objects.filter(pk__in=sorted(changes)).update(
            comment_count=F("comment_count") + change, version=F("version") + 1
        )
