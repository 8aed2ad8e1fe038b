"""
Cheap evidence beside the verdict: what was noticed when a comment came in, marked for people. It decides nothing.

The marks of the form itself (links, trap, haste) are set where its fields are read.
"""

from __future__ import annotations

from datetime import timedelta

from comments.models import Comment

REMEMBERED = timedelta(days=1)
# Shorter texts are the same by chance: "Merci pour cet article."
SHORTEST_NOTED = 40


def mark_repetition(comment: Comment) -> None:
    """Mark a text that somebody sent within a day before, under any story; its hash is set."""
    since = comment.submitted_at - REMEMBERED
    same = Comment.objects.filter(body_hash=comment.body_hash, submitted_at__gt=since)
    if len(comment.body) >= SHORTEST_NOTED and same.exists():
        comment.marks.append(Comment.Mark.REPEATED)
