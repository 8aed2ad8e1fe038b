"""
Every way in which the status of a comment changes, and the rows that change with it.

A decision names the states that it may leave; what moved in one transaction are the rows, their events, the counters
of their stories and the versions of their pages. Whoever comes second changes nothing, and learns so from the count.
"""

from __future__ import annotations

import uuid
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from django.contrib.auth.models import User
from django.db import models, transaction
from django.db.models import Case, Count, Exists, F, Min, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext

from articles.models import Article
from comments.finding.folding import words_of
from comments.models.event import ModerationEvent
from comments.models.featuring import FEATURED_MAX, Featuring, TooManyFeatured
from comments.models.reason import RejectionReason
from comments.models.report import Report
from comments.models.rule import Rule, RuleHit
from comments.models.search_text import SearchText

if TYPE_CHECKING:
    from comments.models.comment import Comment  # noqa: F401  # the name in QuerySet["Comment"]

PENDING, APPROVED, REJECTED, SPAM, WITHDRAWN = "pending", "approved", "rejected", "spam", "withdrawn"

# The states that a decision may leave. Nobody decides on what its author has withdrawn.
LEAVES = {
    APPROVED: (PENDING, REJECTED, SPAM),
    REJECTED: (PENDING, APPROVED, SPAM),
    SPAM: (PENDING, APPROVED, REJECTED),
    PENDING: (APPROVED, REJECTED, SPAM),
    WITHDRAWN: (PENDING, APPROVED, REJECTED, SPAM),
}

# Written without IN: SQLite finds no index by a list of bound values.
WAITS_FOR_REVIEW = Q(status=PENDING) & (Q(verdict="") | Q(verdict="ham"))
HELD_AS_SPAM = (Q(status=PENDING) & (Q(verdict="spam") | Q(verdict="discard"))) | Q(status=SPAM)
# What Akismet is surest of and nobody has decided on is folded away from the list of spam into one of its own.
BLATANT = Q(status=PENDING) & Q(verdict="discard")
SPAM_IN_SIGHT = (Q(status=PENDING) & Q(verdict="spam")) | Q(status=SPAM)
# What readers reported: `reported_at` is set while reports are open.
REPORTED = Q(status=APPROVED, reported_at__isnull=False)
# What moderators work through: questions to status and verdict, each answered by an index of the same condition.
QUEUES = {
    "review": WAITS_FOR_REVIEW,
    "spam": HELD_AS_SPAM,
    "reported": REPORTED,
    "approved": Q(status=APPROVED),
    "rejected": Q(status=REJECTED),
}
# What is published unreviewed where an editor has switched pre-moderation off: Akismet calls it no spam for good and no
# person has decided on it, and the rules have looked at it. What they hold is left out in `unreviewed()`.
NOT_IN_DOUBT = Q(status=PENDING, verdict="ham", recheck_reason="", decided_at=None, rules_due_at=None)
REPORTS_OUTCOME = {APPROVED: Report.Outcome.KEPT, WITHDRAWN: Report.Outcome.WITHDRAWN}
# What is featured is published: a decision that takes it down ends that.
NOT_FEATURED: dict[str, Any] = {"featured_at": None, "featured_by": None}
# A person and what Akismet last heard disagree: this is what goes back as feedback. Where the decision was taken back
# after it had been reported, what it heard is not its own verdict any more.
# What a rule did stands without a person's name but with a time, and is never feedback; but what Akismet heard of a
# person's decision is put right where that was taken back and the rule's stands again.
DISAGREES = (
    (
        Q(status=APPROVED, reported_as="spam")
        | Q(status=SPAM, reported_as="ham")
        | Q(status=PENDING, reported_as="spam", verdict="ham")
        | (Q(status=PENDING, reported_as="ham") & (Q(verdict="spam") | Q(verdict="discard")))
    )
    & (Q(decided_by__isnull=False) | Q(status=PENDING, decided_at=None))
) | (
    Q(decided_by=None)
    & (
        Q(status=APPROVED, reported_as="spam", verdict="ham")
        | (Q(status=SPAM, reported_as="ham") & (Q(verdict="spam") | Q(verdict="discard")))
    )
)
# What a rule may leave; only hiding touches what is published.
RULE_LEAVES = {APPROVED: (PENDING,), REJECTED: (PENDING,), SPAM: (PENDING,), PENDING: (APPROVED,)}


# Up to so many hits of a search are looked up one by one.
FEW_HITS = 1000


