"""The moderators' desk: the lists to work through, and what has come into them since."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from comments.models import Comment, DeskPreferences
from comments.moderation.access import for_moderators, moderator
from comments.moderation.card_actions import CardActions
from comments.moderation.cards import cards_of
from comments.moderation.claiming import held_by_others
from comments.moderation.filters import FilterForm
from comments.moderation.listing import Listing
from comments.moderation.notices import akismet_notices
from comments.moderation.presence import people_here
from comments.moderation.queues import (
    LABELS,
    Page,
    all_queues,
    came_since,
    folded_away,
    newest_place,
)
from comments.moderation.saved_filters import filters_for


@for_moderators
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    user = moderator(request)
    listing = Listing.read(request.GET.dict(), user)
    cursor = request.GET.get("after", "")
    page = listing.page(cursor)
    model = listing.filter.model_comment
    cards = cards_of(page.comments, user=user, among=listing.compared_with(), like=model.pk if model else 0)
    here = listing.address(after=cursor)
    context = {
        "queues": all_queues(),
        "listing": listing,
        "label": LABELS[listing.queue],
        "chips": [(chip.words, listing.address(**{chip.name: "", "by": ""})) for chip in listing.filter.chips()],
        "filter_form": FilterForm(listing.filter.asked),
        "saved": filters_for(user),
        "folded": folded_away(listing.folded()) if listing.folds() else None,
        "cards": cards,
        "count": _count(cursor, page) if listing.filter.asked else "",
        "held": held_by_others(user) if not cursor else [],
        "people": people_here(but=user),
        "newest": newest_place(listing.queue),
        "here": here,
        "next": listing.address(after=page.next_cursor) if page.next_cursor else "",
        "decide": CardActions(request, here),
        "notices": akismet_notices(),
        "preferences": DeskPreferences.of(user),
    }
    return render(request, "comments/moderation/desk.html", context)


def _count(cursor: str, page: Page[Comment]) -> str:
    """Return how many comments a narrowed list holds, as one page tells: counting costs as much as finding."""
    return str(len(page.comments)) if not cursor and not page.next_cursor else f"{len(page.comments)}+"


@for_moderators
@require_safe
def new_comments(request: HttpRequest) -> JsonResponse:
    """Say how many comments have come into a queue behind a place; the page asks now and then, and never jumps."""
    queue = request.GET.get("queue", "")
    if queue not in LABELS:
        raise Http404
    count = came_since(queue, request.GET.get("since", ""))
    number = int(count.rstrip("+"))
    sentence = ngettext("%(count)s new comment: load it", "%(count)s new comments: load them", number)
    return JsonResponse({"count": number, "sentence": sentence % {"count": count}})
