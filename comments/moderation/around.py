"""What stands around a comment: in its thread, and in the history of its author."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from comments.models import Comment, Note
from comments.models.comment import PATH_SEGMENT

SHOWN = 12
HISTORY_SHOWN = 30


@dataclass(frozen=True)
class Around:
    """The comments above one, those beside it and those below, each part of them bounded."""

    above: Sequence[Comment]
    beside: Sequence[Comment]
    below: Sequence[Comment]


def around(comment: Comment) -> Around:
    in_thread = Comment.objects.filter(article=comment.article_id).select_related("decided_by")
    ancestors = [comment.path[: PATH_SEGMENT * depth] for depth in range(1, comment.depth + 1)]
    below = Comment.objects.below([comment]).order_by("path")[:SHOWN]
    if comment.parent_id is None:
        return Around([], [], list(below))
    beside = in_thread.filter(parent=comment.parent_id).exclude(pk=comment.pk).order_by("path")[:SHOWN]
    return Around(list(in_thread.filter(path__in=ancestors).order_by("path")), list(beside), list(below))


def history_of_author(comment: Comment) -> Sequence[Comment]:
    """Return the latest comments from the same e-mail address, the newest first, without this one."""
    if not comment.email_hash:
        return []
    same = Comment.objects.filter(email_hash=comment.email_hash).exclude(pk=comment.pk)
    return list(same.select_related("article", "decided_by").order_by("-submitted_at", "-pk")[:HISTORY_SHOWN])


def other_names(comment: Comment) -> list[str]:
    """Return the other names that were used with the same e-mail address, a few of them."""
    same = Comment.objects.filter(email_hash=comment.email_hash or "-").exclude(author_name=comment.author_name)
    return list(same.order_by("author_name").values_list("author_name", flat=True).distinct()[:SHOWN])


def other_authors(comment: Comment) -> Sequence[Comment]:
    """Return comments that came from the same network address under other e-mail addresses, the newest first."""
    if not comment.address_hash:
        return []
    same = Comment.objects.filter(address_hash=comment.address_hash).exclude(email_hash=comment.email_hash)
    return list(same.select_related("article", "decided_by").order_by("-submitted_at")[:SHOWN])


def notes_on_author(comment: Comment) -> Sequence[Note]:
    if not comment.email_hash:
        return []
    return list(Note.objects.filter(email_hash=comment.email_hash).select_related("by"))
