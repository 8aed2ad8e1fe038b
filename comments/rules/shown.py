"""What cards show of rules: those that matched a comment, and where in its text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from itertools import chain

from comments.models import Comment, RuleHit
from comments.rules.matches import spans_in_text


def hits_of(comments: Sequence[Comment]) -> dict[int, list[RuleHit]]:
    """Return the hits of these comments: those of the text as it is now, and not taken back. One query."""
    revisions = {comment.pk: comment.revision for comment in comments}
    standing = RuleHit.objects.filter(comment__in=revisions, taken_back_at=None).select_related("rule")
    hits: dict[int, list[RuleHit]] = defaultdict(list)
    for hit in standing.order_by("rule__position", "pk"):
        if hit.revision == revisions[hit.comment_id]:
            hits[hit.comment_id].append(hit)
    return hits


def spans_of(hits: Sequence[RuleHit]) -> list[tuple[int, int]]:
    """Return the places in the text that rules matched, in order and apart from each other."""
    return spans_in_text(list(chain.from_iterable(hit.matched for hit in hits)))
