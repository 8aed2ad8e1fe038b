"""The files that search engines ask for."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.models.article import ArticleQuerySet
from articles.sitemaps.listing import File, all_stories, files, fits_in_one_file, listed, news, of_file, pages

LAST_NUMBER = 10_000_000


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every address while one file holds them, else the files."""
    stories = all_stories()
    if fits_in_one_file(stories):
        return _sitemap(request, pages(), stories)
    # The pages that list stories stand in the first file, whether or not a story does.
    found = files(stories)
    first = [] if found[0].number == 0 else [File(0, max(file.changed_at for file in found))]
    return _index(request, "articles:sitemap_file", first + found)


@require_safe
@conditional_page
def sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    """List the stories of one block of numbers, and in the first file the pages that list stories."""
    return _sitemap(request, [] if number else pages(), _of_file(all_stories(), number, may_be_empty=number == 0))


@require_safe
@conditional_page
def news_sitemap(request: HttpRequest) -> HttpResponse:
    """List the news while one file holds it, else the files. With no news it is empty, and valid."""
    stories = news()
    if fits_in_one_file(stories):
        return _news(request, stories)
    return _index(request, "articles:news_sitemap_file", files(stories))


@require_safe
@conditional_page
def news_sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    return _news(request, _of_file(news(), number))


def _of_file(stories: ArticleQuerySet, number: int, *, may_be_empty: bool = False) -> ArticleQuerySet:
    found = of_file(stories, number) if number <= LAST_NUMBER else stories.none()
    if not may_be_empty and not found.exists():
        raise Http404
    return found


def _sitemap(request: HttpRequest, paths: list[str], stories: ArticleQuerySet) -> HttpResponse:
    return _xml(request, "sitemap.xml", {"pages": paths, "listed": listed(stories)})


def _news(request: HttpRequest, stories: ArticleQuerySet) -> HttpResponse:
    shown = stories.only("headline", "slug", "language", "first_published_at").order_by("pk")
    return _xml(request, "news_sitemap.xml", {"stories": shown})


def _index(request: HttpRequest, name: str, found: list[File]) -> HttpResponse:
    rows = [(settings.SITE_URL + reverse(name, args=[file.number]), file.changed_at) for file in found]
    return _xml(request, "sitemap_index.xml", {"files": rows})


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, f"articles/{template}", context, content_type="application/xml")
