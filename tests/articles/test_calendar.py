"""The calendar of a month, and dates that are moved on it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from articles.models import Article, Assignment
from tests.articles.planned import (
    CALENDAR,
    DAY,
    SCRIPT,
    assign,
    days,
    make_draft,
    move_due,
    press,
)
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_calendar_shows_what_is_published_scheduled_and_due_on_its_day(editors_desk):
    make_article(headline="Publiée", published_at=datetime(2026, 11, 2, 9, tzinfo=UTC))
    make_article(headline="Prévue", published_at=datetime(2026, 11, 28, 6, tzinfo=UTC))
    assign(make_draft(headline="Due"), due_at=datetime(2026, 11, 27, 23, 30, tzinfo=UTC))
    make_article(headline="En octobre", published_at=datetime(2026, 10, 2, 9, tzinfo=UTC))

    shown = days(editors_desk.get(CALENDAR, {"month": "2026-11"}))

    assert shown == {"2026-11-02": ["Publiée"], "2026-11-28": ["Due", "Prévue"]}


def test_the_calendar_is_a_table_of_weeks_that_begin_on_monday(editors_desk):
    table = page_of(editors_desk.get(CALENDAR, {"month": "2026-02"})).find("table", class_="calendar")

    cells = [cell["data-day"] for cell in table.find_all("td")]
    assert (cells[0], cells[-1], len(cells)) == ("2026-01-26", "2026-03-01", 35)
    assert len(table.find_all("th", scope="col")) == 7


def test_what_has_no_date_is_listed_beside(editors_desk):
    make_draft(headline="Sans date")
    assign(make_draft(headline="Datée"), due_at=NOW + DAY)

    beside = page_of(editors_desk.get(CALENDAR)).find("section", class_="unscheduled").text

    assert "Sans date" in beside
    assert "Datée" not in beside


@pytest.mark.parametrize(
    "month", ["2026-13", "2026-00", "1989-12", "2100-01", "2026", "x", "٢٠٢٦-11", "2026-11-01", "\x00"]
)
def test_a_month_that_no_calendar_holds_is_no_address(editors_desk, month):
    assert editors_desk.get(CALENDAR, {"month": month}).status_code == 404


@pytest.mark.parametrize(
    ("month", "links"), [("1990-01", ["next"]), ("2099-12", ["prev"]), ("2026-12", ["prev", "next"])]
)
def test_the_calendar_leads_on_to_the_months_beside(editors_desk, month, links):
    page = page_of(editors_desk.get(CALENDAR, {"month": month}))

    found = page.find("nav", class_="months").find_all("a")
    assert [link["rel"] for link in found] == links
    assert {editors_desk.get(CALENDAR + link["href"]).status_code for link in found} == {200}


def test_an_editor_moves_a_due_date(editors_desk):
    assignment = assign(make_draft(), due_at=NOW + DAY)

    move_due(editors_desk, assignment.article, "2026-11-30T18:00", seen=assignment.due_at.isoformat())

    assignment.refresh_from_db()
    assert assignment.due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_a_story_without_a_date_is_given_one(editors_desk):
    draft = make_draft()

    move_due(editors_desk, draft, "2026-11-30T18:00")

    assert Assignment.objects.get().due_at == datetime(2026, 11, 30, 17, tzinfo=UTC)


def test_a_due_date_that_somebody_moved_meanwhile_stays(editors_desk):
    assignment = assign(make_draft(), due_at=NOW + DAY)

    answer = move_due(editors_desk, assignment.article, "2026-11-30T18:00", seen=NOW.isoformat(), headers=SCRIPT)

    assignment.refresh_from_db()
    assert (answer.status_code, assignment.due_at) == (409, NOW + DAY)


@pytest.mark.parametrize("at", ["", "demain", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_date_that_is_none_is_refused(editors_desk, at):
    draft = make_draft()

    assert move_due(editors_desk, draft, at, headers=SCRIPT).status_code == 409
    assert not Assignment.objects.exists()


def test_an_editor_moves_a_schedule_on_the_calendar(editors_desk):
    article = make_article(published_at=NOW + DAY)

    press(editors_desk, article, "schedule", publish_at="2026-11-30T07:30", next=CALENDAR)

    assert Article.objects.get().published_at == datetime(2026, 11, 30, 6, 30, tzinfo=UTC)


def test_a_journalist_is_offered_no_dates_to_move(desk, journalist):
    assign(make_draft(created_by=journalist), due_at=NOW + DAY)

    page = page_of(desk.get(CALENDAR))

    assert page.find("input", type="datetime-local") is None
    assert len(page.find_all("li", class_="entry")) == 1
