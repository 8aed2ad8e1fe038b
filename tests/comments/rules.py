"""What tests of rules share: comments that are due, and what became of them."""

from __future__ import annotations

from django.utils import timezone

from comments.models import Comment, RuleHit
from comments.rules.engine import apply_due_rules
from tests.factories import make_comment

LINK = "Voyez https://exemple.example/page"


def due(**values) -> Comment:
    """Make a comment with a link that the rules are to look at."""
    return make_comment(**{"body": LINK, "rules_due_at": timezone.now()} | values)


def ring_again(comment: Comment) -> None:
    Comment.objects.filter(pk=comment.pk).make_due_for_rules()


def apply_to(comment: Comment) -> Comment:
    """Apply the rules that are on to this comment, and return it as it is afterwards."""
    ring_again(comment)
    apply_due_rules()
    comment.refresh_from_db()
    return comment


def hits_of(comment: Comment) -> list[tuple[str, bool]]:
    """Return the rules that matched, each with whether it acted."""
    return list(RuleHit.objects.filter(comment=comment).order_by("rule__position").values_list("rule__name", "acted"))
