"""The stories before and after one in its section, by the time of publication."""

from __future__ import annotations

from typing import NamedTuple

from django.db.models import Q

from articles.models.article import Article

SHOWN = ["headline", "slug", "first_published_at", "published_at", "ends_at"]


class Neighbours(NamedTuple):
    earlier: Article | None = None
    later: Article | None = None


def neighbours_of(article: Article) -> Neighbours:
    """Return the public stories of its section that came just before and just after it, from one query."""
    at, pk = article.published_at, article.pk
    if at is None:
        return Neighbours()
    section = Article.objects.published().filter(section=article.section_id)
    earlier = section.filter(Q(published_at__lt=at) | Q(published_at=at, pk__lt=pk)).newest_first()
    later = section.filter(Q(published_at__gt=at) | Q(published_at=at, pk__gt=pk)).order_by("published_at", "pk")
    found = Article.objects.filter(Q(pk=earlier.values("pk")[:1]) | Q(pk=later.values("pk")[:1])).only(*SHOWN)
    is_later = {bool(story.published_at and (story.published_at, story.pk) > (at, pk)): story for story in found}
    return Neighbours(is_later.get(False), is_later.get(True))
