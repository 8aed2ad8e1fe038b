"""Deciding on everything that a list holds: first how many and which, then, when that is confirmed, the decision."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments.moderation.access import for_moderators, moderator
from comments.moderation.card_actions import CardActions
from comments.moderation.cards import cards_of
from comments.moderation.deciding import DECISIONS
from comments.moderation.forms import DecisionOnAllForm
from comments.moderation.listing import Listing
from comments.moderation.matching import AT_ONCE_MAX, Matched, decide_on_all, matching
from comments.moderation.meanwhile import meanwhile_of_list

SAMPLE = 5


@for_moderators
@require_POST
def decide_on_list(request: HttpRequest) -> HttpResponse:
    """Say what the decision would be on; make it once that page is confirmed."""
    listing = Listing.read(QueryDict(request.POST.get("query", "")).dict(), moderator(request))
    form = DecisionOnAllForm(request.POST)
    until = _moment(request.POST.get("until", ""))
    if not form.is_valid() or until is None:
        return _confirmation(request, listing, form)
    matched = decide_on_all(listing, until, form.made(), by=moderator(request))
    messages.info(request, _sentence(matched))
    return redirect(listing.address())


def _confirmation(request: HttpRequest, listing: Listing, form: DecisionOnAllForm) -> HttpResponse:
    until = timezone.now()
    found = matching(listing, until)
    count = found.order_by()[: AT_ONCE_MAX + 1].count()
    sample = list(found.for_cards()[:SAMPLE])
    name = request.POST.get("decision", "")
    context = {
        "listing": listing,
        "chips": listing.filter.chips(),
        "count": min(count, AT_ONCE_MAX),
        "is_capped": count > AT_ONCE_MAX,
        "cards": cards_of(sample, user=moderator(request)),
        "decision": name,
        "label": DECISIONS.get(name, ""),
        "held": meanwhile_of_list(listing, until).held_sentence(),
        "posted": request.POST,
        "form": form,
        "until": until.isoformat(),
        "decide": CardActions(request, listing.address()),
    }
    return render(request, "comments/moderation/decide_on_list.html", context, status=200 if form.is_valid() else 422)


def _sentence(matched: Matched) -> str:
    decided = ngettext("%(count)d comment decided.", "%(count)d comments decided.", matched.done)
    sentences = [decided % {"count": matched.done}, matched.meanwhile.sentence()]
    if matched.changed:
        words = ngettext(
            "%(count)d was left alone: its text had changed.",
            "%(count)d were left alone: their texts had changed.",
            matched.changed,
        )
        sentences.append(words % {"count": matched.changed})
    return " ".join(filter(None, sentences))


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    # Of the first and the last year some moments are none in other time zones.
    if moment is None or timezone.is_naive(moment) or not MINYEAR < moment.year < MAXYEAR:
        return None
    return moment