class Seen(NamedTuple):
    """The state and the revision of a comment that were on a moderator's screen."""

    status: str
    revision: int


@dataclass(frozen=True)
class _Act:
    """Who decides and why: what the events of one decision have in common."""

    actor: ModerationEvent.Actor
    user: User | None = None
    reason: RejectionReason | str = ""
    words: str = ""
    batch: uuid.UUID | None = None
    undoes: uuid.UUID | None = None
    rule: Rule | None = None


class _Before(NamedTuple):
    """What a comment was before a decision."""

    status: str
    decided_at: datetime | None
    decided_by_id: int | None


class _Row(NamedTuple):
    pk: int
    status: str
    revision: int
    article_id: int
    open_reports: int = 0


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        """What everybody may read: approved, under a story that is public. Every public query starts here."""
        return self.filter(status=APPROVED, article__published_at__lte=timezone.now())

    def approved_under(self, article: Article) -> Self:
        """The thread of a story that the asker may read: readers a public one, its author a preview."""
        return self.filter(article=article, status=APPROVED)

    def for_cards(self) -> Self:
        """Load what a card of the desk shows of the rows that a comment belongs to."""
        return self.select_related("article", "article__section", "parent", "decided_by")

    def featured(self) -> Self:
        """What everybody may read and the newsroom has chosen, the newest choice first."""
        return self.approved().filter(featured_at__isnull=False).order_by("-featured_at", "-pk")

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

    def in_queue(self, queue: str) -> Self:
        return self.filter(QUEUES[queue])

    def matching(self, text: str) -> Self:
        """Those that hold all words of a text, without regard to case and accents; the last may go on."""
        words = words_of(text)
        if not words:
            return self.none()
        hits = SearchText.objects.filter(text__words=words).order_by()
        few = list(hits.values_list("pk", flat=True)[: FEW_HITS + 1])
        if len(few) <= FEW_HITS:
            return self.filter(pk__in=few)
        # Of so many, the first in any order are found soon: it is cheaper to ask of each one whether it is a hit. Asked
        # with EXISTS, PostgreSQL would collect all hits first.
        return self.alias(hit=Subquery(hits.filter(pk=OuterRef("pk")).values("pk"))).filter(hit__isnull=False)

    def below(self, comments: Collection[Comment]) -> Self:
        """Those that answer one of these comments, or an answer to it; the comments themselves are not among them."""
        answers = Q(pk__in=[])
        for comment in comments:
            # Below the last depth an answer stands beside what it answers, and only its parent tells.
            in_its_place = Q(article=comment.article_id, path__gt=comment.path, path__lt=f"{comment.path}g")
            answers |= in_its_place | Q(parent=comment.pk)
        return self.filter(answers).exclude(pk__in=[comment.pk for comment in comments])

    def unreviewed(self) -> Self:
        """What may be published without a person, wherever pre-moderation is off."""
        held = RuleHit.objects.filter(comment=OuterRef("pk"), acted=True, taken_back_at=None)
        # What a person took back was taken back for a person to look at, even where nothing is left of the decision.
        people = ModerationEvent.objects.filter(comment=OuterRef("pk")).exclude(actor=ModerationEvent.Actor.RULE)
        return self.filter(~Exists(held), ~Exists(people), NOT_IN_DOUBT, marks=[])

    def approve_unreviewed(self) -> int:
        """Publish, of these comments, those that nobody needs to review; a person's decision in between stands."""
        act = _Act(ModerationEvent.Actor.RULE, reason=gettext("Pre-moderation is off here."), batch=uuid.uuid4())
        return self.unreviewed()._move(APPROVED, act, seen=None)

    def publish_answer(self, answer: Comment, *, by: User) -> bool:
        """Publish an answer of the newsroom, which nobody screens; tell whether what it answers still is public."""
        with transaction.atomic():
            answered = self.filter(pk=answer.parent_id, status=APPROVED).select_for_update(of=("self",))
            if answered.values_list("pk", flat=True).first() is None:
                return False
            answer.status, answer.newsroom_by = APPROVED, by
            answer.decided_at, answer.decided_by = answer.submitted_at, by
            answer.save(force_insert=True)
            rows = [_Row(answer.pk, PENDING, answer.revision, answer.article_id)]
            act = _Act(ModerationEvent.Actor.MODERATOR, by)
            ModerationEvent.objects.bulk_create(_events(rows, APPROVED, act, answer.submitted_at))
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
            return self._move(WITHDRAWN, _Act(ModerationEvent.Actor.AUTHOR, batch=uuid.uuid4()), seen=None)

    def undo(self, batch: uuid.UUID, *, by: User) -> int:
        """
        Take one press of this person back: each comment is again what it was, and decided by whom it was before.

        What somebody has decided since stays as it is. Return how many were taken back.
        """
        with transaction.atomic():
            events = {event.comment_id: event for event in ModerationEvent.objects.filter(batch=batch, user=by)}
            history = _history(events)
            rows = [
                row
                for row in self.filter(pk__in=events)._lock(tuple(LEAVES), None)
                if history[row.pk][-1].batch == batch
            ]
            for before, group in _by_state_before(rows, history).items():
                self._restore(
                    group, before, _Act(ModerationEvent.Actor.MODERATOR, by, batch=uuid.uuid4(), undoes=batch)
                )
        return len(rows)

    def make_due_for_rules(self) -> int:
        """Let the worker's rules look at these comments (again); return how many there are."""
        return self.update(rules_due_at=timezone.now())

    def decide_by_rule(self, to: str, *, rule: Rule, seen: Mapping[int, Seen]) -> list[int]:
        """
        Move these comments as a rule says, and return which: never one that a person has decided on, ever.

        Hiding (`to` pending) alone takes back what a person published.
        """
        act = _Act(ModerationEvent.Actor.RULE, reason=rule.reason or "", batch=uuid.uuid4(), rule=rule)
        untouched = self if to == PENDING else self.filter(decided_by=None)
        with transaction.atomic():
            rows = untouched._lock(RULE_LEAVES[to], seen)
            if to != PENDING:
                # Asked once the rows are locked: a decision that was taken back meanwhile is a person's as well.
                touched = _decided_by_people([row.pk for row in rows])
                rows = [row for row in rows if row.pk not in touched]
            self._write(rows, to, act, RULE_LEAVES[to])
        return [row.pk for row in rows]

    def take_back_from_rule(self, rule: Rule, *, by: User) -> list[int]:
        """Make these comments what they were before this rule's act, where that is the last thing that happened."""
        with transaction.atomic():
            rows = self._lock(tuple(LEAVES), None)
            history = _history([row.pk for row in rows])
            rows = [row for row in rows if history[row.pk] and history[row.pk][-1].rule_id == rule.pk]
            befores = {row.pk: before for before, group in _by_state_before(rows, history).items() for row in group}
            self.model.objects.bulk_update(
                [self._as_before(pk, before) for pk, before in befores.items()],  # type: ignore[misc]  # a Comment
                ["status", "decided_at", "decided_by", "report_after", "report_attempts", *NOT_FEATURED],
            )
            self._open_reports_again(rows, {history[row.pk][-1].batch for row in rows})
            act = _Act(ModerationEvent.Actor.MODERATOR, by, batch=uuid.uuid4())
            for status in {before.status for before in befores.values()}:
                group = [row for row in rows if befores[row.pk].status == status]
                events = _events(group, status, act, timezone.now())
                for event in events:
                    event.undoes = history[event.comment_id][-1].batch
                ModerationEvent.objects.bulk_create(events)
                _update_stories(group, status)
        return [row.pk for row in rows]

    def _as_before(self, pk: int, before: _Before) -> Comment:
        return self.model(
            pk=pk,
            status=before.status,
            decided_at=before.decided_at,
            decided_by_id=before.decided_by_id,
            report_after=None,
            report_attempts=0,
            **NOT_FEATURED,
        )

    def _restore(self, rows: list[_Row], before: _Before, act: _Act) -> None:
        self.model.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=before.status,
            decided_at=before.decided_at,
            decided_by=before.decided_by_id,
            report_after=None,
            report_attempts=0,
            **_featuring_after(before.status),
        )
        ModerationEvent.objects.bulk_create(_events(rows, before.status, act, timezone.now()))
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
        act = _Act(ModerationEvent.Actor.MODERATOR, by, reason, words, batch or uuid.uuid4())
        return self._move(to, act, seen, leaves or LEAVES[to])

    def _move(self, to: str, act: _Act, seen: Mapping[int, Seen] | None, leaves: tuple[str, ...] = ()) -> int:
        leaves = leaves or LEAVES[to]
        with transaction.atomic():
            return self._write(self._lock(leaves, seen), to, act, leaves)

    def _write(self, rows: list[_Row], to: str, act: _Act, leaves: tuple[str, ...]) -> int:
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
        ModerationEvent.objects.bulk_create(_events(rows, to, act, now))
        self._close_reports(rows, to, act, now)
        _update_stories(rows, to)
        return moved

    def _close_reports(self, rows: list[_Row], to: str, act: _Act, now: datetime) -> None:
        """Close what readers reported of these comments; what waits again stays reported."""
        reported = [row.pk for row in rows if row.open_reports and to != PENDING]
        outcome = REPORTS_OUTCOME.get(to, Report.Outcome.TAKEN_DOWN)
        standing = Report.objects.filter(comment__in=reported, closed_at=None)
        if reported and standing.update(closed_at=now, outcome=outcome, closed_by_batch=act.batch):
            self.model.objects.filter(pk__in=reported).update(open_reports=0, reported_at=None)

    def _open_reports_again(self, rows: list[_Row], batches: Collection[uuid.UUID | None]) -> None:
        """Open what presses closed that are taken back."""
        numbers = [row.pk for row in rows]
        closed = Report.objects.filter(comment__in=numbers, closed_by_batch__in=batches)
        if closed.update(closed_at=None, outcome=Report.Outcome.OPEN, closed_by_batch=None):
            standing = Report.objects.filter(comment=OuterRef("pk"), closed_at=None).order_by().values("comment")
            self.model.objects.filter(pk__in=numbers).update(
                open_reports=Coalesce(Subquery(standing.annotate(count=Count("pk")).values("count")), 0),
                reported_at=Subquery(standing.annotate(since=Min("created_at")).values("since")),
            )

    def _lock(self, leaves: tuple[str, ...], seen: Mapping[int, Seen] | None) -> list[_Row]:
        """Lock what may move: on PostgreSQL its rows in one order, on SQLite the database as a whole."""
        rows = self.order_by("pk").filter(status__in=leaves).select_for_update(of=("self",))
        found = [_Row(*row) for row in rows.values_list("pk", "status", "revision", "article_id", "open_reports")]
        return [row for row in found if seen is None or seen.get(row.pk) == Seen(row.status, row.revision)]


