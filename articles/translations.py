"""The same story in other languages, as readers and search engines are led to it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.conf import settings

from articles.models import Article
from articles.page_cache import PageLife

SHOWN = ["headline", "slug", "language", "first_published_at", "published_at", "ends_at", "noindex", "canonical_url"]


class Alternate(NamedTuple):
    hreflang: str
    path: str


def public_translations(article: Article, life: PageLife | None = None) -> list[Article]:
    """Return the others that readers may read, from one query at most; the page ends when one comes or goes."""
    if article.translation_group_id is None:
        return []
    stories = list(article.translations().only(*SHOWN))
    for story in stories:
        if life is not None and story.is_scheduled and story.published_at:
            life.end(story.published_at)
        if life is not None and story.is_published and story.ends_at:
            life.end(story.ends_at)
    return sorted((story for story in stories if story.is_published), key=lambda story: story.language)


def alternates(stories: Iterable[Article]) -> list[Alternate]:
    """
    Return what each of these stories says of all of them, itself included; nothing where a story stands alone.

    Each has to name the same ones, or search engines believe none of them
    (https://developers.google.com/search/docs/specialty/international/localized-versions). Whoever reads neither
    language is led to the site's own, or to the oldest.
    """
    listed = sorted((each for each in stories if each.is_indexable), key=lambda story: story.pk)
    if len(listed) < 2:
        return []
    default = next((story for story in listed if story.language == settings.LANGUAGE_CODE), listed[0])
    named = [Alternate(story.language, story.get_absolute_url()) for story in listed]
    return [*sorted(named), Alternate("x-default", default.get_absolute_url())]


def alternates_of(article: Article, translations: Iterable[Article]) -> list[Alternate]:
    """Return them for the page of one of these stories: none where that one is not for search engines."""
    return alternates([article, *translations]) if article.is_published and article.is_indexable else []
