"""Pages of a list by keyset: the next page begins behind the last story shown, whatever was published meanwhile."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Model, Q, QuerySet
from django.http import Http404

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.revisions.due import show_due_changes

CURSOR = re.compile(r"([0-9]{1,16})-([0-9]{1,18})")


@dataclass(frozen=True)
class PageOfRows[Row: Model]:
    rows: list[Row]
    next_cursor: str
    is_first: bool


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
    page = page_of_rows(articles, cursor, size, by="published_at")
    show_due_changes(page.rows)
    return Page(page.rows, page.next_cursor, page.is_first)


def page_of_rows[Row: Model](rows: QuerySet[Row], cursor: str, size: int, *, by: str) -> PageOfRows[Row]:
    """Return one page of anything that has a moment, newest first; else like `page_of`."""
    newest = rows.order_by(f"-{by}", "-pk")
    found = list((newest.filter(_behind(cursor, by)) if cursor else newest)[: size + 1])
    if cursor and not found:
        raise Http404
    shown = found[:size]
    return PageOfRows(shown, _cursor_of(shown[-1], by) if len(found) > size else "", is_first=not cursor)


def _behind(cursor: str, by: str) -> Q:
    match = CURSOR.fullmatch(cursor)
    if match is None:
        raise Http404
    try:
        at = datetime.fromtimestamp(int(match[1]) // 1_000_000, UTC).replace(microsecond=int(match[1]) % 1_000_000)
    except (OverflowError, ValueError, OSError) as error:
        raise Http404 from error
    return Q(**{f"{by}__lt": at}) | Q(**{by: at, "pk__lt": int(match[2])})


def _cursor_of(row: Any, by: str) -> str:
    at = getattr(row, by)
    return f"{int(at.replace(microsecond=0).timestamp()) * 1_000_000 + at.microsecond}-{row.pk}"
