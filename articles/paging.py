"""Pages of a list by keyset: the next page begins behind the last story shown, whatever was published meanwhile."""

from dataclasses import dataclass

from django.db.models import Model, QuerySet
from django.http import Http404

from articles.keyset import behind, cursor_of
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.revisions.due import show_due_changes


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
    found = list((newest.filter(behind(cursor, by, newest_first=True)) if cursor else newest)[: size + 1])
    if cursor and not found:
        raise Http404
    shown = found[:size]
    return PageOfRows(shown, cursor_of(shown[-1], by) if len(found) > size else "", is_first=not cursor)
