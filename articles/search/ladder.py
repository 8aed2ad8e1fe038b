"""One statement that asks the index for the newest stories on each rung of a ladder."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q
from django.db.models.expressions import RawSQL
from django.utils import timezone

from articles.models import Article, SearchTerms
from articles.models.public import public_at
from articles.models.search_terms import Terms
from articles.search.kept_by_triggers import STORY_MASK, places

_INDEX = "articles_searchterms_index"
# In a question of its own, so that the planner does not guess from it how many hits there are.
_HOLDS = "search_terms(text || ' ' || names || ' ' || section) @@ (SELECT %s::tsquery)"


@dataclass(frozen=True)
class Rung:
    """What a story has to hold to stand here, and how many are wanted."""

    terms: Terms
    most: int


def climbed(ladder: Sequence[Rung], since: datetime | None = None, until: datetime | None = None) -> list[list[int]]:
    """
    Return, for each rung, the numbers of its newest public stories; published from one moment on, before another.

    Where a rung has as many as are wanted, those between it and the last one may be left empty.
    """
    now = timezone.now()
    wanted = public_at(now)
    if since:
        wanted &= Q(published_at__gte=since)
    if until:
        wanted &= Q(published_at__lt=until)
    if connection.vendor == "sqlite":
        statement = _on_sqlite(ladder, wanted, places(since, min(until or now, now)))
    else:
        statement = _on_postgresql(ladder, wanted)
    found: list[list[int]] = [[] for _rung in ladder]
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        for rung, number in cursor.fetchall():
            found[rung].append(number)
    return found


# In both statements, nothing but the names and numbers of this file stands outside of the parameters.
# ruff: noqa: S608, S611


def _on_sqlite(ladder: Sequence[Rung], wanted: Q, between: tuple[int, int]) -> tuple[str, list[Any]]:
    """Write a statement that reads the index backwards for each rung, until it has enough."""
    this_one = Article.objects.filter(wanted, pk=RawSQL(f"place & {STORY_MASK}", ())).order_by()
    is_wanted, parameters = this_one.values("pk").query.sql_with_params()
    hits = f"SELECT rowid AS place FROM {_INDEX} WHERE {_INDEX} MATCH %s AND rowid BETWEEN %s AND %s"
    parts, values = [], []
    for number, rung in enumerate(ladder):
        parts.append(
            f"SELECT {number} AS rung, place FROM "
            f"({hits} AND EXISTS ({is_wanted}) ORDER BY rowid DESC LIMIT {rung.most})"
        )
        values += [rung.terms.for_sqlite(), *between, *parameters]
    climb = " UNION ALL ".join(parts)
    return f"SELECT rung, place & {STORY_MASK} FROM ({climb}) ORDER BY rung, place DESC", values


def _on_postgresql(ladder: Sequence[Rung], wanted: Q) -> tuple[str, list[Any]]:
    """Write a statement that finds all hits of a rung, which this index can only do at once, until one is full."""
    of_rung = SearchTerms.objects.filter(wanted).order_by().values("article_id", "published_at")
    hits, parameters = of_rung.query.sql_with_params()
    parts, values, none_is_full = [], [], "TRUE"
    for number, rung in enumerate(ladder):
        is_needed = "TRUE" if rung is ladder[-1] else none_is_full
        parts.append(
            f"rung_{number} AS MATERIALIZED ({hits} AND {_HOLDS} AND {is_needed} "
            f"ORDER BY published_at DESC, article_id DESC LIMIT {rung.most})"
        )
        values += [*parameters, rung.terms.for_postgresql()]
        none_is_full += f" AND (SELECT count(*) FROM rung_{number}) < {rung.most}"
    climb = " UNION ALL ".join(f"SELECT {number} AS rung, * FROM rung_{number}" for number in range(len(ladder)))
    order = "ORDER BY rung, published_at DESC, article_id DESC"
    return f"WITH {', '.join(parts)} SELECT rung, article_id FROM ({climb}) AS climb {order}", values
