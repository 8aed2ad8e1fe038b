"""What a story's page leads on to: its series, its neighbours in the section, and the stories related to it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from articles.models import Article, Series, SeriesPart
from articles.models.neighbours import neighbours_of
from articles.models.related import related_to
from articles.page_cache import PageLife


@dataclass(frozen=True)
class Installment:
    """Where a story stands in its series, among the parts that are public."""

    series: Series
    parts: list[Article]
    number: int

    @property
    def previous(self) -> Article | None:
        return self.parts[self.number - 2] if self.number > 1 else None

    @property
    def next(self) -> Article | None:
        return self.parts[self.number] if self.number < len(self.parts) else None


def installment(article: Article, life: PageLife | None = None) -> Installment | None:
    """Return the story's place in its series, from one query; a part that is scheduled ends the page's life."""
    found = SeriesPart.objects.filter(series__parts__article=article).select_related("series", "article")
    parts = list(found.defer("article__body"))
    public = [part.article for part in parts if part.article.is_published or part.article_id == article.pk]
    for part in parts:
        if life is not None and part.article.is_scheduled and part.article.published_at:
            life.end(part.article.published_at)
    if len(public) < 2:
        return None
    return Installment(parts[0].series, public, public.index(article) + 1)


def following(article: Article, life: PageLife | None = None) -> dict[str, Any]:
    """Return the context of what stands below a story; a part of its series is not told again among the related."""
    found = installment(article, life)
    neighbours = neighbours_of(article)
    parts = found.parts if found else []
    related = related_stories(article, life, parts)
    if life is not None:
        _end_with(life, [*parts, *neighbours, *related])
    return {"installment": found, "neighbours": neighbours, "related": related}


def _end_with(life: PageLife, stories: Iterable[Article | None]) -> None:
    """Let a page end when a story that it names is not to be named any more."""
    for story in stories:
        if story is not None and story.ends_at:
            life.end(story.ends_at)


def related_stories(article: Article, life: PageLife | None = None, apart: Iterable[Article] = ()) -> list[Article]:
    """
    Return what is to be read next.

    Each new story may be related to thousands: their pages are not bumped, they look again within the hour. What
    leaves or is renamed leaves them at once (`Article.bump_pages_naming`).
    """
    if life is not None:
        life.end(_next_look(article))
    return related_to(article, apart)


def _next_look(article: Article) -> datetime:
    """Return this story's minute of the hour, so that pages look again one after the other."""
    now = timezone.now()
    at = now.replace(minute=article.pk % 60, second=0, microsecond=0)
    return at if at > now else at + timedelta(hours=1)
