"""
Keeping the words of stories.

Readers' search builds on the same rows: it starts at `Article.objects.published()` and narrows that with `HoldsWords`,
or with a condition of its own that asks for phrases. Stems belong into columns of their own beside these words: the
desk finds a word by its beginning, which stems would break.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from articles.models import Article, Author, SearchText
from articles.models.article import ArticleQuerySet
from articles.search.words import text_of, words_of

_PARTS = ["headline", "standfirst", "body", "authors"]
BATCH = 200


def index(article: Article) -> None:
    """Write what a story is found by. Call it in the transaction that saves the story, its text or its authors."""
    index_all([article])


def index_all(articles: Iterable[Article]) -> None:
    """Write the same for several; their bylines are read with one query each unless they were loaded before."""
    SearchText.objects.bulk_create(
        [SearchText(article_id=article.pk, **words_by_part(article)) for article in articles],
        update_conflicts=True,
        unique_fields=["article"],
        update_fields=_PARTS,
    )


def index_name(author: Author) -> None:
    """Write the authors' names anew for the stories that this one signs, after the name has changed."""
    for article in Article.objects.filter(authors=author).only("pk").prefetch_related("bylines__author"):
        SearchText.objects.filter(pk=article.pk).update(authors=_authors_of(article))


def reindex(stories: ArticleQuerySet) -> int:
    """Write the words of all these stories, some at a time; return how many there are."""
    done = last = 0
    every = stories.order_by("pk").prefetch_related("bylines__author")
    while batch := list(every.filter(pk__gt=last)[:BATCH]):
        index_all(batch)
        done, last = done + len(batch), batch[-1].pk
    return done


def words_by_part(article: Any) -> dict[str, str]:
    """Return the columns of the index for a story, or for the story as a migration knows it."""
    return {
        "headline": _folded(article.headline),
        "standfirst": _folded(article.standfirst),
        "body": _folded(text_of(article.body)),
        "authors": _authors_of(article),
    }


def _authors_of(article: Any) -> str:
    return _folded(" ".join(byline.author.name for byline in article.bylines.all()))


def _folded(text: str) -> str:
    return " ".join(words_of(text))
