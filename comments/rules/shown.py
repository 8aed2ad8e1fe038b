"""What cards show of rules: those that matched a comment, and its text with what they found marked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from django.db.models import Prefetch
from django.utils.safestring import SafeString

from comments.markup import paragraphs
from comments.models import Comment, RuleHit
from comments.models.decisions import CommentQuerySet
from comments.rules.matches import spans_in_text


def with_hits(comments: CommentQuerySet) -> CommentQuerySet:
    """Load the rules that matched these comments: one query for all of them."""
    hits = RuleHit.objects.select_related("rule").order_by("rule__position", "pk")
    return comments.prefetch_related(Prefetch("rule_hits", queryset=hits, to_attr="hits"))


def shown_hits(comment: Comment) -> Sequence[RuleHit]:
    """Return what was loaded of this comment's hits: those of the text as it is now, and not taken back."""
    hits: Sequence[RuleHit] = comment.__dict__.get("hits", ())
    return [hit for hit in hits if hit.revision == comment.revision and hit.taken_back_at is None]


def marked_text(comment: Comment) -> SafeString:
    matched = list(chain.from_iterable(hit.matched for hit in shown_hits(comment)))
    return paragraphs(comment.body, spans_in_text(matched))
