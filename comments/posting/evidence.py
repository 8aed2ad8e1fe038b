"""
Cheap evidence beside the verdict: what was noticed when a comment came in, marked for people. It decides nothing.

The marks of the form itself (links, trap, haste) are set where its fields are read.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils.crypto import salted_hmac

from comments.models import Comment

REMEMBERED = timedelta(days=1)
# Shorter texts are the same by chance: "Merci pour cet article."
SHORTEST_NOTED = 40


def body_hash(text: str) -> str:
    """Return a keyed hash of the words, whatever their case and the space between them."""
    words = " ".join(text.casefold().split())
    return salted_hmac("comments.body", words, algorithm="sha256").hexdigest()[:32]


def email_hash(address: str) -> str:
    """Return a keyed hash of an e-mail address, whatever its case."""
    return salted_hmac("comments.email", address.strip().casefold(), algorithm="sha256").hexdigest()[:32]


def mark_repetition(comment: Comment) -> None:
    """Mark a text that somebody sent within a day before, under any story."""
    comment.body_hash = body_hash(comment.body)
    since = comment.submitted_at - REMEMBERED
    same = Comment.objects.filter(body_hash=comment.body_hash, submitted_at__gt=since)
    if len(comment.body) >= SHORTEST_NOTED and same.exists():
        comment.marks.append(Comment.Mark.REPEATED)
