"""What search engines are told: every published story and the pages that list them, a file a thousand."""

from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Article, Author, Correction, Section, Series, Tag
from articles.models.article import ArticleQuerySet

FILE_SIZE = 1000


@require_safe
@conditional_page
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every address while one file holds them, else the files."""
    published = Article.objects.published().indexable()
    if published[: FILE_SIZE + 1].count() <= FILE_SIZE:
        return _xml(request, "articles/sitemap.xml", {"pages": _pages(), "stories": _listed(published)})
    blocks = published.order_by().values_list(F("pk") / FILE_SIZE, flat=True).distinct()
    paths = [reverse("articles:sitemap_file", args=[number]) for number in sorted({0, *blocks})]
    return _xml(request, "articles/sitemap_index.xml", {"addresses": [settings.SITE_URL + path for path in paths]})


@require_safe
@conditional_page
def sitemap_file(request: HttpRequest, number: int) -> HttpResponse:
    """List the stories of one block of numbers, and in the first file the pages that list stories."""
    stories = _stories(number) if number <= 10_000_000 else []
    if number and not stories:
        raise Http404
    return _xml(request, "articles/sitemap.xml", {"pages": [] if number else _pages(), "stories": stories})


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/robots.txt", content_type="text/plain")


def _stories(number: int) -> list[Article]:
    block = (number * FILE_SIZE, (number + 1) * FILE_SIZE - 1)
    return _listed(Article.objects.published().indexable().filter(pk__range=block))


def _listed(stories: ArticleQuerySet) -> list[Article]:
    return list(stories.only("slug", "first_published_at", "updated_at").order_by("pk"))


def _pages() -> list[str]:
    paths = [reverse("articles:home")]
    if Correction.objects.published().exists():
        paths.append(reverse("articles:corrections"))
    for model in (Section, Author, Series, Tag):
        paths += [page.get_absolute_url() for page in model.objects.filter(pk__in=_with_stories(model))]
    return paths


def _with_stories(model: type[Section | Author | Series | Tag]) -> QuerySet[Any]:
    return model.objects.filter(articles__in=Article.objects.published()).values("pk")


def _xml(request: HttpRequest, template: str, context: dict[str, object]) -> HttpResponse:
    return render(request, template, context, content_type="application/xml")
