"""How right Akismet was: the page of figures, the comments behind each of them, and a table for spreadsheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.models import Section
from comments.moderation import accuracy
from comments.moderation.access import for_moderators, moderator
from comments.moderation.accuracy_chart import chart_of
from comments.moderation.accuracy_csv import figures_csv
from comments.moderation.bars import HEIGHT
from comments.moderation.card_actions import CardActions
from comments.moderation.cards import cards_of
from comments.moderation.notices import akismet_notices
from comments.moderation.period import Period, PeriodForm
from comments.moderation.queues import page_of

# What the lines of the table for spreadsheets can stand for.
GROUPINGS: dict[str, Callable[[Period, Section | None], Mapping[Any, accuracy.Figures]]] = {
    "day": accuracy.figures_by_day,
    "section": accuracy.figures_by_section,
}


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
        "by_section": {section: accuracy.rates(its) for section, its in accuracy.figures_by_section(period).items()},
        "chart": chart_of(by_day),
        "chart_height": HEIGHT,
        "delays": accuracy.delays(period),
        "outages": accuracy.outages(period, now),
        "waiting": accuracy.waiting(now),
        "here": request.get_full_path(),
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
    period, section = PeriodForm(request.GET).period(), _section_asked_for(request)
    comments = accuracy.comments_of_kind(kind, period, section).for_cards()
    page = page_of(comments, by="decided_at", newest_first=True, cursor=request.GET.get("after", ""))
    narrowed = f"&section={section.slug}" if section else ""
    first = f"{reverse('comments:screening_comments')}?kind={kind}&{period.query}{narrowed}"
    context = {
        "name": accuracy.name_of_kind(kind),
        "section": section,
        "period": period,
        "page": page,
        "cards": cards_of(page.comments, user=moderator(request)),
        "decide": CardActions(request, request.get_full_path()),
        "here": request.get_full_path(),
        "next": f"{first}&after={page.next_cursor}" if page.next_cursor else "",
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/screening_comments.html", context)


@for_moderators
@require_safe
def screening_csv(request: HttpRequest) -> HttpResponse:
    """Answer with a line for each day, or with `by=section` for each section; of one section with `section`."""
    by = request.GET.get("by", "day")
    if by not in GROUPINGS:
        raise Http404
    period, section = PeriodForm(request.GET).period(), _section_asked_for(request)
    return HttpResponse(
        figures_csv(by, GROUPINGS[by](period, section)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{_file_name(by, period, section)}"'},
    )


def _section_asked_for(request: HttpRequest) -> Section | None:
    """Return the section to narrow the figures to, if there is one; raise Http404 for one that does not exist."""
    slug = request.GET.get("section", "")
    if "\0" in slug:  # PostgreSQL takes it for an error
        raise Http404
    return get_object_or_404(Section, slug=slug) if slug else None


def _file_name(by: str, period: Period, section: Section | None) -> str:
    parts = ["screening", section.slug if section else "", "" if by == "day" else f"by-{by}"]
    days = [period.first.isoformat(), period.last.isoformat()]
    return "-".join(part for part in parts + days if part) + ".csv"


def _table(figures: accuracy.Figures) -> list[Row]:
    return [
        Row(str(name), [figures.counted(f"{verdict}-{decision}") for decision in accuracy.DECISIONS])
        for verdict, name in accuracy.VERDICTS.items()
    ]
