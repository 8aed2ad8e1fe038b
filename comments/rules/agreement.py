"""
How often people agree with a rule: on what it did, as far as they looked at it, or on what it would have done.

Agreed is publishing that people left or repeated, spam that people call spam, and for whatever keeps a comment off the
page that people did not publish it. An act that was taken back is disagreement, one that a person left as it is agrees.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.models import Rule, RuleHit
from comments.models.states import APPROVED, REJECTED, SPAM

Action = Rule.Action
# What people must have decided for an action to have been right.
RIGHT = {
    Action.APPROVE: (APPROVED,),
    Action.SPAM: (SPAM,),
    Action.REJECT: (REJECTED, SPAM),
    Action.HOLD: (REJECTED, SPAM),
    Action.HIDE: (REJECTED, SPAM),
    Action.CLOSE: (REJECTED, SPAM),
}
DAYS = 30
# Below this share, of so many that people looked at, the page warns.
WARN_BELOW = 0.8
WARN_FROM = 20


@dataclass(frozen=True)
class Agreement:
    """Of so many acts so many were looked at by people, and with so many of these they agreed."""

    acts: int = 0
    looked_at: int = 0
    agreed: int = 0

    @property
    def percent(self) -> str:
        if not self.looked_at:
            return "–"
        return _("%(number)s%%") % {"number": round(100 * self.agreed / self.looked_at)}

    @property
    def warns(self) -> bool:
        return self.looked_at >= WARN_FROM and self.agreed / self.looked_at < WARN_BELOW


def is_right(action: str, status: str) -> bool:
    """Tell whether a rule with this action is right about what people gave this status."""
    return status in RIGHT[Action(action)]


def agreements(rules: Collection[Rule], now: datetime | None = None) -> dict[int, Agreement]:
    """Return how people judged what each rule did in the last thirty days, from one query."""
    since = (now or timezone.now()) - timedelta(days=DAYS)
    acts = RuleHit.objects.acts().filter(rule__in=rules, created_at__gt=since).order_by()
    rows = acts.values_list("rule").annotate(
        acts=Count("pk"),
        looked_at=Count("pk", filter=_TAKEN_BACK | _UPHELD | _DECIDED),
        agreed=Count("pk", filter=~_TAKEN_BACK & (_DECIDED_RIGHT | (_UPHELD & ~_DECIDED))),
    )
    found = {rule: Agreement(*counts) for rule, *counts in rows}
    return {rule.pk: found.get(rule.pk, Agreement()) for rule in rules}


def _right() -> Q:
    right = Q()
    for action, statuses in RIGHT.items():
        for status in statuses:
            right |= Q(action=action, comment__status=status)
    return right


_TAKEN_BACK = Q(taken_back_at__isnull=False)
_UPHELD = Q(upheld_at__isnull=False)
# A decision on one comment says nothing of a thread that was closed because of it.
_DECIDED = (
    Q(comment__decided_by__isnull=False)
    & Q(comment__decided_at__gt=F("created_at"))
    & (Q(comment__status=APPROVED) | Q(comment__status=REJECTED) | Q(comment__status=SPAM))
    & ~Q(action=Action.CLOSE)
)
_DECIDED_RIGHT = _DECIDED & _right()
