"""One statement that asks the index for the newest stories on each rung of a ladder, and for how many there are."""

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
class Ladder:
    """What a story has to hold to stand on each rung, the best first; on the last one stand all that are found."""

    rungs: Sequence[Terms]
    since: datetime | None = None
    until: datetime | None = None

    def climb(self, most: int, count_up_to: int = 0) -> tuple[list[list[int]], int]:
        """
        Return the numbers of the newest public stories on each rung, no more than `most`, and how many are found.

        Where a rung has as many as are wanted, those below it may be left empty. Nothing is counted further than asked.
        """
        now = timezone.now()
        wanted = public_at(now)
        if self.since:
            wanted &= Q(published_at__gte=self.since)
        if self.until:
            wanted &= Q(published_at__lt=self.until)
        if connection.vendor == "sqlite":
            between = places(self.since, min(self.until or now, now))
            statement = _on_sqlite(self.rungs, wanted, between, most, count_up_to)
        else:
            statement = _on_postgresql(self.rungs, wanted, most, count_up_to)
        found: list[list[int]] = [[] for _rung in [*self.rungs, _COUNT]]
        with connection.cursor() as cursor:
            cursor.execute(*statement)
            for rung, number in cursor.fetchall():
                found[rung].append(number)
        *by_rung, (count,) = found
        return by_rung, count


# The rung of the row that tells how many are found: one behind the last.
_COUNT = -1
# In both statements, nothing but the names and numbers of this file stands outside of the parameters.
# ruff: noqa: S608, S611


def _on_sqlite(
    rungs: Sequence[Terms], wanted: Q, between: tuple[int, int], most: int, count_up_to: int
) -> tuple[str, list[Any]]:
    """Write a statement that reads the index backwards for each rung, until it has enough."""
    this_one = Article.objects.filter(wanted, pk=RawSQL(f"place & {STORY_MASK}", ())).order_by()
    is_wanted, parameters = this_one.values("pk").query.sql_with_params()
    where = f"{_INDEX} MATCH %s AND rowid BETWEEN %s AND %s AND EXISTS ({is_wanted})"
    hits = f"SELECT rowid AS place FROM {_INDEX} WHERE {where}"
    parts, values = [], []
    for number, terms in enumerate(rungs):
        parts.append(f"SELECT {number} AS rung, place FROM ({hits} ORDER BY rowid DESC LIMIT {most})")
        values += [terms.for_sqlite(), *between, *parameters]
    parts.append(f"SELECT {_COUNT}, count(*) FROM ({hits} LIMIT {count_up_to})")
    values += [rungs[-1].for_sqlite(), *between, *parameters]
    climb = " UNION ALL ".join(parts)
    return f"SELECT rung, place & {STORY_MASK} FROM ({climb}) ORDER BY rung, place DESC", values


def _on_postgresql(rungs: Sequence[Terms], wanted: Q, most: int, count_up_to: int) -> tuple[str, list[Any]]:
    """Write a statement that finds all hits of a rung, which this index can only do at once, until one is full."""
    of_rung = SearchTerms.objects.filter(wanted).order_by().values("article_id", "published_at")
    hits, parameters = of_rung.query.sql_with_params()
    parts, values, none_is_full = [], [], "TRUE"
    for number, terms in enumerate(rungs):
        parts.append(
            f"rung_{number} AS MATERIALIZED ({hits} AND {_HOLDS} AND {none_is_full} "
            f"ORDER BY published_at DESC, article_id DESC LIMIT {most})"
        )
        values += [*parameters, terms.for_postgresql()]
        none_is_full += f" AND (SELECT count(*) FROM rung_{number}) < {most}"
    climb = [f"SELECT {number} AS rung, * FROM rung_{number}" for number in range(len(rungs))]
    climb.append(f"SELECT {_COUNT}, count(*), NULL FROM ({hits} AND {_HOLDS} LIMIT {count_up_to}) AS found")
    values += [*parameters, rungs[-1].for_postgresql()]
    steps = " UNION ALL ".join(climb)
    order = "ORDER BY rung, published_at DESC, article_id DESC"
    return f"WITH {', '.join(parts)} SELECT rung, article_id FROM ({steps}) AS steps {order}", values
