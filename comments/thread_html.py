"""The published thread as HTML: each comment is a filled stencil of `comments/_comment.html`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain, groupby

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.dates import moment_in_words
from articles.stencils import NUMBER, Stencil, joined, mark, stencil
from comments.markup import paragraphs
from comments.models import Comment
from comments.text import web_address
from comments.thread import ThreadPage
from comments.thread_order import root_of

MARKS = {name: mark(name) for name in ("depth", "name", "sent_at", "sent", "text")}
# Answers below this depth are collapsed, where so many of them stand together.
SHOWN_DEPTH, COLLAPSED_MIN = 2, 3
TO_FORM = "#comment-form"


def thread_html(thread: ThreadPage, *, is_open: bool) -> SafeString:
    here = {comment.pk for comment in thread.comments}

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
            answered_at=mark("answered_at"),
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
            answered_at=_answered_at(comment, here),
            sent_at=comment.submitted_at.isoformat(timespec="seconds"),
            sent=moment_in_words(comment.submitted_at),
            text=paragraphs(comment.shown_body),
        )

    def thread_of(root: Comment, answers: list[Comment], way_on: str) -> Iterator[SafeString]:
        yield html(root)
        if answers and way_on:
            yield stencil("comments/_way_on.html", way_on=mark("way_on"), to_form=way_on == TO_FORM).fill(way_on=way_on)
        for is_deep, group in groupby(answers, key=lambda answer: answer.depth > SHOWN_DEPTH):
            together = list(group)
            answers_html = joined("\n", map(html, together))
            if is_deep and len(together) >= COLLAPSED_MIN:
                yield _collapsed(together, answers_html, is_open=thread.begins_at in together)
            else:
                yield answers_html

    threads = [list(group) for _root, group in groupby(thread.comments, key=root_of)]
    ways_on = [f"#comment-{first.pk}" for first, *_answers in threads[1:]] + [TO_FORM if is_open else ""]
    parts = [thread_of(root, answers, on) for (root, *answers), on in zip(threads, ways_on, strict=False)]
    return joined("\n", chain.from_iterable(parts))


def _collapsed(answers: list[Comment], html: SafeString, *, is_open: bool) -> SafeString:
    count = sum(answer.status == Comment.Status.APPROVED for answer in answers)
    words = ngettext("%(count)d more answer", "%(count)d more answers", count) % {"count": count}
    shape = stencil("comments/_more_answers.html", words=mark("words"), answers=mark("answers"), is_open=is_open)
    return shape.fill(words=words, answers=html)


def _site(comment: Comment) -> str:
    """Return where the author's name leads: to the site of a reader, or to our page about whoever answers for us."""
    return comment.author_url if comment.is_from_newsroom else web_address(comment.author_url)


def _answered(comment: Comment) -> str:
    """Return the name of who is answered, while that comment is public."""
    is_public = comment.answered_status == Comment.Status.APPROVED  # type: ignore[attr-defined]  # see thread.py
    return comment.answered_name if is_public else ""  # type: ignore[attr-defined]


def _answered_at(comment: Comment, here: set[int]) -> str:
    """Return where the comment that is answered stands: on this page, or behind its permalink."""
    number = comment.parent_id
    if number is None:
        return ""
    return f"#comment-{number}" if number in here else reverse("comments:comment", args=[number])
