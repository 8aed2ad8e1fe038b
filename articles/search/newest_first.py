"""
On PostgreSQL: which of the newest months are likely to hold enough hits, so that not all of many have to be found.

What is known for it is an hour old and read from the database's own statistics, which tell of the commonest terms how
many stories have them. A wrong guess costs time and no hit: who has not found enough asks on without months.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from time import monotonic
from typing import Self

from django.db import connection
from django.db.models import Count
from django.db.models.functions import TruncMonth

from articles.models import Article
from articles.models.search_terms import Terms
from articles.search.terms import of_months

KEPT_SECONDS = 3600
# So many times the stories that would be enough if hits were spread evenly.
SURPLUS = 2
# Among so many months, or in so great a part of all stories, it is no quicker to look.
MONTHS_MAX, PART_MAX = 60, 1 / 3


@dataclass(frozen=True)
class Spread:
    """How many stories each month has, the newest first, and what part of all has each of the commonest terms."""

    months: Sequence[tuple[datetime, int]]
    part_with: Mapping[str, float]

    @cached_property
    def stories(self) -> int:
        return sum(count for _month, count in self.months)

    @classmethod
    def read(cls) -> Self:
        month = TruncMonth("published_at", tzinfo=UTC)
        counted = Article.objects.published().order_by().values_list(month).annotate(Count("pk"))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT unnest(most_common_elems::text::text[]), unnest(most_common_elem_freqs) FROM pg_stats "
                "WHERE schemaname = ANY (current_schemas(false)) AND tablename = 'articles_searchterms_index'"
            )
            return cls(sorted(counted, reverse=True), {term: part for term, part in cursor.fetchall() if term})

    def newest_first(self, terms: Terms, hits: int, now: datetime) -> list[Terms]:
        """Return what to ask for so many of the newest hits: of the newest months, if worth it, and then of all."""
        since = self._since_when(terms, hits)
        newest = within(since, now) if since else None
        return [terms & newest, terms] if newest else [terms]

    def _since_when(self, terms: Terms, hits: int) -> datetime | None:
        """Return since which month there seem to be so many hits, unless most stories are of that time."""
        part = min(sum(self.part_with.get(term, 0) for term in group) for group in terms.all_of)
        stories = 0
        for month, count in self.months if part else []:
            stories += count
            if stories > PART_MAX * self.stories:
                break
            if stories * part >= SURPLUS * hits:
                return month
        return None


def known_spread() -> Spread:
    """Return what was known in this hour; other processes may know something else."""
    return _known_in(int(monotonic() // KEPT_SECONDS))


@lru_cache(maxsize=1)
def _known_in(hour: int) -> Spread:
    return Spread.read()


def forget() -> None:
    """Read what is known again at the next search."""
    _known_in.cache_clear()


def within(since: datetime, until: datetime) -> Terms | None:
    """Return what each story of a time has in PostgreSQL's index, and a few more stories; of a long time, nothing."""
    months = of_months(since.astimezone(UTC), until.astimezone(UTC))
    return Terms(all_of=(tuple(months),)) if 0 < len(months) <= MONTHS_MAX else None
