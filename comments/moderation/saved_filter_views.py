"""Keeping a filter of the desk under a name, and forgetting it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from comments.models import SavedFilter
from comments.moderation.access import for_moderators, moderator
from comments.moderation.listing import Listing
from comments.moderation.saved_filters import SaveFilterForm


@for_moderators
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the question of a list under a name; with a name that is taken, show it again."""
    listing = Listing.read(QueryDict(request.POST.get("query", "")).dict(), moderator(request))
    kept = SavedFilter(owner=moderator(request), query=listing.query(mode="", claimed="", after=""))
    form = SaveFilterForm(request.POST, instance=kept)
    if not (form.is_valid() and form.store()):
        context = {"form": form, "query": listing.query(), "back": listing.address()}
        return render(request, "comments/moderation/save_filter.html", context, status=422)
    messages.info(request, _("Saved as “%(name)s”.") % {"name": kept.name})
    return redirect(listing.address())


@for_moderators
@require_POST
def remove_filter(request: HttpRequest, filter_id: int) -> HttpResponse:
    """Forget a filter of one's own."""
    kept = get_object_or_404(SavedFilter, pk=filter_id, owner=moderator(request))
    kept.delete()
    messages.info(request, _("“%(name)s” is no longer saved.") % {"name": kept.name})
    return redirect(reverse("comments:desk"))
