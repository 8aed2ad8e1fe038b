"""
Finding published stories: how many there are, which of them stand on a page, and their rows.

What comes first is decided by the ladder of `Question.ranks`: the newest hits of the first rung, then those of the
next, and at last all others. How many texts stand on each rung is asked of the index first, so that rungs without any
cost nothing more, and those with few are not looked for along the list of all stories.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import F
from django.http import Http404

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.search_terms import HoldsTerms, Terms
from articles.search.forms import Narrowing
from articles.search.question import Question

PAGE_SIZE = 20
# Nobody reads on for longer; whoever looks for an old story narrows the search.
PAGES_MAX = 25
# More than all pages show.
COUNTED_UP_TO = 1000
# So many are met soon enough on the way back from the newest story; fewer are looked up one by one.
MANY = 250
ANY = Terms(all_of=(("any",),))
NEWEST_FIRST = (F("published_at").desc(), F("pk").desc())


@dataclass(frozen=True)
class Hits:
    stories: list[Article]
    count: int
    page: int

    @property
    def are_many(self) -> bool:
        return self.count > COUNTED_UP_TO

    @property
    def previous_page(self) -> int:
        return self.page - 1

    @property
    def next_page(self) -> int:
        """Return the number of the next page, or 0 where this is the last one that is shown."""
        return self.page + 1 if self.page < min(PAGES_MAX, -(-self.count // PAGE_SIZE)) else 0

    @property
    def are_cut(self) -> bool:
        """Tell whether there are more hits than all pages show, and this page is the last."""
        return self.page == PAGES_MAX and self.count > PAGES_MAX * PAGE_SIZE


def hits_of(question: Question, narrowing: Narrowing, page: int) -> Hits:
    """Return one page of the stories that answer a question, the best first. Raise Http404 beyond the last."""
    first = (page - 1) * PAGE_SIZE
    narrowed = Article.objects.published().filter(**narrowing.for_stories())
    best, newest = _numbers(question, narrowed, first + PAGE_SIZE)
    numbers = list(dict.fromkeys([*best, *newest]))[first : first + PAGE_SIZE]
    if page > 1 and not numbers:
        raise Http404
    loaded = {story.pk: story for story in Article.objects.published().for_list().defer(None).filter(pk__in=numbers)}
    return Hits([loaded[number] for number in numbers if number in loaded], len(newest), page)


def answers_to(question: Question) -> ArticleQuerySet:
    return Article.objects.published().filter(HoldsTerms(question.terms))


@dataclass(frozen=True)
class _Rung:
    place: int
    terms: Terms
    has_many: bool
    most: int


def _numbers(question: Question, stories: ArticleQuerySet, upto: int) -> tuple[list[int], list[int]]:
    """Return the numbers of the first hits of each rung that is needed, and those of all hits, both newest first."""
    counts = HoldsTerms.counts([*question.ranks, question.terms], MANY)
    ladder = [
        _Rung(place, terms, count == MANY, upto)
        for place, (terms, count) in enumerate(zip(question.ranks, counts, strict=False))
        if count
    ]
    foot = _Rung(len(question.ranks), question.terms, counts[-1] == MANY, COUNTED_UP_TO + 1)
    # A rung with many hits is most often the last that is needed.
    cut = next((place for place, rung in enumerate(ladder, 1) if rung.has_many), len(ladder))
    found = _climbed(stories, [*ladder[:cut], foot]) if counts[-1] else []
    best = [number for place, number in found if place < foot.place]
    newest = [number for place, number in found if place == foot.place]
    if len(set(best)) < upto and ladder[cut:]:
        best += [number for _place, number in _climbed(stories, ladder[cut:])]
    return best, newest


def _climbed(stories: ArticleQuerySet, rungs: Sequence[_Rung]) -> list[tuple[int, int]]:
    """
    Return the place of each rung with the numbers of its newest stories.

    One statement goes up the ladder: its rungs differ in nothing but the terms, and building them one by one would
    take longer than asking them.
    """
    ways = {has_many: _newest(stories, in_order=has_many) for has_many in {rung.has_many for rung in rungs}}
    parts, values = [], []
    for rung in rungs:
        statement, parameters = ways[rung.has_many]
        parts.append(f"SELECT {rung.place}, * FROM ({statement} LIMIT {rung.most}) AS rung_{rung.place}")  # noqa: S608
        values += [HoldsTerms.written(rung.terms) if each == HoldsTerms.written(ANY) else each for each in parameters]
    with connection.cursor() as cursor:
        cursor.execute(f"{' UNION ALL '.join(parts)} ORDER BY 1, 2 DESC, 3 DESC", values)
        return [(place, number) for place, _at, number in cursor.fetchall()]


def _newest(stories: ArticleQuerySet, *, in_order: bool) -> tuple[str, Sequence[Any]]:
    """Return the statement, and its parameters, for the newest stories with the terms ANY: when, and their numbers."""
    holding = stories.filter(HoldsTerms(ANY, in_order=in_order)).order_by(*NEWEST_FIRST)
    return holding.values_list("published_at", "pk").query.sql_with_params()
