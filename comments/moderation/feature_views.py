"""Choosing a comment for readers, and taking the choice back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments.models import Comment
from comments.models.featuring import FEATURED_MAX, TooManyFeatured
from comments.moderation.access import for_featuring
from comments.moderation.addresses import next_page


@for_featuring
@require_POST
def feature_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Feature a published comment, or no longer; 409 with the reason when it cannot be."""
    comment = get_object_or_404(Comment, pk=comment_id)
    by: Any = request.user
    act = request.POST.get("act")
    if act == "unfeature":
        comment.unfeature(by=by)
        messages.info(request, _("It is no longer featured."))
        return redirect(next_page(request))
    if act != "feature":
        raise BadRequest("There is no such act.")
    if comment.status != Comment.Status.APPROVED:
        return _refuse(request, _("This comment is not published, so it cannot be featured."))
    try:
        comment.feature(by=by)
    except TooManyFeatured:
        return _refuse(request, _limit_sentence())
    messages.info(request, _("It is featured above the thread."))
    return redirect(next_page(request))


def _limit_sentence() -> str:
    return ngettext(
        "A story has %(count)d featured comment at most: take another one back first.",
        "A story has %(count)d featured comments at most: take another one back first.",
        FEATURED_MAX,
    ) % {"count": FEATURED_MAX}


def _refuse(request: HttpRequest, sentence: str) -> HttpResponse:
    context = {"title": _("It was not featured"), "sentence": sentence, "next": next_page(request)}
    return render(request, "comments/moderation/not_done.html", context, status=409)
