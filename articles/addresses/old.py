"""An old address leads to the present one in one hop; one of a withdrawn story says that it is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse

from articles.models import Address, Article, SubjectAddress, Tag, TagAlias

# Browsers keep 301 and 410 as long as they like: a story that comes back, or takes its old slug back, would be lost
# to those who have one, or send them in circles.
ASK_AGAIN = "public, max-age=0, must-revalidate"


def lead_on(request: HttpRequest, slug: str, year: int, month: int) -> HttpResponse:
    """
    Answer for an address under which no story is published: 301, 410, or 404 where readers never saw one.

    The very address is looked for first, then the slug under another month, as it is now and as it was.
    """
    for known in _known_as(slug, year, month):
        if story := Article.objects.published().filter(known).for_address().first():
            return moved_to(request, story.get_absolute_url())
        if story := Article.objects.withdrawn().filter(known).first():
            return gone(request, story)
    raise Http404


def story_known_as(slug: str, year: int, month: int) -> Article | None:
    """Return the published story to which an address leads, of old or of today."""
    for known in _known_as(slug, year, month):
        if story := Article.objects.published().for_page().filter(known).first():
            return story
        if Article.objects.withdrawn().filter(known).exists():
            return None
    return None


def lead_to_number(request: HttpRequest, wordpress_id: int) -> HttpResponse:
    """Answer for the address by which WordPress knew a story."""
    if story := Article.objects.published().filter(wordpress_id=wordpress_id).for_address().first():
        return moved_to(request, story.get_absolute_url())
    if story := Article.objects.withdrawn().filter(wordpress_id=wordpress_id).first():
        return gone(request, story)
    raise Http404


def moved_to(request: HttpRequest, path: str) -> HttpResponse:
    """Lead to an address of our own for ever. What else was asked for goes along: the target reads it or ignores it."""
    query = request.GET.copy()
    query.pop("p", None)
    response = HttpResponsePermanentRedirect(f"{path}?{query.urlencode()}" if query else path)
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def gone(request: HttpRequest, story: Article) -> HttpResponse:
    """Say that the story was taken offline, in the newsroom's sentence where there is one, and nothing else of it."""
    ended_at = story.ends_at if story.has_ended and story.published_at else None
    context = {"withdrawal": None if ended_at else story.withdrawals.first(), "ended_at": ended_at}
    response = render(request, "articles/article_gone.html", context, status=410)
    response.headers["Cache-Control"] = ASK_AGAIN
    return response


def renamed_leads_on(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lead from a slug that a section, a tag or an author had to the present one, where the view finds nothing."""

    @wraps(view)
    def leading(request: HttpRequest, slug: str, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, slug=slug, **kwargs)
        except Http404:
            assert request.resolver_match is not None
            name = request.resolver_match.url_name or ""
            kind = name.partition("_")[0]
            subject = SubjectAddress.objects.present(kind, slug) or (_tag_called(slug) if kind == "tag" else None)
            if subject is None:
                raise
            return moved_to(request, reverse(f"articles:{name}", args=[subject.slug]))

    return leading


def _tag_called(slug: str) -> Tag | None:
    """Return the tag that has this synonym, or took over the one that was called so."""
    alias = TagAlias.objects.select_related("tag").filter(slug=slug).first()
    return alias.tag if alias else None


def _known_as(slug: str, year: int, month: int) -> Iterator[Q]:
    old = {(row.year, row.month): row.article_id for row in Address.objects.filter(slug=slug)[:50]}
    if (year, month) in old:
        yield Q(pk=old[year, month])
    yield Q(slug=slug)
    if len(set(old.values())) == 1:
        yield Q(pk__in=set(old.values()))
