"""The public thread of a story: one page of it from a bounded number of queries, however many comments there are."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import BooleanField, DateTimeField, F
from django.db.models.expressions import RawSQL

from articles.microseconds import to_microseconds
from articles.models import Article
from comments.models import Comment
from comments.models.comment import PATH_SEGMENT
from comments.models.decisions import CommentQuerySet
from comments.models.discussion import ThreadOrder
from comments.models.featuring import FEATURED_MAX
from comments.thread_order import END, WHOLE_THREAD, chosen_first, rest_of, root_of

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
    "parent",
    "newsroom_by",
    "featured_at",
)


@dataclass(frozen=True)
class ThreadPage:
    """
    Comments as they stand on the page; those that are not public any more are places without words.

    `begins_at` is the comment behind the place that was asked for. `published_until` tells, in microseconds, when the
    story's last comment was published: whatever is published later is new to who reads this page.
    """

    comments: list[Comment]
    order: str
    next_after: str
    is_first: bool
    begins_at: Comment | None
    featured: list[Comment]
    has_featured: bool
    published_until: int


def thread_page(article: Article, after: str, order: str) -> ThreadPage:
    """
    Return the comments behind a place in the thread, each led by those that it answers.

    Read with the newest first, a thread that does not fit on one page goes on with its older answers on the next.
    """
    found = _behind(article, after, order)
    shown = found[:PAGE_SIZE]
    first = found[0] if found else None
    last_published_at = first.last_published_at if first else None  # type: ignore[attr-defined]  # see _of_story
    return ThreadPage(
        comments=_in_threads([*_missing_ancestors(article, shown), *shown], shown),
        order=order,
        next_after=shown[-1].path if len(found) > PAGE_SIZE else "",
        is_first=not after,
        begins_at=first if after else None,
        featured=[] if after or order == ThreadOrder.FEATURED else _featured(article, found),
        has_featured=bool(first and first.any_is_featured),  # type: ignore[attr-defined]  # see _of_story
        published_until=to_microseconds(last_published_at) if last_published_at else 0,
    )


def _behind(article: Article, after: str, order: str) -> list[Comment]:
    """Return what a page holds and one more. In the order of choices, each of them may cost two queries."""
    approved = _for_page(Comment.objects.approved_under(article)).annotate(**_of_story(article))
    if order == ThreadOrder.NEWEST:
        return list(approved.filter(path__lt=after or END).order_by("-path")[: PAGE_SIZE + 1])
    spans = [WHOLE_THREAD]
    if order == ThreadOrder.FEATURED:
        spans = chosen_first(dict.fromkeys(map(root_of, _chosen(article))))
    found: list[Comment] = []
    for span in rest_of(spans, after) if after else spans:
        within = approved.filter(path__gt=span.low, path__lte=span.high).order_by("path")
        found += within[: PAGE_SIZE + 1 - len(found)]
        if len(found) > PAGE_SIZE:
            break
    return found


def _in_threads(comments: list[Comment], shown: list[Comment]) -> list[Comment]:
    """Return comments in their threads, which stand in the order of what is shown."""
    rank = {root: number for number, root in enumerate(dict.fromkeys(map(root_of, shown)))}
    return sorted(comments, key=lambda comment: (rank[root_of(comment)], comment.path))


def _featured(article: Article, found: list[Comment]) -> list[Comment]:
    """Return what the newsroom has chosen of the story: without a query where nothing is, or all of it is here."""
    if not found or not found[0].any_is_featured:  # type: ignore[attr-defined]  # see _of_story
        return []
    if len(found) > PAGE_SIZE:
        return _chosen(article)
    chosen_here = [comment for comment in found if comment.featured_at]
    return sorted(chosen_here, key=lambda comment: (comment.featured_at, comment.pk), reverse=True)


def _chosen(article: Article) -> list[Comment]:
    chosen = Comment.objects.approved_under(article).filter(featured_at__isnull=False)
    return list(chosen.only(*_SHOWN).order_by("-featured_at", "-pk")[:FEATURED_MAX])


def _for_page(comments: CommentQuerySet) -> CommentQuerySet:
    """Load what the thread shows, with the name and the status of the comment that each one answers."""
    answered = {"answered_name": F("parent__author_name"), "answered_status": F("parent__status")}
    return comments.only(*_SHOWN).annotate(**answered)


def _of_story(article: Article) -> dict[str, RawSQL]:
    """Ask, once for the whole page, what is true of all under the story; in SQL it costs a tenth of Exists."""
    return {
        "any_is_featured": RawSQL(
            "EXISTS (SELECT 1 FROM comments_comment WHERE article_id = %s AND featured_at IS NOT NULL)",
            [article.pk],
            BooleanField(),
        ),
        "last_published_at": RawSQL(
            "(SELECT MAX(decided_at) FROM comments_comment"
            " WHERE article_id = %s AND status = 'approved' AND decided_at IS NOT NULL)",
            [article.pk],
            DateTimeField(),
        ),
    }


def _missing_ancestors(article: Article, shown: list[Comment]) -> list[Comment]:
    present = {comment.path for comment in shown}
    wanted = {
        comment.path[: PATH_SEGMENT * depth] for comment in shown for depth in range(1, comment.depth + 1)
    } - present
    if not wanted:
        return []
    return list(_for_page(Comment.objects.filter(article=article, path__in=wanted)))
