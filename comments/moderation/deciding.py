"""
A moderator's decision on one comment or many, from the desk or the admin: what was done, and what came too late.

A decision counts for what its maker saw. Whoever was slower changes nothing and learns who decided what, and when.
"""

from __future__ import annotations

import uuid
from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from comments.models import Comment, ModerationEvent, Note, RejectionReason
from comments.models.decisions import CommentQuerySet
from comments.models.states import DISAGREES, Seen
from comments.moderation.answers import WENT_WITH_IT, open_answers
from comments.tasks import report_decisions, ring

# The names of the decisions in forms and addresses, and the words on their buttons.
DECISIONS = {
    "approve": pgettext_lazy("decision", "Approve"),
    "keep": pgettext_lazy("decision", "Keep it published"),
    "reject": pgettext_lazy("decision", "Reject"),
    "spam": pgettext_lazy("decision", "Spam"),
    "reopen": gettext_lazy("Take back"),
}
# What comments are after a decision; keeping one changes its reports, not its state.
STATUS_AFTER = {
    "approve": Comment.Status.APPROVED,
    "reject": Comment.Status.REJECTED,
    "spam": Comment.Status.SPAM,
    "reopen": Comment.Status.PENDING,
}


@dataclass(frozen=True)
class Decision:
    """
    What is decided, and what is said about it.

    `reason` and `words` are read by the author of a rejected comment, `note` by moderators alone.
    """

    name: str
    reason: RejectionReason | str = ""
    words: str = ""
    note: str = ""
    batch: uuid.UUID = field(default_factory=uuid.uuid4)

    def make(self, comments: CommentQuerySet, *, by: User, seen: Mapping[int, Seen]) -> int:
        """Decide on those of the comments that are as they were seen; return how many those were."""
        how: dict[str, Any] = {"by": by, "seen": seen, "batch": self.batch}
        match self.name:
            case "approve":
                return comments.approve(**how)
            case "keep":
                return comments.keep(**how)
            case "reject":
                return comments.reject(**how, reason=self.reason, words=self.words)
            case "spam":
                return comments.mark_as_spam(**how)
            case "reopen":
                return comments.reopen(**how)
        raise ValueError(self.name)


@dataclass(frozen=True)
class TooLate:
    """A comment that had changed before the decision came, with the event that changed it (if it was a decision)."""

    comment: Comment
    event: ModerationEvent | None


@dataclass(frozen=True)
class Outcome:
    """The numbers of the comments that were decided, and the comments that had changed before."""

    done: list[int]
    too_late: list[TooLate]


def decide(seen: Mapping[int, Seen], decision: Decision, *, by: User, takes_answers: bool = False) -> Outcome:
    """
    Decide on comments as they were seen; the feedback that follows is due once the undo window has passed.

    With `takes_answers` the open answers to what was decided are rejected with it, in the same batch.
    """
    with transaction.atomic():
        decision.make(Comment.objects.filter(pk__in=seen), by=by, seen=seen)
        if takes_answers:
            _reject_answers(seen, decision.batch, by)
        if decision.note:
            _note_down(decision, by)
        ring_for_feedback(decision.batch)
    return _outcome(seen, decision)


def seen_now(comments: Collection[Comment]) -> dict[int, Seen]:
    return {comment.pk: Seen(comment.status, comment.revision) for comment in comments}


def ring_for_feedback(batch: uuid.UUID) -> None:
    """Ring for the worker, for the moment at which nobody can take these decisions back any more."""
    if Comment.objects.filter(DISAGREES, events__batch=batch).exists():
        ring(report_decisions, at=timezone.now() + timedelta(seconds=settings.UNDO_WINDOW))


def public_under_hidden(comment_ids: Collection[int]) -> int:
    """Return how many of these comments are public below something that is not."""
    answers = Comment.objects.filter(pk__in=comment_ids, status=Comment.Status.APPROVED, parent__isnull=False)
    return answers.exclude(parent__status=Comment.Status.APPROVED).count()


def _reject_answers(chosen: Collection[int], batch: uuid.UUID, by: User) -> None:
    """Reject what stands below the comments of a batch, but none that was chosen itself: that one came too late."""
    decided = list(Comment.objects.filter(events__batch=batch))
    answers = list(open_answers(decided).exclude(pk__in=chosen))
    asked = Comment.objects.filter(pk__in=[answer.pk for answer in answers])
    asked.reject(by=by, seen=seen_now(answers), batch=batch, reason=str(WENT_WITH_IT))


def _note_down(decision: Decision, by: User) -> None:
    decided = ModerationEvent.objects.filter(batch=decision.batch).order_by().values_list("comment_id", flat=True)
    Note.objects.bulk_create(Note(comment_id=pk, text=decision.note, by=by) for pk in decided)


def _outcome(seen: Mapping[int, Seen], decision: Decision) -> Outcome:
    """Tell what was done from what came too late; what was seen to be so already is neither."""
    done = sorted(ModerationEvent.objects.filter(batch=decision.batch).order_by().values_list("comment_id", flat=True))
    others = seen.keys() - set(done)
    if not others:
        return Outcome(done, [])
    late = Comment.objects.filter(pk__in=others).for_cards().order_by("pk")
    newest = _newest_events(others)
    wished = STATUS_AFTER.get(decision.name)
    as_wished = {pk for pk, known in seen.items() if known.status == wished}
    changed = [each for each in late if each.pk not in as_wished or (each.status, each.revision) != seen[each.pk]]
    return Outcome(done, [TooLate(comment, newest.get(comment.pk)) for comment in changed])


def _newest_events(comment_ids: Set[int]) -> dict[int, ModerationEvent]:
    events = (
        ModerationEvent.objects.filter(comment__in=comment_ids).select_related("user", "reason", "rule").order_by("pk")
    )
    return {event.comment_id: event for event in events}
