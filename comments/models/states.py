"""
The states of a comment, and the questions to them that queues, the worker and feedback ask.

A condition that an index has stands here once, for the index and for whoever asks.
"""

from typing import NamedTuple

from django.db.models import Q

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
# What is published and followers of the discussion could not be told of yet: the undo window is asked for beside it.
TO_ANNOUNCE = Q(status=APPROVED, announced_at=None)
# What a rule may leave; only hiding touches what is published.
RULE_LEAVES = {APPROVED: (PENDING,), REJECTED: (PENDING,), SPAM: (PENDING,), PENDING: (APPROVED,)}


class Seen(NamedTuple):
    """The state and the revision of a comment that were on a moderator's screen."""

    status: str
    revision: int
