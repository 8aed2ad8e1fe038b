"""The first page of a shift."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.moderation.access import for_moderators, moderator
from comments.moderation.notices import akismet_notices
from comments.moderation.presence import people_here
from comments.moderation.start import CHART_HEIGHT, start_of


@for_moderators
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    notices = akismet_notices()
    context = {
        "start": start_of(moderator(request), timezone.now()),
        "chart_height": CHART_HEIGHT,
        "undo_window": timedelta(seconds=settings.UNDO_WINDOW),
        "people": people_here(but=moderator(request)),
        # What is wrong with Akismet stands in a place of its own on this page.
        "trouble": [notice for notice in notices if notice.level == "warning"],
        "notices": [notice for notice in notices if notice.level != "warning"],
        "here": request.path,
    }
    return render(request, "comments/moderation/start.html", context)
