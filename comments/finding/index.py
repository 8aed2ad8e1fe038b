"""Storing new comments with all that they are found by."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.crypto import salted_hmac

from articles.folding import words_of
from comments.finding.language import language_of
from comments.finding.traits import traits_of
from comments.models import Comment, SearchText, Trait
from comments.posting.limits import address_hash
from comments.search.index import index_terms
from comments.text import count_addresses


def email_hash(address: str) -> str:
    """Return a keyed hash by which comments of one e-mail address are found without asking for the address."""
    if not address:
        return ""
    return salted_hmac("comments.email", address.strip().casefold(), algorithm="sha256").hexdigest()[:32]


def body_hash(text: str) -> str:
    """Return a keyed hash of the words, whatever their case and the space between them."""
    words = " ".join(text.casefold().split())
    return salted_hmac("comments.body", words, algorithm="sha256").hexdigest()[:32]


def describe(comment: Comment) -> None:
    """Set the columns by which a comment is found: they follow from what its author sent."""
    comment.address_hash = address_hash(comment.ip_address)
    comment.email_hash = email_hash(comment.author_email)
    comment.body_hash = body_hash(comment.body)
    comment.link_count = count_addresses(comment.body)
    comment.language = language_of(words_of(comment.body))


def store(comments: Sequence[Comment], batch_size: int = 500) -> None:
    """Insert described comments and what they are found by, in one transaction of the caller's."""
    Comment.objects.bulk_create(comments, batch_size=batch_size)
    index(comments)


def index(comments: Sequence[Comment]) -> None:
    """Write what these comments are found by; they are stored, and have no such rows yet."""
    Trait.objects.bulk_create(
        (
            Trait(comment=comment, kind=kind, value=value)
            for comment in comments
            for kind, value in sorted(traits_of(comment))
        ),
        batch_size=2000,
    )
    SearchText.objects.bulk_create(SearchText(comment=comment, text=searched_words(comment)) for comment in comments)
    index_terms(comments)


def searched_words(comment: Comment) -> str:
    """Return the words that a search looks in: what was sent, and the headline it was sent under."""
    parts = (
        comment.author_name,
        comment.author_email,
        comment.author_url,
        comment.article.headline,
        comment.body,
    )
    return " ".join(words_of(" ".join(parts)))
