"""The addresses of a site that was WordPress before: each leads to what it showed, where that was imported."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from articles.addresses.old import lead_on, moved_to
from articles.models import Section, SubjectAddress


@require_safe
def wordpress_day(request: HttpRequest, year: int, month: int, day: int, slug: str) -> HttpResponse:
    return lead_on(request, slug, year, month)


@require_safe
def wordpress_feed(request: HttpRequest, kind: str) -> HttpResponse:
    return moved_to(request, reverse("articles:feed"))


@require_safe
def wordpress_category(request: HttpRequest, slug: str) -> HttpResponse:
    """A category was a section."""
    return moved_to(request, reverse("articles:section", args=[_section_of(slug)]))


@require_safe
def wordpress_category_feed(request: HttpRequest, slug: str) -> HttpResponse:
    return moved_to(request, reverse("articles:section_feed", args=[_section_of(slug)]))


def _section_of(slug: str) -> str:
    if Section.objects.filter(slug=slug).exists():
        return slug
    section = SubjectAddress.objects.present("section", slug)
    if section is None:
        raise Http404
    return section.slug
