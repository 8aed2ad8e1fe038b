"""
Rules made ready to be asked about comments: lists become automata, once per process and edition of the rule.

What is kept is dropped with the rule's next edition, and what was not used longest when there are many.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError

from comments.models import Comment, Rule
from comments.rules.conditions import Condition, make_conditions, needs_of
from comments.rules.known import Known, Needs
from comments.rules.matches import KEPT_AT_MOST, Match

logger = logging.getLogger(__name__)

KEPT_RULES = 200
FOR_PUBLISHED = (Rule.Action.HIDE, Rule.Action.CLOSE)
_kept: dict[int, tuple[str, list[Condition]]] = {}


@dataclass(frozen=True)
class ReadyRule:
    rule: Rule
    conditions: list[Condition]

    @property
    def needs(self) -> Needs:
        return needs_of(self.conditions)

    def find(self, comment: Comment, known: Known) -> list[Match]:
        """Return what matched, where the rule may act on the comment as it stands; the story must be loaded."""
        return self.match(comment, known) if self._may_act(comment) else []

    def match(self, comment: Comment, known: Known) -> list[Match]:
        """Return what matched when all conditions are true, whatever the comment's state, else nothing."""
        if not self.conditions or self.rule.section_id not in (None, comment.article.section_id):
            return []
        found: list[Match] = []
        for condition in self.conditions:
            matches = condition.find(comment, known)
            if not matches:
                return []
            found += matches
        return found[:KEPT_AT_MOST]

    def _may_act(self, comment: Comment) -> bool:
        """Hide what is published, do the rest to what waits, and publish only what Akismet calls ham for good."""
        if comment.status == Comment.Status.APPROVED:
            return self.rule.action in FOR_PUBLISHED
        if self.rule.action == Rule.Action.APPROVE:
            return comment.verdict == Comment.Verdict.HAM and not comment.recheck_reason
        return self.rule.action != Rule.Action.HIDE


def rules_in_force(at: datetime) -> list[ReadyRule]:
    """Return the rules that are on, in their order. One that cannot be read is left out and logged."""
    rules = Rule.objects.in_force(at).select_related("reason")
    return [ready for rule in rules if (ready := _ready(rule))]


def make_ready(rule: Rule) -> ReadyRule:
    """Make a rule ready. Raise ValidationError or LookupError where what is stored cannot be read."""
    stamp = f"{rule.edition} {rule.created_at.isoformat()} {rule.conditions}"
    kept, conditions = _kept.pop(rule.pk, ("", []))
    if kept != stamp:
        entries = list(rule.entries.order_by().values_list("kind", "text"))
        conditions = make_conditions(rule.conditions, entries)
    _kept[rule.pk] = (stamp, conditions)
    while len(_kept) > KEPT_RULES:
        del _kept[next(iter(_kept))]
    return ReadyRule(rule, conditions)


def needs_of_all(rules: Iterable[ReadyRule]) -> Needs:
    return Needs.of_all(ready.needs for ready in rules)


def _ready(rule: Rule) -> ReadyRule | None:
    try:
        return make_ready(rule)
    except (ValidationError, LookupError, ValueError, TypeError):
        logger.exception("Rule %s cannot be read and does nothing", rule.pk)
        return None
