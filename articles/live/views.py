"""What readers' pages of a live story ask for besides the page itself."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.live.feed import live_feed_of
from articles.live.windows import newest_window
from articles.models import Article

# How long a browser, or a cache on the way, need not ask again whether something is new.
NEWS_SECONDS = 10


@require_safe
@conditional_page
def live_news(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Say in a few bytes how far the live is; `withdrawn` are numbers on the newest page that do not count as new."""
    article = get_object_or_404(Article.objects.published().for_address(), slug=slug)
    if not article.was_live or not request.path.startswith(article.get_absolute_url()):
        raise Http404
    first = newest_window(article).first
    gone = article.live_entries.filter(number__gte=first).exclude(withdrawn_at=None).order_by("number")
    response = JsonResponse(
        {
            "newest": article.live_newest,
            "ended": not article.is_live,
            "withdrawn": list(gone.values_list("number", flat=True)),
        }
    )
    patch_cache_control(response, public=True, max_age=NEWS_SECONDS)
    return response


@require_safe
@conditional_page
def live_feed(request: HttpRequest, year: int, month: int, slug: str, format: str) -> HttpResponse:
    article = get_object_or_404(Article.objects.published().for_page(), slug=slug)
    if not article.was_live:
        raise Http404
    if not request.path.startswith(article.get_absolute_url()):
        name = "articles:live_feed" if format == "rss" else f"articles:live_feed_{format}"
        return redirect(name, *article.address_parts, permanent=True)
    return live_feed_of(article, format, request.path)
