"""Taking a passage out of a comment, and putting it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.models import Comment, Shortening
from comments.moderation.access import for_moderators
from comments.moderation.evidence_views import evidence_page
from comments.moderation.shortening import ShorteningForm, TextHasChanged, put_back, shorten


@for_moderators
@require_POST
def shorten_comment(request: HttpRequest, comment_id: int) -> HttpResponse:
    """Take a passage out: 422 with what is wrong with it, 409 when the text has changed, each with what was typed."""
    comment = get_object_or_404(Comment, pk=comment_id)
    form = ShorteningForm(request.POST, comment=comment)
    if not form.is_valid():
        return evidence_page(request, comment_id, shortening=form, status=422)
    by: Any = request.user
    try:
        shorten(
            comment,
            form.cleaned_data["passage"],
            form.cleaned_data["why"],
            revision=form.cleaned_data["revision"],
            by=by,
        )
    except TextHasChanged:
        # The page that answers shows the present text: sent once more, the form is about that one.
        comment.refresh_from_db(fields=["revision"])
        form.data = dict(form.data.items()) | {"revision": comment.revision}
        form.add_error(None, _("The text has changed since you saw it, or its author has withdrawn it. Read it again."))
        return evidence_page(request, comment_id, shortening=form, status=409)
    messages.info(request, _("The passage is taken out of what readers see."))
    return redirect("comments:evidence", comment_id)


@for_moderators
@require_POST
def put_passage_back(request: HttpRequest, comment_id: int, shortening_id: int) -> HttpResponse:
    shortening = get_object_or_404(Shortening, pk=shortening_id, comment=comment_id)
    by: Any = request.user
    was_out = put_back(shortening, by=by)
    messages.info(
        request, _("Readers see the passage again.") if was_out else _("The passage had been put back before.")
    )
    return redirect("comments:evidence", comment_id)
