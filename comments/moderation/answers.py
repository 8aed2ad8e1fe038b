"""What becomes of the answers to comments that are taken away: they stay in their places, or go with them."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from comments.models import Comment
from comments.models.decisions import CommentQuerySet
from comments.models.states import APPROVED, PENDING

KEEP, TAKE = "keep", "take"
CHOICES = {KEEP: _("Leave the answers"), TAKE: _("Reject the answers too")}
# What the author of an answer reads that goes with the comment above it.
WENT_WITH_IT = _("The comment that yours answered was removed.")
# The answers to more comments than this at once are not looked for: they stay.
ASKED_ABOUT_MAX = 50


def open_answers(comments: Collection[Comment]) -> CommentQuerySet:
    """Return what stands below these comments and is public or waits."""
    numbers = [comment.pk for comment in comments]
    answered = set(Comment.objects.filter(parent__in=numbers).order_by().values_list("parent", flat=True).distinct())
    with_answers = [comment for comment in comments if comment.pk in answered][:ASKED_ABOUT_MAX]
    is_open = Q(status=APPROVED) | Q(status=PENDING)
    return Comment.objects.below(with_answers).filter(is_open).exclude(pk__in=numbers)