def _featuring_after(status: str) -> dict[str, Any]:
    return {} if status == APPROVED else NOT_FEATURED


def _events(rows: list[_Row], to: str, act: _Act, now: datetime) -> list[ModerationEvent]:
    listed, words = (act.reason, act.words) if isinstance(act.reason, RejectionReason) else (None, act.reason)
    batch = act.batch or uuid.uuid4()
    return [
        ModerationEvent(
            comment_id=row.pk,
            actor=act.actor,
            user=act.user,
            from_status=row.status,
            to_status=to,
            revision=row.revision,
            reason=listed,
            reason_text=words,
            batch=batch,
            undoes=act.undoes,
            rule=act.rule,
            created_at=now,
        )
        for row in rows
    ]


def _decided_by_people(comment_ids: Collection[int]) -> set[int]:
    """Return those of these comments that somebody but a rule has ever decided on."""
    events = ModerationEvent.objects.filter(comment__in=comment_ids).exclude(actor=ModerationEvent.Actor.RULE)
    return set(events.order_by().values_list("comment_id", flat=True))


def _history(comment_ids: Collection[int]) -> dict[int, list[ModerationEvent]]:
    """Return the events of these comments, each with the oldest first."""
    history: dict[int, list[ModerationEvent]] = defaultdict(list)
    for event in ModerationEvent.objects.filter(comment__in=comment_ids).order_by("pk"):
        history[event.comment_id].append(event)
    return history


def _by_state_before(rows: list[_Row], history: dict[int, list[ModerationEvent]]) -> dict[_Before, list[_Row]]:
    """Group comments by what they were before their last event: a batch mostly is one group."""
    groups: dict[_Before, list[_Row]] = defaultdict(list)
    for row in rows:
        *earlier, last = history[row.pk]
        groups[_Before(last.from_status, *_maker(earlier))].append(row)
    return groups


def _maker(events: list[ModerationEvent]) -> tuple[datetime | None, int | None]:
    """Return when and by whom the decision was made that stands after these events."""
    undone = {event.undoes for event in events if event.undoes}
    standing = [event for event in events if not event.undoes and event.batch not in undone]
    return (standing[-1].created_at, standing[-1].user_id) if standing else (None, None)


def _update_stories(rows: list[_Row], to: str) -> None:
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
