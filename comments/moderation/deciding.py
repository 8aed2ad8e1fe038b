"""
A moderator's decision on one comment or many, from the desk or the admin: what was done, and what came too late.

A decision counts for what its maker saw. Whoever was slower changes nothing and learns who decided what, and when.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from comments.models import Comment, ModerationEvent, RejectionReason
from comments.models.decisions import DISAGREES, Seen
from comments.tasks import report_decisions, ring

# The names of the decisions in forms and addresses, and the words on their buttons.
DECISIONS = {
    "approve": pgettext_lazy("decision", "Approve"),
    "keep": pgettext_lazy("decision", "Keep it published"),
    "reject": pgettext_lazy("decision", "Reject"),
    "spam": pgettext_lazy("decision", "Spam"),
    "reopen": _("Take back"),
}


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


def decide(seen: Mapping[int, Seen], decision: str, *, by: User, reason: RejectionReason | str = "") -> Outcome:
    """Decide on comments as they were seen; the feedback that follows is due once the undo window has passed."""
    batch = uuid.uuid4()
    asked = Comment.objects.filter(pk__in=seen)
    with transaction.atomic():
        match decision:
            case "approve":
                asked.approve(by=by, seen=seen, batch=batch)
            case "keep":
                asked.keep(by=by, seen=seen, batch=batch)
            case "reject":
                asked.reject(by=by, seen=seen, batch=batch, reason=reason)
            case "spam":
                asked.mark_as_spam(by=by, seen=seen, batch=batch)
            case "reopen":
                asked.reopen(by=by, seen=seen, batch=batch)
        ring_for_feedback(batch)
    return _outcome(seen, batch)


def ring_for_feedback(batch: uuid.UUID) -> None:
    """Ring for the worker, for the moment at which nobody can take these decisions back any more."""
    if Comment.objects.filter(DISAGREES, events__batch=batch).exists():
        ring(report_decisions, at=timezone.now() + timedelta(seconds=settings.UNDO_WINDOW))


def _outcome(seen: Mapping[int, Seen], batch: uuid.UUID) -> Outcome:
    done = sorted(ModerationEvent.objects.filter(batch=batch).order_by().values_list("comment_id", flat=True))
    others = seen.keys() - set(done)
    if not others:
        return Outcome(done, [])
    late = Comment.objects.filter(pk__in=others).select_related("article", "decided_by", "parent").order_by("pk")
    newest = _newest_events(others)
    return Outcome(done, [TooLate(comment, newest.get(comment.pk)) for comment in late])


def _newest_events(comment_ids: Set[int]) -> dict[int, ModerationEvent]:
    events = ModerationEvent.objects.filter(comment__in=comment_ids).select_related("user", "reason").order_by("pk")
    return {event.comment_id: event for event in events}
