"""Keeping the words of stories, for the desk's search and for readers'."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import OuterRef, Subquery

from articles.folding import words_of
from articles.models import Article, Author, Byline, SearchTerms, SearchText
from articles.models.article import ArticleQuerySet
from articles.search.terms import of_author, of_section, terms_of, terms_of_parts
from articles.search.vocabulary import learn
from articles.search.words import text_of

_PARTS = ["headline", "standfirst", "body", "authors"]
_SIGNED = "bylines__author"
BATCH = 200


def index(article: Article) -> None:
    """
    Write what a story is found by, in four queries.

    Call it in the transaction that saves the story, once its text and its authors stand.
    """
    _store([(article, list(article.bylines.select_related("author")))])


def index_name(author: Author) -> None:
    """Write the authors' names anew for the stories that this one signs, after the name has changed."""
    signed = list(Article.objects.filter(authors=author).only("pk").prefetch_related(_SIGNED))
    names = {story.pk: _names_of(story.bylines.all()) for story in signed}
    words = [SearchText(article_id=number, authors=_folded(each)) for number, each in names.items()]
    terms = [SearchTerms(article=each, names=_terms_of_names(each.bylines.all())) for each in signed]
    SearchText.objects.bulk_update(words, ["authors"], batch_size=BATCH)
    SearchTerms.objects.bulk_update(terms, ["names"], batch_size=BATCH)
    learn([author.name])


def reindex(stories: ArticleQuerySet) -> int:
    """Write the words of all these stories, and when they are public, some at a time; return how many there are."""
    done = last = 0
    every = stories.order_by("pk").prefetch_related(_SIGNED)
    while batch := list(every.filter(pk__gt=last)[:BATCH]):
        _store([(article, list(article.bylines.all())) for article in batch])
        story = Article.objects.filter(pk=OuterRef("article"))
        dates = {name: Subquery(story.values(name)) for name in ("published_at", "ends_at")}
        SearchTerms.objects.filter(article__in=batch).update(**dates)
        done, last = done + len(batch), batch[-1].pk
    return done


def words_by_part(article: Any, bylines: Iterable[Any]) -> dict[str, str]:
    """Return the desk's columns for a story, or for the story as a migration knows it."""
    return {
        "headline": _folded(article.headline),
        "standfirst": _folded(article.standfirst),
        "body": _folded(text_of(article.body)),
        "authors": _folded(_names_of(bylines)),
    }


def terms_by_column(article: Any, bylines: Iterable[Any]) -> dict[str, str]:
    """Return the readers' columns, likewise."""
    text = terms_of_parts(article.headline, article.standfirst, text_of(article.body))
    return {"text": text, "names": _terms_of_names(bylines)}


def _store(signed: Sequence[tuple[Article, list[Byline]]]) -> None:
    """Insert the rows of stories with their bylines, or put them in place of those that the stories have."""
    in_place: dict[str, Any] = {"update_conflicts": True, "unique_fields": ["article"]}
    words = [SearchText(article=each, **words_by_part(each, bylines)) for each, bylines in signed]
    SearchText.objects.bulk_create(words, update_fields=_PARTS, **in_place)
    terms = [
        SearchTerms(article=each, section=of_section(each.section_id), **terms_by_column(each, bylines))
        for each, bylines in signed
    ]
    SearchTerms.objects.bulk_create(terms, update_fields=["text", "names", "section"], **in_place)
    learn(readers_text(each, bylines) for each, bylines in signed)


def readers_text(article: Any, bylines: Iterable[Any]) -> str:
    """Return all words of a story that readers see, likewise."""
    return f"{article.headline} {article.standfirst} {text_of(article.body)} {_names_of(bylines)}"


def _terms_of_names(bylines: Iterable[Any]) -> str:
    by_name = terms_of(_names_of(bylines))
    return " ".join([by_name, *(of_author(byline.author_id) for byline in bylines)]).strip()


def _names_of(bylines: Iterable[Any]) -> str:
    return " ".join(byline.author.name for byline in bylines)


def _folded(text: str) -> str:
    return " ".join(words_of(text))
