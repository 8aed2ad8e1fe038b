"""Working beside colleagues: who looks at what, and who has taken which comments for a while."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments.moderation.access import for_moderators, moderator
from comments.moderation.addresses import next_page
from comments.moderation.claiming import claim_next, give_back
from comments.moderation.listing import Listing
from comments.moderation.presence import looking_sentence, name_of, note_presence, onlookers, people_here
from comments.moderation.questions import number_in

SHOWN_MAX = 200


@for_moderators
@require_POST
def presence(request: HttpRequest) -> JsonResponse:
    """Take down which comment this person has before them; tell who else is here, and at which of these comments."""
    user = moderator(request)
    note_presence(user, number_in(request.POST.get("comment", "")))
    shown = [number_in(number) for number in request.POST.getlist("shown")[:SHOWN_MAX]]
    looking = onlookers(shown, but=user)
    return JsonResponse(
        {
            "here": ", ".join(map(name_of, people_here(but=user))),
            "looking": {str(number): looking_sentence(names) for number, names in looking.items()},
        }
    )


@for_moderators
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Take the next comments of a list for ten minutes, and lead to them."""
    user = moderator(request)
    listing = Listing.read(request.POST.dict(), user)
    count = claim_next(listing.in_order(), user)
    if not count:
        messages.info(request, _("There is nothing to take: the rest is with your colleagues."))
        return redirect(listing.address())
    sentence = ngettext(
        "%(count)d comment is yours for ten minutes.", "%(count)d comments are yours for ten minutes.", count
    )
    messages.info(request, sentence % {"count": count})
    return redirect(listing.address(claimed="me"))


@for_moderators
@require_POST
def give_back_claims(request: HttpRequest) -> HttpResponse:
    count = give_back(moderator(request))
    sentence = ngettext("You have given %(count)d comment back.", "You have given %(count)d comments back.", count)
    messages.info(request, sentence % {"count": count})
    return redirect(next_page(request))
