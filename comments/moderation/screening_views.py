"""How right Akismet was: the page of figures, the comments behind each of them, and a table for spreadsheets."""

from __future__ import annotations

from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from comments.moderation import accuracy
from comments.moderation.access import for_moderators
from comments.moderation.accuracy_chart import HEIGHT, chart_of
from comments.moderation.accuracy_csv import figures_csv
from comments.moderation.cards import with_choices
from comments.moderation.notices import akismet_notices
from comments.moderation.period import PeriodForm
from comments.moderation.queues import page_of


class Row(NamedTuple):
    """What people said of one verdict: the kinds of its cells with their counts."""

    name: str
    cells: list[tuple[str, int]]


@for_moderators
@require_safe
def screening(request: HttpRequest) -> HttpResponse:
    form, now = PeriodForm(request.GET), timezone.now()
    period = form.period()
    by_day = accuracy.figures_by_day(period)
    figures = accuracy.together(by_day.values())
    context = {
        "form": form,
        "period": period,
        "decisions": accuracy.DECISIONS,
        "table": _table(figures),
        "rates": accuracy.rates(figures),
        "chart": chart_of(by_day),
        "chart_height": HEIGHT,
        "delays": accuracy.delays(period),
        "outages": accuracy.outages(period, now),
        "waiting": accuracy.waiting(now),
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/screening.html", context)


@for_moderators
@require_safe
def screening_comments(request: HttpRequest) -> HttpResponse:
    """Show the comments behind a number, the latest decision first."""
    kind = request.GET.get("kind", "")
    if kind not in accuracy.KINDS:
        raise Http404
    period = PeriodForm(request.GET).period()
    comments = accuracy.comments_of_kind(kind, period).select_related("article", "parent", "decided_by")
    page = page_of(comments, by="decided_at", newest_first=True, cursor=request.GET.get("after", ""))
    first = f"{reverse('comments:screening_comments')}?kind={kind}&{period.query}"
    context = {
        "name": accuracy.name_of_kind(kind),
        "period": period,
        "page": page,
        "here": request.get_full_path(),
        "next": f"{first}&after={page.next_cursor}",
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/screening_comments.html", with_choices(context))


@for_moderators
@require_safe
def screening_csv(request: HttpRequest) -> HttpResponse:
    period = PeriodForm(request.GET).period()
    name = f"screening-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    return HttpResponse(
        figures_csv(accuracy.figures_by_day(period)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _table(figures: accuracy.Figures) -> list[Row]:
    return [
        Row(str(name), [figures.counted(f"{verdict}-{decision}") for decision in accuracy.DECISIONS])
        for verdict, name in accuracy.VERDICTS.items()
    ]
