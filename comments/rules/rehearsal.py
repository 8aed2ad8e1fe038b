"""
The rehearsal: what a rule would have done in the last thirty days, and how often people decided the same. It changes
nothing.

Looked at are the newest comments, up to a number that takes a few seconds. Each is judged by what was known when it
was sent; the other rules, and what became of the writer later, play no part.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.core import signing
from django.utils import timezone

from comments.models import Comment, ModerationEvent, Rule
from comments.models.decisions import CommentQuerySet
from comments.models.states import APPROVED, REJECTED, SPAM, WITHDRAWN
from comments.rules.agreement import Agreement, is_right
from comments.rules.known import know_then
from comments.rules.matches import Match
from comments.rules.ready import ReadyRule, make_ready

DAYS = 30
LOOKED_AT_MOST = 20_000
SAMPLES = 10
# A rehearsal that was shown longer ago does not count: other comments have come since.
COUNTS_FOR = timedelta(days=1)
_SALT = "comments.rules.rehearsal"
_READ = (
    *("author_name", "author_email", "author_url", "body", "submitted_at", "ip_address", "marks", "revision"),
    "seconds_open",
    *("status", "decided_by", "verdict", "recheck_reason", "email_hash", "body_hash", "open_reports"),
    *("article__section", "article__first_published_at"),
)


@dataclass(frozen=True)
class Sample:
    """A comment that the rule would have acted on, and what matched. `agrees` is None where no person decided."""

    comment: Comment
    matched: list[Match]
    agrees: bool | None


@dataclass(frozen=True)
class Rehearsal:
    rule: Rule
    looked_at: int
    is_capped: bool
    # What people made of the comments that it would have acted on, by their status; undecided under "".
    decisions: Counter[str]
    agreement: Agreement
    against: list[Sample] = field(default_factory=list)
    others: list[Sample] = field(default_factory=list)

    @property
    def count(self) -> int:
        return self.decisions.total()

    @property
    def undecided(self) -> int:
        return self.decisions[""]

    @property
    def token(self) -> str:
        """Return what proves that this edition of the rule was shown rehearsed."""
        return signing.dumps([self.rule.pk, self.rule.edition], salt=_SALT)


def rehearsed_edition(rule: Rule, token: str) -> int | None:
    """Return the edition of the rule whose rehearsal this token was shown with; None if it is no such token."""
    try:
        number, edition = signing.loads(token, salt=_SALT, max_age=COUNTS_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return edition if number == rule.pk else None


def rehearse(rule: Rule, now: datetime | None = None) -> Rehearsal:
    """Return what the rule would have done. Raise ValidationError or LookupError where it cannot be read."""
    ready = make_ready(rule)
    newest = list(_newest(LOOKED_AT_MOST + 1))
    since = (now or timezone.now()) - timedelta(days=DAYS)
    comments = [comment for comment in newest[:LOOKED_AT_MOST] if comment.submitted_at >= since]
    found = _would_act_on(ready, comments)
    decisions = Counter(_decision(comment) for comment, _matched in found)
    samples = [Sample(comment, matched, _agrees(rule, comment)) for comment, matched in found]
    decided = [sample for sample in samples if sample.agrees is not None]
    against = [sample for sample in decided if not sample.agrees][:SAMPLES]
    others = [sample for sample in samples if sample.agrees is not False][:SAMPLES]
    return Rehearsal(
        rule=rule,
        looked_at=len(comments),
        is_capped=len(newest) > LOOKED_AT_MOST and newest[LOOKED_AT_MOST].submitted_at >= since,
        decisions=decisions,
        agreement=Agreement(len(found), len(decided), sum(bool(sample.agrees) for sample in decided)),
        against=_whole(against),
        others=_whole(others),
    )


def _newest(count: int) -> CommentQuerySet:
    """Return so many of the newest rows, by number: whatever their times are, that costs the same."""
    return Comment.objects.order_by("-pk").select_related("article").only(*_READ)[:count]


def _would_act_on(ready: ReadyRule, comments: Sequence[Comment]) -> list[tuple[Comment, list[Match]]]:
    known = know_then(comments, ready.needs)
    were_published = _were_published(comments) if ready.rule.action == Rule.Action.HIDE else set()
    found = []
    for comment in comments:
        if comment.status == WITHDRAWN or not _was_there_for(ready.rule, comment, were_published):
            continue
        if matched := ready.match(comment, known[comment.pk]):
            found.append((comment, matched))
    return found


def _was_there_for(rule: Rule, comment: Comment, were_published: set[int]) -> bool:
    """Tell whether it once was in a state in which the rule looks at it: published for hiding, ham for publishing."""
    if rule.action == Rule.Action.HIDE:
        return comment.status == APPROVED or comment.pk in were_published
    return rule.action != Rule.Action.APPROVE or comment.verdict == Comment.Verdict.HAM


def _were_published(comments: Sequence[Comment]) -> set[int]:
    oldest = min((comment.pk for comment in comments), default=0)
    left = ModerationEvent.objects.filter(comment__gte=oldest, from_status=APPROVED)
    return set(left.order_by().values_list("comment_id", flat=True))


def _decision(comment: Comment) -> str:
    """Return what a person made of it; nothing where none has decided."""
    decided = comment.decided_by_id is not None and comment.status in (APPROVED, REJECTED, SPAM)
    return comment.status if decided else ""


def _agrees(rule: Rule, comment: Comment) -> bool | None:
    decision = _decision(comment)
    return is_right(rule.action, decision) if decision else None


def _whole(samples: Sequence[Sample]) -> list[Sample]:
    """Load what the page shows of the samples."""
    numbers = [sample.comment.pk for sample in samples]
    whole = Comment.objects.select_related("article", "parent", "decided_by").in_bulk(numbers)
    return [Sample(whole[sample.comment.pk], sample.matched, sample.agrees) for sample in samples]
