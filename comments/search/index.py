"""Keeping the terms that readers find a comment by: its author's name and the text that is public, or would be."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.search.terms import terms_of
from comments.models import Comment, SearchTerms


def index_terms(comments: Iterable[Comment]) -> None:
    """Write the terms of comments, in the transaction in which what readers see of them is stored or changes."""
    rows = [SearchTerms(comment=comment, text=public_terms(comment)) for comment in comments]
    SearchTerms.objects.bulk_create(rows, update_conflicts=True, unique_fields=["comment"], update_fields=["text"])


def public_terms(comment: Any) -> str:
    """Return the terms of a comment, or of the comment as a migration knows it."""
    shown = comment.public_body or comment.body
    return " ".join(filter(None, (terms_of(comment.author_name), terms_of(shown))))
