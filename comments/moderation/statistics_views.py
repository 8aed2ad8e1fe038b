"""How much was decided and how fast, for a period; and the same as a table for spreadsheets."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comments.moderation import workload
from comments.moderation.access import for_moderators, moderator
from comments.moderation.bars import HEIGHT
from comments.moderation.csv_lines import csv_lines
from comments.moderation.history import KIND_NAMES
from comments.moderation.notices import akismet_notices
from comments.moderation.period import PeriodForm


@for_moderators
@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show the figures of everybody together and one's own; by person only where the owner has switched that on."""
    by_person = request.GET.get("by") == "person"
    if by_person and not settings.STATISTICS_BY_PERSON:
        raise Http404
    form = PeriodForm(request.GET)
    period = form.period()
    by_day = workload.decisions_by_day(period)
    done = workload.together(by_day.values())
    context = {
        "form": form,
        "period": period,
        "kinds": [KIND_NAMES[kind] for kind in workload.COUNTED],
        "done": done,
        "shares": workload.shares(done, period),
        "chart": workload.chart_of(by_day),
        "chart_height": HEIGHT,
        "delays": workload.delays(period, done),
        "lines": workload.lines_by_person(period)
        if by_person
        else workload.own_lines(moderator(request), period, done),
        "is_by_person": by_person,
        "may_see_people": settings.STATISTICS_BY_PERSON,
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/statistics.html", context)


@for_moderators
@require_safe
def statistics_csv(request: HttpRequest) -> HttpResponse:
    period = PeriodForm(request.GET).period()
    name = f"decisions-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    return HttpResponse(
        "".join(csv_lines(workload.csv_table(workload.decisions_by_day(period)))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
