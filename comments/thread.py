"""The public thread of a story: one page of it from two queries, however many comments there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, F
from django.db.models.expressions import RawSQL

from articles.models import Article
from comments.models import Comment
from comments.models.comment import PATH_SEGMENT
from comments.models.decisions import CommentQuerySet
from comments.models.featuring import FEATURED_MAX

PAGE_SIZE = 100
_SHOWN = (
    "author_name",
    "author_url",
    "body",
    "public_body",
    "submitted_at",
    "status",
    "path",
    "depth",
    "article",
    "newsroom_by",
    "featured_at",
)


@dataclass(frozen=True)
class ThreadPage:
    """Comments in the order of the thread; those that are not public any more stand in it as places without words."""

    comments: list[Comment]
    next_after: str
    is_first: bool
    featured: list[Comment]


def thread_page(article: Article, after: str) -> ThreadPage:
    """Return the comments behind a place in the thread, led by those that the first of them answers."""
    approved = Comment.objects.approved_under(article)
    on_page = _for_page(approved.filter(path__gt=after).order_by("path"))
    if not after:
        on_page = on_page.annotate(any_is_featured=_any_is_featured(article))
    found = list(on_page[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    places = _missing_ancestors(article, shown)
    comments = sorted([*places, *shown], key=lambda comment: comment.path)
    next_after = shown[-1].path if len(found) > PAGE_SIZE else ""
    return ThreadPage(comments, next_after, not after, [] if after else _featured(article, found))


def place_before(comment: Comment) -> str:
    """Return the place in the thread right before a comment, so that a page of the thread begins with it."""
    head, last = comment.path[:-PATH_SEGMENT], comment.path[-PATH_SEGMENT:]
    return f"{head}{int(last, 16) - 1:0{PATH_SEGMENT}x}"


def _featured(article: Article, found: list[Comment]) -> list[Comment]:
    """Return what the newsroom has chosen of the story: without a query where nothing is, or all of it is here."""
    if not found or not found[0].any_is_featured:  # type: ignore[attr-defined]  # see thread_page
        return []
    if len(found) > PAGE_SIZE:
        chosen = Comment.objects.approved_under(article).filter(featured_at__isnull=False)
        return list(chosen.only(*_SHOWN).order_by("-featured_at", "-pk")[:FEATURED_MAX])
    chosen_here = [comment for comment in found if comment.featured_at]
    return sorted(chosen_here, key=lambda comment: (comment.featured_at, comment.pk), reverse=True)


def _for_page(comments: CommentQuerySet) -> CommentQuerySet:
    """Load what the thread shows, with the name and the status of the comment that each one answers."""
    answered = {"answered_name": F("parent__author_name"), "answered_status": F("parent__status")}
    return comments.only(*_SHOWN).annotate(**answered)


def _any_is_featured(article: Article) -> RawSQL:
    """Ask, once for the whole page, whether anything under the story is featured; in SQL it costs a tenth of Exists."""
    return RawSQL(
        "EXISTS (SELECT 1 FROM comments_comment WHERE article_id = %s AND featured_at IS NOT NULL)",
        [article.pk],
        BooleanField(),
    )


def _missing_ancestors(article: Article, shown: list[Comment]) -> list[Comment]:
    present = {comment.path for comment in shown}
    wanted = {
        comment.path[: PATH_SEGMENT * depth] for comment in shown for depth in range(1, comment.depth + 1)
    } - present
    if not wanted:
        return []
    return list(_for_page(Comment.objects.filter(article=article, path__in=wanted)))
