"""The first page of a shift: what waits and since when, what came in, what was decided today, and by me."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import AkismetService, ModerationEvent
from comments.moderation import start as start_page
from comments.moderation.start import CountUpTo, start_of
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_editor, make_journalist

pytestmark = pytest.mark.django_db

PAGE = "/moderation/start/"
NOON = datetime(2026, 11, 25, 12, 20, tzinfo=ZoneInfo("Europe/Paris"))


def lines_on(answer):
    return {line.label: (line.count, line.age) for line in answer.context["start"].waiting}


def ages_on(answer):
    return [line.age for line in answer.context["start"].waiting]


def counts_on(answer):
    return [line.count for line in answer.context["start"].waiting]


# Who may see it


def test_anonymous_people_are_asked_to_sign_in(client):
    answer = client.get(PAGE)

    assert answer.status_code == 302
    assert answer.url == f"/admin/login/?next={PAGE}"


@pytest.mark.parametrize("make", [make_journalist, make_editor])
def test_only_the_permission_to_moderate_opens_it(client, make):
    client.force_login(make())

    assert client.get(PAGE).status_code == 403


def test_it_is_read_and_never_posted_to(desk):
    assert desk.post(PAGE).status_code == 405


def test_it_is_kept_nowhere(desk):
    assert desk.get(PAGE).headers["Cache-Control"] == "no-store"


# The ways to it


@pytest.mark.parametrize("page", ["/moderation/", "/moderation/screening/", "/moderation/history/"])
def test_the_word_moderation_leads_to_it_from_every_page(desk, page):
    assert f'href="{PAGE}">Modération</a>' in desk.get(page).text


def test_a_moderator_who_signs_in_to_the_admin_finds_the_way(desk):
    assert f'class="button" href="{PAGE}"' in desk.get("/admin/").text


def test_a_journalist_is_shown_no_way_to_it(client):
    client.force_login(make_journalist())

    assert PAGE not in client.get("/admin/").text


# What waits


def test_each_queue_says_how_many_wait_and_for_how_long(desk, moderator):
    with time_machine.travel(NOON, tick=False):
        make_comment(submitted_at=NOON - timedelta(hours=3, minutes=20))
        make_comment(submitted_at=NOON - timedelta(hours=1))
        make_comment(verdict="spam", submitted_at=NOON - timedelta(minutes=5))
        make_comment(verdict="discard", submitted_at=NOON - timedelta(days=2))
        desk.force_login(moderator)
        answer = desk.get(PAGE)

    assert counts_on(answer) == ["2", "0", "1", "1"]
    assert ages_on(answer) == [timedelta(hours=3, minutes=20), None, timedelta(minutes=5), timedelta(days=2)]
    assert "3 h 20 min" in answer.text


@time_machine.travel(NOON, tick=False)
def test_what_readers_reported_waits_since_the_first_report(desk):
    for hours, age in ((1, 48), (5, 24)):
        make_comment(
            status="approved",
            submitted_at=NOON - timedelta(hours=age),
            open_reports=2,
            reported_at=NOON - timedelta(hours=hours),
        )
    make_comment(status="approved")

    answer = desk.get(PAGE)

    assert (counts_on(answer)[1], ages_on(answer)[1]) == ("2", timedelta(hours=5))


def test_what_people_have_decided_on_waits_no_more(desk, moderator):
    make_comment(status="spam", verdict="spam", decided_by=moderator)
    make_comment(status="approved", decided_by=moderator)
    make_comment(status="withdrawn")

    assert counts_on(desk.get(PAGE)) == ["0", "0", "0", "0"]


def test_each_line_leads_to_its_queue_with_the_oldest_first(desk):
    for verdict in ("ham", "spam", "discard"):
        make_comment(verdict=verdict)
    make_comment(status="approved", open_reports=1, reported_at=timezone.now())

    links = [link["href"] for link in page_of(desk.get(PAGE)).find_all("a") if "queue=" in link["href"]]

    assert links == [
        "/moderation/?queue=review",
        "/moderation/?queue=reported",
        "/moderation/?queue=spam&order=oldest",
        "/moderation/?queue=spam&blatant=1&order=oldest",
    ]
    assert all(len(desk.get(link).context["cards"]) == 1 for link in links)


def test_an_empty_desk_says_what_to_expect(desk):
    answer = desk.get(PAGE)

    assert answer.context["start"].nothing_waits
    assert answer.context["start"].chart.is_empty
    assert answer.context["start"].today.is_empty
    assert answer.context["start"].last.events == []
    assert "<svg" not in answer.text
    assert "<table" not in answer.text


def test_counts_go_no_further_than_their_bound(desk, monkeypatch):
    monkeypatch.setattr(start_page, "COUNTED_UP_TO", 3)
    article = make_article()
    for _ in range(5):
        make_comment(article=article)

    answer = desk.get(PAGE)

    assert counts_on(answer)[0] == "3+"
    assert answer.context["start"].chart.total == "3+"


# Akismet and colleagues


def test_it_says_in_its_own_place_what_is_wrong_with_akismet(desk):
    AkismetService.objects.create(pk=1, state="away", since=timezone.now(), error="timeout")

    answer = desk.get(PAGE)

    assert "timeout" in answer.text
    assert answer.text.count("timeout") == 1
    assert [notice.level for notice in answer.context["notices"]] == ["note"]


def test_nobody_is_said_to_be_here_while_nobody_is_known(desk):
    assert desk.get(PAGE).context["people"] == []


# What came in


def test_the_chart_counts_by_hour_whatever_became_of_the_comments(desk, moderator):
    with time_machine.travel(NOON, tick=False):
        make_comment(submitted_at=NOON)
        make_comment(submitted_at=NOON, status="withdrawn")
        make_comment(submitted_at=NOON - timedelta(hours=1), status="approved", decided_by=moderator)
        make_comment(submitted_at=NOON - timedelta(hours=23))
        make_comment(submitted_at=NOON - timedelta(hours=24))
        desk.force_login(moderator)
        chart = desk.get(PAGE).context["start"].chart

    assert [hour.count for hour in chart.columns] == ["1", *["0"] * 21, "1", "2"]
    assert chart.total == "4"
    assert chart.columns[-1].short_name.startswith("12")


def test_the_chart_has_a_name_a_description_and_its_figures_as_a_table(desk):
    make_comment()

    page = page_of(desk.get(PAGE))

    assert page.find("svg")["aria-labelledby"] == "chart-title chart-desc"
    assert page.find(id="chart-title").text
    assert page.find(id="chart-desc").text
    assert len(page.find("details").find_all("tr")) == 25


# What was decided


def test_todays_decisions_are_counted_by_me_and_by_all(desk, moderator, colleague):
    yesterday = make_comment()
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        yesterday.approve(by=moderator)
    with time_machine.travel(NOON, tick=False):
        make_comment().approve(by=moderator)
        make_comment().reject(by=moderator, reason="Non.")
        make_comment().approve(by=colleague)
        make_comment().withdraw()
        desk.force_login(moderator)
        today = desk.get(PAGE).context["start"].today

    assert dict(today.mine) == {"approved": "1", "rejected": "1", "spam": "0"}
    assert dict(today.all) == {"approved": "2", "rejected": "1", "spam": "0"}


def test_todays_numbers_lead_to_the_decisions_behind_them(desk, moderator, colleague):
    make_comment().approve(by=moderator)
    make_comment().approve(by=colleague)

    links = [link["href"] for link in page_of(desk.get(PAGE)).find_all("a") if "decision=" in link["href"]]

    assert [len(desk.get(link).context["events"]) for link in links] == [1, 2]


def test_my_last_ten_decisions_are_shown_and_nobody_elses(desk, moderator, colleague):
    article = make_article()
    mine = [make_comment(article=article) for _ in range(11)]
    for comment in mine:
        comment.approve(by=moderator)
    make_comment(article=article).approve(by=colleague)

    last = desk.get(PAGE).context["start"].last

    assert [event.comment_id for event in last.events] == [comment.pk for comment in reversed(mine[1:])]


def test_the_last_decision_can_be_undone_from_here(desk, moderator):
    comment = make_comment()
    comment.approve(by=moderator)
    assert desk.get(PAGE).context["start"].last.can_undo

    answer = desk.post("/moderation/undo/", {"next": PAGE})

    assert answer.url.startswith(PAGE)
    comment.refresh_from_db()
    assert comment.status == "pending"
    last = desk.get(PAGE).context["start"].last
    assert not last.can_undo
    assert {event.batch for event in last.events if not event.undoes} == last.undone


def test_an_old_decision_offers_no_undo(desk, moderator):
    comment = make_comment()
    with time_machine.travel(timezone.now() - timedelta(hours=13)):
        comment.approve(by=moderator)

    assert not desk.get(PAGE).context["start"].last.can_undo


def test_what_readers_wrote_is_escaped(desk, moderator):
    make_comment(author_name="<script>alert(1)</script>").approve(by=moderator)

    assert "<script>alert" not in desk.get(PAGE).text


# What it costs


def test_the_number_of_queries_does_not_grow_with_comments_or_decisions(desk, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    make_comment().approve(by=moderator)
    few = queries()
    for _ in range(12):
        make_comment().approve(by=moderator)
        make_comment()

    assert queries() == few <= 8


def test_every_number_is_read_from_an_index(moderator):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    for _ in range(3):
        make_comment().approve(by=moderator)
    with CaptureQueriesContext(connection) as captured:
        start_of(moderator, timezone.now())
    explain = "EXPLAIN" if connection.vendor == "postgresql" else "EXPLAIN QUERY PLAN"

    with connection.cursor() as cursor:
        cursor.execute(f"{explain} {captured[0]['sql']}")
        plan = "\n".join(str(row) for row in cursor.fetchall())

    for index in ("comment_queue_review", "comment_spam_waits", "comment_came_in", "event_at"):
        assert index in plan
    assert "Seq Scan" not in plan
    assert "SCAN comments" not in plan


def test_a_bounded_count_reads_no_more_than_its_bound(monkeypatch):
    monkeypatch.setattr(start_page, "COUNTED_UP_TO", 2)

    assert "LIMIT 3" in str(ModerationEvent.objects.values(count=CountUpTo(ModerationEvent.objects.all())).query)
