"""Which stories stand in which file, loaded with what the files say of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Max, QuerySet
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Author, Correction, Section, Series, SitePage, Tag
from articles.models.article import ArticleQuerySet
from articles.translations import SHOWN, Alternate, alternates

FILE_SIZE = 1000
# For how long a story is news: https://developers.google.com/search/docs/crawling-indexing/sitemaps/news-sitemap
NEWS_TIME = timedelta(days=2)
_PICTURE = [f"lead_picture__{name}" for name in ("file", "width", "height", "sizes", "sized_as", "focus_x", "focus_y")]


@dataclass(frozen=True)
class Listed:
    story: Article
    alternates: list[Alternate]


@dataclass(frozen=True)
class File:
    number: int
    changed_at: datetime


def all_stories() -> ArticleQuerySet:
    return Article.objects.published().indexable()


def news() -> ArticleQuerySet:
    """Return what readers first saw within two days. A correction makes nothing new, nor does a second publication."""
    return all_stories().filter(first_published_at__gt=timezone.now() - NEWS_TIME)


def fits_in_one_file(stories: ArticleQuerySet) -> bool:
    return stories[: FILE_SIZE + 1].count() <= FILE_SIZE


def files(stories: ArticleQuerySet) -> list[File]:
    """Return the files that hold these stories, each with the last change of what it lists."""
    blocks = stories.order_by().values_list(F("pk") / FILE_SIZE).annotate(Max("updated_at"))
    return [File(number, changed_at) for number, changed_at in sorted(blocks)]


def of_file(stories: ArticleQuerySet, number: int) -> ArticleQuerySet:
    return stories.filter(pk__range=(number * FILE_SIZE, (number + 1) * FILE_SIZE - 1))


def listed(stories: ArticleQuerySet) -> list[Listed]:
    """Load stories with their lead pictures, and with all of their translations in one more query."""
    found = list(stories.select_related("lead_picture").only("updated_at", "translation_group", *SHOWN, *_PICTURE))
    groups = _groups({story.translation_group_id for story in found} - {None})
    return [Listed(story, groups.get(story.translation_group_id, [])) for story in sorted(found, key=lambda s: s.pk)]


def pages() -> list[str]:
    """Return the paths of the pages that list stories, and of the pages of the site."""
    paths = [reverse("articles:home")]
    if Correction.objects.published().exists():
        paths.append(reverse("articles:corrections"))
    for model in (Section, Author, Series, Tag):
        paths += [page.get_absolute_url() for page in model.objects.filter(pk__in=_with_stories(model))]
    return paths + [page.get_absolute_url() for page in SitePage.objects.public()]


def _groups(numbers: Iterable[int | None]) -> dict[int | None, list[Alternate]]:
    stories = defaultdict(list)
    if numbers:
        for story in all_stories().filter(translation_group__in=numbers).only("translation_group", *SHOWN):
            stories[story.translation_group_id].append(story)
    return {number: alternates(group) for number, group in stories.items()}


def _with_stories(model: type[Section | Author | Series | Tag]) -> QuerySet[Any]:
    return model.objects.filter(articles__in=Article.objects.published()).values("pk")
