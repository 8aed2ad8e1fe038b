"""The history: every decision with its filters, in pages, and as a table for spreadsheets."""

import csv
import io
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import ModerationEvent, RejectionReason
from comments.moderation import queues
from comments.moderation.history import KINDS, HistoryForm
from comments.moderation.undoing import take_last_back
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_editor, make_journalist, make_moderator

pytestmark = pytest.mark.django_db

PAGE = "/moderation/history/"
CSV = "/moderation/history/history.csv"
NOON = datetime(2026, 11, 10, 12, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.fixture
def history(moderator, colleague):
    """One event of each kind, at noon of one day after another, and the comments they are about."""
    made = {}

    def at(day):
        return time_machine.travel(NOON + timedelta(days=day), tick=False)

    with at(0):
        made["approved"] = make_comment(article=make_article(headline="Panne à la mairie"))
        made["approved"].approve(by=moderator)
    with at(1):
        made["rejected"] = make_comment()
        made["rejected"].reject(by=colleague, reason=RejectionReason.objects.get(code="insult"))
    with at(2):
        made["spam"] = make_comment()
        made["spam"].mark_as_spam(by=moderator)
    with at(3):
        made["spam"].reopen(by=colleague)
    with at(4):
        made["undone"] = make_comment()
        made["undone"].approve(by=moderator)
        take_last_back(by=moderator)
    with at(5):
        made["withdrawn"] = make_comment()
        made["withdrawn"].withdraw()
    return made


def behind(client, query=""):
    """Return the comments of the lines that a query leaves, the newest first."""
    return [event.comment_id for event in client.get(f"{PAGE}?{query}").context["events"]]


def table_of(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


# Who may see it


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_anonymous_people_are_asked_to_sign_in(client, address):
    answer = client.get(address)

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/?next=/moderation/history/")


@pytest.mark.parametrize("make", [make_journalist, make_editor])
@pytest.mark.parametrize("address", [PAGE, CSV])
def test_only_the_permission_to_moderate_opens_it(client, make, address):
    client.force_login(make())

    assert client.get(address).status_code == 403


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_it_is_read_and_never_posted_to(desk, address):
    answer = desk.post(address)

    assert answer.status_code == 405


@pytest.mark.parametrize("address", [PAGE, CSV])
def test_it_is_kept_nowhere(desk, address):
    assert desk.get(address).headers["Cache-Control"] == "no-store"


# Filters


def test_without_filters_everything_is_shown_with_the_latest_first(desk, history):
    of = {name: comment.pk for name, comment in history.items()}

    assert behind(desk) == [
        of["withdrawn"],
        of["undone"],
        of["undone"],
        of["spam"],
        of["spam"],
        of["rejected"],
        of["approved"],
    ]


@pytest.mark.parametrize(
    ("decision", "names"),
    [
        ("approved", ["undone", "approved"]),
        ("rejected", ["rejected"]),
        ("spam", ["spam"]),
        ("reopened", ["spam"]),
        ("undone", ["undone"]),
        ("withdrawn", ["withdrawn"]),
        ("decided", ["undone", "spam", "rejected", "approved"]),
        ("taken-back", ["undone", "spam"]),
        ("first", ["undone", "spam", "rejected", "approved"]),
    ],
)
def test_a_decision_is_found_by_what_was_decided(desk, history, decision, names):
    assert behind(desk, f"decision={decision}") == [history[name].pk for name in names]


def test_a_second_decision_on_a_comment_is_not_its_first(desk, moderator, colleague):
    comment = make_comment()
    comment.approve(by=moderator)
    comment.reopen(by=colleague)
    comment.reject(by=colleague, reason="Non.")

    (event,) = desk.get(f"{PAGE}?decision=first").context["events"]

    assert (event.to_status, event.user) == ("approved", moderator)


def test_a_decision_is_found_by_who_made_it(desk, history, colleague):
    assert behind(desk, f"who={colleague.pk}") == [history["spam"].pk, history["rejected"].pk]
    assert behind(desk, "who=author") == [history["withdrawn"].pk]
    assert behind(desk, "who=command") == []
    assert len(behind(desk, "who=moderator")) == 6


def test_mine_are_those_of_whoever_asks(desk, history, colleague):
    assert len(behind(desk, "mine=1")) == 4
    desk.force_login(colleague)
    assert len(behind(desk, "mine=1")) == 2


def test_both_days_of_a_period_are_in_it(desk, history):
    assert behind(desk, "from=2026-11-11&to=2026-11-12") == [history["spam"].pk, history["rejected"].pk]
    assert behind(desk, "to=2026-11-10") == [history["approved"].pk]
    assert behind(desk, "from=2026-11-15") == [history["withdrawn"].pk]


def test_a_story_is_found_by_its_number_and_by_words_of_its_headline(desk, history):
    comment = history["approved"]

    assert behind(desk, f"story={comment.article_id}") == [comment.pk]
    assert behind(desk, "story=PANNE à la") == [comment.pk]
    assert behind(desk, "story=personne") == []


def test_a_rejection_is_found_by_its_reason(desk, history):
    assert behind(desk, "reason=insult") == [history["rejected"].pk]
    assert behind(desk, "reason=advertising") == []


def test_filters_narrow_each_other_and_stand_in_the_form(desk, history, colleague):
    query = f"who={colleague.pk}&decision=rejected&reason=insult&from=2026-11-11&to=2026-11-11"
    answer = desk.get(f"{PAGE}?{query}")
    page = page_of(answer)

    assert [event.comment_id for event in answer.context["events"]] == [history["rejected"].pk]
    assert behind(desk, f"{query}&mine=1") == []
    assert page.field("from").typed == "2026-11-11"
    assert [option["value"] for option in page.find_all("option") if "selected" in option] == [
        str(colleague.pk),
        "rejected",
        "insult",
    ]


@pytest.mark.parametrize("query", ["who=nobody", "decision=later", "reason=none", "from=yesterday", "to=2026-13-01"])
def test_a_filter_that_cannot_be_read_is_said_to_be_wrong_and_narrows_nothing(desk, history, query):
    answer = desk.get(f"{PAGE}?{query}")

    assert answer.status_code == 200
    assert 'class="errorlist"' in answer.text
    assert len(answer.context["events"]) == 7


@pytest.mark.parametrize("query", ["from=2026-11-12&to=2026-11-10", "story=%00", "who=%00", "who=99999999999999999999"])
def test_what_nobody_would_ask_for_is_no_error(desk, history, query):
    assert desk.get(f"{PAGE}?{query}").status_code == 200


def test_a_person_who_left_is_still_found(desk, history, colleague):
    colleague.groups.clear()

    assert len(behind(desk, f"who={colleague.pk}")) == 2


def test_an_empty_history_says_what_comes_next(desk):
    assert 'class="empty"' in desk.get(PAGE).text


def test_filters_that_leave_nothing_lead_back_to_everything(desk):
    empty = page_of(desk.get(f"{PAGE}?mine=1")).find("p", class_="empty")

    assert empty.find("a")["href"] == PAGE


def test_what_readers_wrote_is_escaped(desk, moderator):
    make_comment(author_name="<script>alert(1)</script>").approve(by=moderator)

    assert "<script>alert" not in desk.get(PAGE).text


# Pages


def test_pages_by_keyset_show_every_line_once_and_keep_the_filters(desk, moderator, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 4)
    article = make_article()
    with time_machine.travel(NOON, tick=False):
        made = [make_comment(article=article) for _ in range(11)]
        for comment in made:
            comment.approve(by=moderator)
        make_comment(article=article).reject(by=moderator, reason="Non.")

    address, seen = "?decision=approved", []
    while address:
        answer = desk.get(f"{PAGE}{address}")
        seen += [event.comment_id for event in answer.context["events"]]
        address = answer.context["next"]

    assert seen == [comment.pk for comment in reversed(made)]


@pytest.mark.parametrize("cursor", ["x", "1", "1-", "9" * 30, "-1-1-1"])
def test_a_page_that_no_cursor_leads_to_is_not_found(desk, cursor):
    assert desk.get(f"{PAGE}?after={cursor}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_lines(desk, moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(PAGE)
        return len(captured)

    make_comment().approve(by=moderator)
    few = queries()
    for _ in range(20):
        make_comment().reject(by=make_moderator(f"moderator-{_}"), reason="Non.")

    assert queries() == few


@pytest.mark.parametrize(
    ("query", "index"),
    [
        ({}, "event_at"),
        ({"from": "2026-11-10"}, "event_at"),
        ({"mine": "1"}, "event_at_of_person"),
        ({"who": "author"}, "event_at_by_actor"),
        ({"decision": "rejected"}, "event_at_by_decision"),
        ({"decision": "undone"}, "event_takes_back"),
        ({"decision": "taken-back"}, "event_takes_back"),
        ({"reason": "insult"}, "event_at_by_reason"),
    ],
)
def test_each_filter_has_an_index_in_the_order_of_the_list(moderator, query, index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("SET LOCAL enable_sort = off")

    plan = HistoryForm(query, by=moderator).events()[:51].explain()

    assert f"{index} " in plan + " "
    assert "TEMP B-TREE" not in plan


def test_every_status_has_a_kind():
    assert set(KINDS) == {"approved", "rejected", "spam", "reopened", "undone", "withdrawn"}


# CSV


def test_the_table_holds_what_the_filters_leave(desk, history, colleague):
    lines = table_of(desk.get(f"{CSV}?decision=rejected"))

    assert lines == [
        {
            "at": "2026-11-11T12:00:00+01:00",
            "actor": "moderator",
            "person": "Ben Okafor",
            "from": "pending",
            "to": "rejected",
            "reason": "insult",
            "words": "",
            "comment": str(history["rejected"].pk),
            "story": history["rejected"].article.headline,
            "batch": str(ModerationEvent.objects.get(to_status="rejected").batch),
            "takes_back": "",
        }
    ]


def test_the_table_is_not_cut_into_pages(desk, moderator, monkeypatch):
    monkeypatch.setattr(queues, "PAGE_SIZE", 2)
    article = make_article()
    for _ in range(5):
        make_comment(article=article).approve(by=moderator)

    assert len(table_of(desk.get(CSV))) == 5


def test_the_page_leads_to_the_table_of_its_own_filters(desk, history):
    (link,) = [a for a in page_of(desk.get(f"{PAGE}?decision=spam")).find_all("a") if "download" in a]

    assert [line["to"] for line in table_of(desk.get(link["href"]))] == ["spam"]


def test_the_table_is_sent_while_it_is_read(desk, history):
    answer = desk.get(CSV)

    assert answer.streaming
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="history-')


@pytest.mark.parametrize("words", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1"])
def test_no_cell_is_a_formula(desk, moderator, words):
    make_comment(article=make_article(headline=words)).reject(by=moderator, reason=words)

    (line,) = table_of(desk.get(CSV))

    assert line["words"] == f"'{words}"
    assert line["story"] == f"'{words}"


def test_an_empty_table_has_its_head(desk):
    assert table_of(desk.get(CSV)) == []
