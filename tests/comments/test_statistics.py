"""What was decided in a period and how fast: what is counted, what each number leads to, and whom it names."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, ModerationEvent
from comments.moderation import workload
from comments.moderation.period import Period
from comments.moderation.undoing import take_last_back
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_editor, make_journalist

pytestmark = pytest.mark.django_db

PAGE = "/moderation/statistics/"
CSV = "/moderation/statistics/decisions.csv"
PARIS = ZoneInfo("Europe/Paris")
NOON = datetime(2026, 11, 10, 12, tzinfo=PARIS)
NOVEMBER = "from=2026-11-01&to=2026-11-30"
NUMBER = re.compile(r'<a href="(/moderation/history/[^"]*)">([0-9]+)</a>')


@pytest.fixture
def at():
    """Move the clock to a time after noon of a day in November."""

    def move(**later):
        return time_machine.travel(NOON + timedelta(**later), tick=False)

    return move


@pytest.fixture
def week(at, moderator, colleague):
    """A week of two moderators: five decisions, one of them undone and one reopened."""
    for day, decide in enumerate(["approve", "approve", "mark_as_spam"]):
        with at(days=day):
            getattr(make_comment(), decide)(by=moderator)
    with at(days=3):
        comment = make_comment()
        comment.reject(by=colleague, reason="Non.")
        make_comment().approve(by=colleague)
        take_last_back(by=colleague)
    with at(days=4):
        comment.reopen(by=moderator)
        make_comment().withdraw()


def shares_on(answer):
    return [(share.count, share.base, bool(share.missing)) for share in answer.context["shares"]]


def medians_on(answer):
    return [(delay.median, delay.count) for delay in answer.context["delays"].by_queue]


def lines_on(answer):
    return {line.name: [count for _kind, count in line.decisions.cells()] for line in answer.context["lines"]}


# Who may see it


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_anonymous_people_are_asked_to_sign_in(client, address):
    assert client.get(address).url.startswith("/admin/login/?next=/moderation/statistics/")


@pytest.mark.parametrize("make", [make_journalist, make_editor])
@pytest.mark.parametrize("address", [PAGE, CSV])
def test_only_the_permission_to_moderate_opens_the_statistics(client, make, address):
    client.force_login(make())

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_they_are_read_and_never_posted_to(desk, address):
    assert desk.post(address).status_code == 405


# What is counted


def test_decisions_are_counted_on_the_day_they_were_made(desk, week):
    chart = desk.get(f"{PAGE}?from=2026-11-10&to=2026-11-14").context["chart"]

    counted = [[column.decisions.of(kind) for kind in workload.COUNTED] for column in chart.columns]
    assert counted == [[1, 0, 0, 0, 0], [1, 0, 0, 0, 0], [0, 0, 1, 0, 0], [1, 1, 0, 0, 1], [0, 0, 0, 1, 0]]


def test_a_day_ends_at_the_sites_midnight(desk, moderator):
    with time_machine.travel(datetime(2026, 11, 10, 23, 59, 59, tzinfo=PARIS), tick=False):
        make_comment().approve(by=moderator)
    with time_machine.travel(datetime(2026, 11, 11, 0, 0, tzinfo=PARIS), tick=False):
        make_comment().approve(by=moderator)

    assert desk.get(f"{PAGE}?from=2026-11-10&to=2026-11-10").context["done"].of("approved") == 1


def test_what_authors_withdraw_is_nobodys_decision(desk, at):
    with at(days=0):
        make_comment().withdraw()

    assert not desk.get(f"{PAGE}?{NOVEMBER}").context["done"].counts


def test_taken_back_is_what_was_undone_or_reopened(desk, week):
    assert shares_on(desk.get(f"{PAGE}?{NOVEMBER}"))[0] == (2, 5, False)


def test_there_are_no_appeals_yet(desk, week):
    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert shares_on(answer)[1] == (0, 0, True)
    assert str(answer.context["shares"][1].missing) in answer.text


def test_what_rules_decide_is_told_from_what_people_decide(desk, week, at):
    with at(days=5):
        comment = make_comment(status="approved")
        ModerationEvent.objects.create(
            comment=comment, actor="rule", from_status="pending", to_status="approved", created_at=timezone.now()
        )

    assert shares_on(desk.get(f"{PAGE}?{NOVEMBER}"))[2] == (1, 6, False)


def test_without_decisions_no_share_is_made_up(desk):
    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert [share.percent for share in answer.context["shares"]] == ["–", "–", "–"]
    assert medians_on(answer) == [(None, 0), (None, 0)]
    assert 'class="empty"' in answer.text


# How long it took


def decided_after(moderator, **waited):
    """Make a comment that is approved now, and was sent some time before."""
    comment = make_comment(submitted_at=timezone.now() - timedelta(**waited))
    comment.approve(by=moderator)
    return comment


def test_the_median_is_the_one_in_the_middle(desk, at, moderator):
    with at(days=0):
        for minutes in (1, 7, 500):
            decided_after(moderator, minutes=minutes)

    assert medians_on(desk.get(f"{PAGE}?{NOVEMBER}"))[0] == (timedelta(minutes=7), 3)


def test_of_two_in_the_middle_it_is_the_mean(desk, at, moderator):
    with at(days=0):
        for minutes in (1, 4, 10, 500):
            decided_after(moderator, minutes=minutes)

    assert medians_on(desk.get(f"{PAGE}?{NOVEMBER}"))[0] == (timedelta(minutes=7), 4)


def test_spam_waits_from_the_verdict_on(desk, at, moderator):
    with at(days=0):
        comment = make_comment(verdict="spam", submitted_at=NOON - timedelta(hours=5))
        Comment.objects.filter(pk=comment.pk).update(screened_at=NOON - timedelta(minutes=3))
        comment.mark_as_spam(by=moderator)

    assert medians_on(desk.get(f"{PAGE}?{NOVEMBER}")) == [(None, 0), (timedelta(minutes=3), 1)]


def test_what_was_decided_before_its_verdict_came_waited_for_review(desk, at, moderator):
    with at(days=0):
        comment = make_comment(screened=False, submitted_at=NOON - timedelta(minutes=2))
        comment.approve(by=moderator)
        Comment.objects.filter(pk=comment.pk).update(verdict="spam", screened_at=NOON + timedelta(minutes=1))

    assert medians_on(desk.get(f"{PAGE}?{NOVEMBER}"))[0] == (timedelta(minutes=2), 1)


def test_only_the_first_decision_on_a_comment_is_measured(desk, at, moderator, colleague):
    with at(days=0):
        comment = decided_after(moderator, minutes=10)
    with at(days=1):
        comment.reopen(by=colleague)
        comment.reject(by=colleague, reason="Non.")

    assert medians_on(desk.get(f"{PAGE}?{NOVEMBER}"))[0] == (timedelta(minutes=10), 1)


def test_of_many_decisions_a_part_is_measured_and_the_page_says_so(desk, at, moderator, monkeypatch):
    monkeypatch.setattr(workload, "MEASURED_AT_MOST", 4)
    article = make_article()
    with at(days=0):
        for _ in range(12):
            make_comment(article=article, submitted_at=NOON - timedelta(minutes=6)).approve(by=moderator)

    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert answer.context["delays"].every == 3
    assert medians_on(answer)[0] == (timedelta(minutes=6), 4)


# Names


def test_one_sees_ones_own_figures_and_those_of_all_and_nobodys_name(desk, week, colleague):
    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert list(lines_on(answer).values()) == [[2, 0, 1, 1, 0], [3, 1, 1, 1, 1]]
    assert colleague.get_full_name() not in answer.text
    assert "by=person" not in answer.text


def test_figures_by_person_are_not_there_unless_the_owner_wants_them(desk, week):
    assert desk.get(f"{PAGE}?by=person").status_code == 404


def test_by_person_the_names_stand_in_their_own_order(desk, week, settings):
    settings.STATISTICS_BY_PERSON = True

    without = desk.get(f"{PAGE}?{NOVEMBER}")
    answer = desk.get(f"{PAGE}?{NOVEMBER}&by=person")

    assert "Ben Okafor" not in without.text
    assert "by=person" in without.text
    assert lines_on(answer) == {"Ana Ferreira": [2, 0, 1, 1, 0], "Ben Okafor": [1, 1, 0, 0, 1]}
    assert list(lines_on(answer)) == ["Ana Ferreira", "Ben Okafor"]


# What each number leads to


@pytest.mark.parametrize("by", ["", "&by=person"])
def test_each_number_leads_to_as_many_decisions(desk, week, settings, by):
    settings.STATISTICS_BY_PERSON = True
    text = desk.get(f"{PAGE}?{NOVEMBER}{by}").text

    links = [(address.replace("&amp;", "&"), int(count)) for address, count in NUMBER.findall(text)]

    assert len(links) > 12
    assert [len(desk.get(address).context["events"]) for address, _count in links] == [count for _, count in links]


def test_the_first_decisions_that_were_measured_can_be_seen(desk, week):
    answer = desk.get(f"{PAGE}?{NOVEMBER}")

    assert f"decision=first&amp;{NOVEMBER.replace('&', '&amp;')}" in answer.text
    measured = answer.context["delays"].measured
    assert len(desk.get(f"/moderation/history/?decision=first&{NOVEMBER}").context["events"]) == measured == 5


# The chart, the form, the table


def test_the_chart_says_what_it_shows_in_words_and_in_a_table(desk, week):
    page = page_of(desk.get(f"{PAGE}?from=2026-11-10&to=2026-11-14"))

    assert page.find("svg")["role"] == "img"
    assert page.find(id="chart-desc").text
    assert len(page.find("details").find_all("tr")) == 6


def test_a_year_is_shown_by_week(desk, week):
    chart = desk.get(f"{PAGE}?from=2026-01-01&to=2026-12-31").context["chart"]

    assert chart.is_weekly
    assert sum(column.decisions.of("approved") for column in chart.columns) == 3


@pytest.mark.parametrize("query", ["from=x", "from=2026-11-30&to=2026-11-01", "from=1999-01-01", "to=2026-02-31"])
def test_days_that_cannot_be_shown_are_said_to_be_wrong(desk, query):
    answer = desk.get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.text
    assert answer.context["period"] == Period.default()


def test_the_table_has_a_line_for_each_day_and_their_sum(desk, week):
    answer = desk.get(f"{CSV}?from=2026-11-10&to=2026-11-14")

    lines = list(csv.reader(io.StringIO(answer.text)))
    assert lines[0] == ["day", "approved", "rejected", "spam", "reopened", "undone", "by-people", "by-rules"]
    assert lines[4] == ["2026-11-13", "1", "1", "0", "0", "1", "2", "0"]
    assert lines[-1] == ["total", "3", "1", "1", "1", "1", "5", "0"]
    assert len(lines) == 7
    assert answer.headers["Content-Disposition"] == 'attachment; filename="decisions-2026-11-10-2026-11-14.csv"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_number_of_queries_does_not_grow_with_the_decisions(desk, at, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(f"{PAGE}?{NOVEMBER}")
        return len(captured)

    with at(days=0):
        make_comment().approve(by=moderator)
    few = queries()
    article = make_article()
    for day in range(1, 15):
        with at(days=day):
            make_comment(article=article).approve(by=moderator)

    assert queries() == few
