"""The board and the calendar of what is planned."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

from django import forms
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.stories.desk_views import DeskViews, person
from articles.admin.stories.planning import FIRST_YEAR, PersonField
from articles.converters import LAST_YEAR
from articles.models import Section
from articles.models.article import ArticleQuerySet
from articles.permissions import may_publish
from articles.workflow.board import board_of
from articles.workflow.cards import by_section_and_person, for_cards
from articles.workflow.month import UNSCHEDULED_MAX, month_of, unscheduled
from articles.workflow.people import writers

MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")


class PlannedFilter(forms.Form):
    section = forms.ModelChoiceField(
        Section.objects.all(), required=False, label=gettext_lazy("Section"), empty_label=gettext_lazy("All sections")
    )
    person = PersonField(
        User.objects.none(), required=False, label=gettext_lazy("Person"), empty_label=gettext_lazy("Everyone")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = writers()

    def narrow(self, stories: ArticleQuerySet) -> ArticleQuerySet:
        """Narrow stories down to what was chosen; what is no choice chooses nothing."""
        self.is_valid()
        section, someone = self.cleaned_data.get("section"), self.cleaned_data.get("person")
        return by_section_and_person(stories, section and section.pk, someone and someone.pk)


class Boards(DeskViews):
    def get_urls(self) -> list[URLPattern]:
        return [
            self.page_path("board/", self.board, "board"),
            self.page_path("calendar/", self.calendar, "calendar"),
            *super().get_urls(),
        ]

    def board(self, request: HttpRequest) -> HttpResponse:
        chosen = PlannedFilter(request.GET)
        stories = for_cards(chosen.narrow(self.worked_on(request)), person(request))
        return self.desk_page(
            request,
            "board.html",
            _("Board"),
            columns=board_of(stories, person(request)),
            **self._around(request, chosen),
        )

    def calendar(self, request: HttpRequest) -> HttpResponse:
        year, month = _month(request)
        chosen = PlannedFilter(request.GET)
        stories = chosen.narrow(self.worked_on(request))
        return self.desk_page(
            request,
            "calendar.html",
            _("Calendar"),
            weeks=month_of(stories, person(request), year, month),
            first_day=timezone.make_aware(datetime(year, month, 1)),  # noqa: DTZ001  # made aware right here
            unscheduled=unscheduled(stories, person(request)),
            unscheduled_max=UNSCHEDULED_MAX,
            months_beside=_beside(year, month),
            **self._around(request, chosen),
        )

    def _around(self, request: HttpRequest, chosen: PlannedFilter) -> dict[str, Any]:
        kept = "".join(f"&{name}={value.pk}" for name, value in chosen.cleaned_data.items() if value)
        return {
            "kept": kept,
            "chosen": chosen,
            "may_plan": may_publish(request.user),
            "here": request.get_full_path(),
        }


def _month(request: HttpRequest) -> tuple[int, int]:
    """Return the month that the address names, or this one; one that no calendar holds is no address."""
    wanted = request.GET.get("month", "")
    if not wanted:
        today = timezone.localdate()
        return today.year, today.month
    match = MONTH.fullmatch(wanted)
    if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
        raise Http404
    return int(match[1]), int(match[2])


def _beside(year: int, month: int) -> tuple[date | None, date | None]:
    """Return the first days of the months before and after, where there are any."""
    before = date(year, month - 1, 1) if month > 1 else date(year - 1, 12, 1)
    after = date(year, month + 1, 1) if month < 12 else date(year + 1, 1, 1)
    return before if before.year >= FIRST_YEAR else None, after if after.year <= LAST_YEAR else None
