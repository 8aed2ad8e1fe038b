"""What was done at the desk and by whom: a list with filters, and the same as a table for spreadsheets."""

from __future__ import annotations

from itertools import chain

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.moderation.access import for_moderators, moderator
from comments.moderation.csv_lines import BYTE_ORDER_MARK, csv_lines
from comments.moderation.history import HistoryForm, history_lines, shown
from comments.moderation.notices import akismet_notices
from comments.moderation.queues import page_of


@for_moderators
@require_safe
def history(request: HttpRequest) -> HttpResponse:
    form = HistoryForm(request.GET, by=moderator(request))
    page = page_of(shown(form.events()), by="created_at", newest_first=True, cursor=request.GET.get("after", ""))
    query = form.query()
    context = {
        "form": form,
        "events": page.comments,
        "csv": f"{reverse('comments:history_csv')}?{query}",
        "next": f"?{query}&after={page.next_cursor}" if page.next_cursor else "",
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/history.html", context)


@for_moderators
@require_safe
def history_csv(request: HttpRequest) -> HttpResponseBase:
    """Answer with every line behind the filters, sent while it is read."""
    form = HistoryForm(request.GET, by=moderator(request))
    name = f"history-{timezone.localdate().isoformat()}.csv"
    return StreamingHttpResponse(
        chain([BYTE_ORDER_MARK], csv_lines(history_lines(form.events()))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
