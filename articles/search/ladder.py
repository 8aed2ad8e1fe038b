"""The statement that asks the index for the newest stories on each rung of a ladder, and for how many there are."""

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
from articles.search.kept_by_triggers import INDEXED, STORY_MASK, places
from articles.search.newest_first import Spread, known_spread, within

_INDEX = "articles_searchterms_index"
# In a question of its own, so that the planner does not guess from it how many hits there are.
_HOLDS = f"{INDEXED} @@ (SELECT %s::tsquery)"


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
        found: list[list[int]] = [[] for _rung in [*self.rungs, _COUNT]]
        if connection.vendor == "sqlite":
            between = places(self.since, min(self.until or now, now))
            _execute(_on_sqlite(self.rungs, wanted, between, most, count_up_to), found)
        else:
            months = within(self.since, min(self.until or now, now)) if self.since else None
            rungs = [terms & months for terms in self.rungs] if months else self.rungs
            spread = Spread([], {}) if self.until else known_spread()
            steps = [(rung, each) for rung, terms in enumerate(rungs) for each in spread.newest_first(terms, most, now)]
            counted = spread.newest_first(rungs[-1], count_up_to, now)
            # What is common is likely to be found in the first newest months: the steps behind are only planned if not.
            likely = next((n for n, (rung, asked) in enumerate(steps, 1) if asked is not rungs[rung]), len(steps))
            _execute(_on_postgresql(steps[:likely], counted, wanted, most, count_up_to), found)
            if likely < len(steps) and all(len(each) < most for each in found[:_COUNT]):
                _execute(_on_postgresql(steps[likely:], [], wanted, most, count_up_to), found)
        *by_rung, (count,) = found
        return by_rung, count


def _execute(statement: tuple[str, list[Any]], found: list[list[int]]) -> None:
    """Add what a statement finds to each rung."""
    with connection.cursor() as cursor:
        cursor.execute(*statement)
        for rung, number in cursor.fetchall():
            found[rung].append(number)


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


def _on_postgresql(
    steps: Sequence[tuple[int, Terms]], counted: Sequence[Terms], wanted: Q, most: int, count_up_to: int
) -> tuple[str, list[Any]]:
    """Write a statement that finds all hits of a step, which this index can only do at once, until one has enough."""
    these, parameters = SearchTerms.objects.filter(wanted).order_by().query.sql_with_params()
    parts, values, is_open = [f"these AS NOT MATERIALIZED ({these})"], [*parameters], "TRUE"
    hits = f"SELECT article_id, published_at FROM these WHERE {_HOLDS}"
    for number, (_rung, terms) in enumerate(steps):
        found = f"{hits} AND {is_open} ORDER BY published_at DESC, article_id DESC LIMIT {most}"
        parts.append(f"step_{number} AS MATERIALIZED ({found})")
        parts.append(f"open_{number} AS (SELECT {is_open} AND (SELECT count(*) FROM step_{number}) < {most} AS yes)")
        values.append(terms.for_postgresql())
        is_open = f"(SELECT yes FROM open_{number})"
    counts, is_open = [], "TRUE"
    for number, terms in enumerate(counted):
        found = f"{hits} AND {is_open} LIMIT {count_up_to}"
        parts.append(f"count_{number} AS MATERIALIZED (SELECT count(*) FROM ({found}) AS found)")
        values.append(terms.for_postgresql())
        counts.append(f"(SELECT count FROM count_{number})")
        is_open = f"{counts[-1]} < {count_up_to}"
    climb = [f"SELECT {rung} AS rung, * FROM step_{number}" for number, (rung, _terms) in enumerate(steps)]
    climb += [f"SELECT {_COUNT}, greatest({', '.join(counts)}), NULL"] if counts else []
    climbed = f"WITH {', '.join(parts)} SELECT rung, article_id FROM ({' UNION ALL '.join(climb)}) AS steps"
    return f"{climbed} ORDER BY rung, published_at DESC, article_id DESC", values
