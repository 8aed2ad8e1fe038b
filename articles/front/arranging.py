"""The stories of a front page in their places: the edited ones where they were put, the newest everywhere else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import OuterRef, Subquery

from articles.models import Article, Front, Section
from articles.paging import Page, page_of

HOME_SIZE = 20
# The lead, three seconds, then six places of the river; a section's page has a lead and three seconds.
HOME_PLACES, SECTION_PLACES = 10, 4
BLOCK_SIZE = 3
SIZE_ABOVE_BLOCKS = 12


@dataclass(frozen=True)
class HomePage:
    page: Page
    stories: list[Article]
    blocks: list[tuple[Section, list[Article]]] = field(default_factory=list)


def home_page(front: Front, pinned: Sequence[Article], cursor: str, breaking: Article | None = None) -> HomePage:
    """Return what a page of the home shows: no story stands on it twice, and a pinned one on no later page."""
    first = [breaking] if breaking else []
    pinned = [story for story in pinned if story not in first]
    apart = [story.pk for story in (*first, *pinned)]
    newest = Article.objects.published().for_list()
    newest = newest.exclude(pk__in=apart) if apart else newest
    if cursor:
        page = page_of(newest, cursor, HOME_SIZE)
        return HomePage(page, page.articles)
    page = page_of(newest, cursor, max((SIZE_ABOVE_BLOCKS if front.has_blocks else HOME_SIZE) - len(apart), 1))
    stories = [*first, *arranged(pinned, page.articles)]
    return HomePage(page, stories, _blocks(stories) if front.has_blocks else [])


def arranged(pinned: Iterable[Any], newest: Sequence[Article]) -> list[Article]:
    """Put each pinned story at its `place`, counted from 1, and the newest in the gaps and behind."""
    places = {story.place: story for story in pinned}
    rest = iter(newest)
    stories = []
    for place in range(1, max(places, default=0) + 1):
        story = places.get(place) or next(rest, None)
        stories += [story] if story else []
    return [*stories, *rest]


def _blocks(shown: Sequence[Article]) -> list[tuple[Section, list[Article]]]:
    """Return the newest of each section that are not on the page yet, from a fixed number of queries."""
    newest = Article.objects.published().filter(section=OuterRef("pk")).exclude(pk__in=[story.pk for story in shown])
    ids = newest.newest_first().values("pk")
    columns = {f"newest{number}": Subquery(ids[number : number + 1]) for number in range(BLOCK_SIZE)}
    numbers = {
        section: [getattr(section, column) for column in columns] for section in Section.objects.annotate(**columns)
    }
    wanted = {number for found in numbers.values() for number in found if number}
    stories = Article.objects.published().for_list().in_bulk(wanted)
    blocks = [(section, [stories[n] for n in found if n in stories]) for section, found in numbers.items()]
    return [(section, found) for section, found in blocks if found]
