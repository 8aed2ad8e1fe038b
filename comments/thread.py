"""The public thread of a story: one page of it from two queries, however many comments there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import F

from articles.models import Article
from comments.models import Comment
from comments.models.comment import PATH_SEGMENT
from comments.models.decisions import CommentQuerySet

PAGE_SIZE = 100
_SHOWN = (
    "author_name",
    "author_url",
    "body",
    "submitted_at",
    "status",
    "path",
    "depth",
    "article",
    "newsroom_by",
)


@dataclass(frozen=True)
class ThreadPage:
    """Comments in the order of the thread; those that are not public any more stand in it as places without words."""

    comments: list[Comment]
    next_after: str
    is_first: bool


def thread_page(article: Article, after: str) -> ThreadPage:
    """Return the comments behind a place in the thread, led by those that the first of them answers."""
    approved = Comment.objects.approved_under(article)
    found = list(_for_page(approved.filter(path__gt=after).order_by("path"))[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    places = _missing_ancestors(article, shown)
    comments = sorted([*places, *shown], key=lambda comment: comment.path)
    return ThreadPage(comments, shown[-1].path if len(found) > PAGE_SIZE else "", is_first=not after)


def place_before(comment: Comment) -> str:
    """Return the place in the thread right before a comment, so that a page of the thread begins with it."""
    head, last = comment.path[:-PATH_SEGMENT], comment.path[-PATH_SEGMENT:]
    return f"{head}{int(last, 16) - 1:0{PATH_SEGMENT}x}"


def _for_page(comments: CommentQuerySet) -> CommentQuerySet:
    """Load what the thread shows, with the name and the status of the comment that each one answers."""
    answered = {"answered_name": F("parent__author_name"), "answered_status": F("parent__status")}
    return comments.only(*_SHOWN).annotate(**answered)


def _missing_ancestors(article: Article, shown: list[Comment]) -> list[Comment]:
    present = {comment.path for comment in shown}
    wanted = {
        comment.path[: PATH_SEGMENT * depth] for comment in shown for depth in range(1, comment.depth + 1)
    } - present
    if not wanted:
        return []
    return list(_for_page(Comment.objects.filter(article=article, path__in=wanted)))
