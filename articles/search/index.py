"""
Keeping the words of stories.

Readers' search builds on the same rows: it starts at `Article.objects.published()` and narrows that with `HoldsWords`,
or with a condition of its own that asks for phrases. Stems belong into columns of their own beside these words: the
desk finds a word by its beginning, which stems would break.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.folding import words_of
from articles.models import Article, Author, Byline, SearchText
from articles.models.article import ArticleQuerySet
from articles.search.words import text_of

_PARTS = ["headline", "standfirst", "body", "authors"]
BATCH = 200


def index(article: Article) -> None:
    """
    Write what a story is found by, in two queries.

    Call it in the transaction that saves the story, once its text and its authors stand.
    """
    _store([_row(article, article.bylines.select_related("author"))])


def index_name(author: Author) -> None:
    """Write the authors' names anew for the stories that this one signs, after the name has changed."""
    signed = Article.objects.filter(authors=author).only("pk").prefetch_related("bylines__author")
    rows = [SearchText(article_id=story.pk, authors=_names_of(story.bylines.all())) for story in signed]
    SearchText.objects.bulk_update(rows, ["authors"], batch_size=BATCH)


def reindex(stories: ArticleQuerySet) -> int:
    """Write the words of all these stories, some at a time; return how many there are."""
    done = last = 0
    every = stories.order_by("pk").prefetch_related("bylines__author")
    while batch := list(every.filter(pk__gt=last)[:BATCH]):
        _store([_row(article, article.bylines.all()) for article in batch])
        done, last = done + len(batch), batch[-1].pk
    return done


def words_by_part(article: Any, bylines: Iterable[Any]) -> dict[str, str]:
    """Return the columns of the index for a story, or for the story as a migration knows it."""
    return {
        "headline": _folded(article.headline),
        "standfirst": _folded(article.standfirst),
        "body": _folded(text_of(article.body)),
        "authors": _names_of(bylines),
    }


def _row(article: Article, bylines: Iterable[Byline]) -> SearchText:
    return SearchText(article_id=article.pk, **words_by_part(article, bylines))


def _store(rows: list[SearchText]) -> None:
    """Insert these rows, or put them in place of those that their stories have."""
    SearchText.objects.bulk_create(rows, update_conflicts=True, unique_fields=["article"], update_fields=_PARTS)


def _names_of(bylines: Iterable[Any]) -> str:
    return _folded(" ".join(byline.author.name for byline in bylines))


def _folded(text: str) -> str:
    return " ".join(words_of(text))
