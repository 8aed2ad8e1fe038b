"""Public pages about comments that are neither posting nor receipts: a comment's permalink and the privacy page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from comments.models import Comment
from comments.screening.told import fields_sent
from comments.thread import PAGE_SIZE, place_before


@require_safe
def comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Lead into the page of the thread that holds the comment."""
    found = get_object_or_404(Comment.objects.approved().select_related("article"), pk=comment_id)
    story = found.article.get_absolute_url()
    page = f"?after={place_before(found)}" if found.article.comment_count > PAGE_SIZE else ""
    return redirect(f"{story}{page}#comment-{found.pk}")


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    """Say what happens to what a commenter sends; the list of fields is the one that screening uses."""
    return render(request, "comments/privacy.html", {"fields_sent": fields_sent()})
