"""The published thread as HTML: each comment is a filled stencil of `comments/_comment.html`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from django.utils.safestring import SafeString

from articles.dates import moment_in_words
from articles.stencils import NUMBER, Stencil, joined, mark, stencil
from comments.markup import paragraphs
from comments.models import Comment
from comments.text import web_address

MARKS = {name: mark(name) for name in ("depth", "name", "sent_at", "sent", "text")}


def thread_html(comments: Iterable[Comment], *, is_open: bool) -> SafeString:
    @cache
    def shaped(
        status: str,
        has_site: bool = False,
        has_answered: bool = False,
        is_newsroom: bool = False,
        is_featured: bool = False,
        is_shortened: bool = False,
    ) -> Stencil:
        return stencil(
            "comments/_comment.html",
            number=NUMBER,
            status=status,
            is_newsroom=is_newsroom,
            is_featured=is_featured,
            is_shortened=is_shortened,
            is_open=is_open,
            site=mark("site") if has_site else "",
            answered=mark("answered") if has_answered else "",
            **MARKS,
        )

    def html(comment: Comment) -> SafeString:
        if comment.status != Comment.Status.APPROVED:
            # The place of one that is not public any more: nothing of it but where it stood.
            return shaped(comment.status).fill(number=comment.pk, depth=comment.depth)
        site, answered = _site(comment), _answered(comment)
        pattern = shaped(
            comment.status,
            has_site=bool(site),
            has_answered=bool(answered),
            is_newsroom=comment.is_from_newsroom,
            is_featured=bool(comment.featured_at),
            is_shortened=comment.is_shortened,
        )
        return pattern.fill(
            number=comment.pk,
            depth=comment.depth,
            name=comment.author_name,
            site=site,
            answered=answered,
            sent_at=comment.submitted_at.isoformat(timespec="seconds"),
            sent=moment_in_words(comment.submitted_at),
            text=paragraphs(comment.shown_body),
        )

    return joined("\n", map(html, comments))


def _site(comment: Comment) -> str:
    """Return where the author's name leads: to the site of a reader, or to our page about whoever answers for us."""
    return comment.author_url if comment.is_from_newsroom else web_address(comment.author_url)


def _answered(comment: Comment) -> str:
    """Return the name of who is answered, while that comment is public."""
    is_public = comment.answered_status == Comment.Status.APPROVED  # type: ignore[attr-defined]  # see thread.py
    return comment.answered_name if is_public else ""  # type: ignore[attr-defined]
