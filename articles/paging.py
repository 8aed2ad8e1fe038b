"""Pages of a list by keyset: the next page begins behind the last story shown, whatever was published meanwhile."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Q
from django.http import Http404

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.revisions.due import show_due_changes

CURSOR = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")


@dataclass(frozen=True)
class Page:
    articles: list[Article]
    next_cursor: str
    is_first: bool


def page_of(articles: ArticleQuerySet, cursor: str, size: int) -> Page:
    """
    Return one page of stories, newest first. The cursor is the one of the page before, or empty.

    Raise Http404 for a cursor that is none, and for a page beyond the end.
    """
    newest = articles.newest_first()
    found = list((newest.filter(_behind(cursor)) if cursor else newest)[: size + 1])
    if cursor and not found:
        raise Http404
    shown = found[:size]
    show_due_changes(shown)
    return Page(shown, _cursor_of(shown[-1]) if len(found) > size else "", is_first=not cursor)


def _behind(cursor: str) -> Q:
    match = CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    try:
        at = datetime.fromtimestamp(int(match[1]) // 1_000_000, UTC).replace(microsecond=int(match[1]) % 1_000_000)
    except (OverflowError, ValueError, OSError) as error:
        raise Http404 from error
    return Q(published_at__lt=at) | Q(published_at=at, pk__lt=int(match[2]))


def _cursor_of(article: Article) -> str:
    assert article.published_at is not None
    whole_seconds = int(article.published_at.replace(microsecond=0).timestamp())
    return f"{whole_seconds * 1_000_000 + article.published_at.microsecond}-{article.pk}"
