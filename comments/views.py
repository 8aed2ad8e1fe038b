"""Public pages about comments that are neither posting nor receipts: permalinks, what is new, the privacy page."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import conditional_page, require_safe

from articles.microseconds import from_microseconds
from articles.models import Article
from comments.discussion.in_force import discussion_of
from comments.models import Comment
from comments.screening.told import fields_sent
from comments.thread import PAGE_SIZE
from comments.thread_html import SHOWN_DEPTH
from comments.thread_order import place_before

# How long a browser, or a cache on the way, need not ask again whether something is new.
NEWS_SECONDS = 30
MOMENT = re.compile(r"[0-9]{1,16}")


@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Lead to the page of the thread that holds the comment; where it may be collapsed, to one that begins with it."""
    found = get_object_or_404(Comment.objects.approved().select_related("article"), pk=comment_id)
    story = found.article.get_absolute_url()
    if found.article.comment_count <= PAGE_SIZE and found.depth <= SHOWN_DEPTH:
        return redirect(f"{story}#comment-{found.pk}")
    place = place_before(found, discussion_of(found.article).thread_order)
    return redirect(f"{story}?after={place}#comment-{found.pk}")


@require_safe
@conditional_page
def comment_news(request: HttpRequest, year: int, month: int, slug: str) -> HttpResponse:
    """Say in a few bytes which comments were published after a moment, in microseconds: the newest hundred at most."""
    since = request.GET.get("since", "")
    article = get_object_or_404(Article.objects.published().for_address(), slug=slug)
    if not MOMENT.fullmatch(since) or not request.path.startswith(article.get_absolute_url()):
        raise Http404
    newer = Comment.objects.approved().filter(article=article, decided_at__gt=from_microseconds(int(since)))
    numbers = newer.order_by("-decided_at").values_list("pk", flat=True)[:PAGE_SIZE]
    response = JsonResponse({"comments": list(numbers)})
    patch_cache_control(response, public=True, max_age=NEWS_SECONDS)
    return response


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what happens to what a commenter sends; the list of fields is the one that screening uses."""
    return render(request, "comments/privacy.html", {"fields_sent": fields_sent()})
