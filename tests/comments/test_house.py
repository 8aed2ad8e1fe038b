"""What the owner sets for the house: limits of posting and days of keeping, who changed them, and what is in force."""

from datetime import timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext as _

from comments.house.in_force import blatant_spam_days, comment_limits
from comments.models import Comment, HouseChange, HouseSettings
from tests.comments.readers import page_of, send_comment, send_report
from tests.factories import make_administrator, make_comment

pytestmark = pytest.mark.django_db

PAGE, CHANGE = "/moderation/house/", "/moderation/house/change/"
UNSET = {"comment_limits": "", "blatant_spam_days": ""}


@pytest.fixture(autouse=True)
def _as_installed(settings):
    settings.COMMENT_LIMITS, settings.BLATANT_SPAM_DAYS = ["3/m", "20/h", "60/d"], 60


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def editors_desk(editor):
    return signed_in(editor)


@pytest.fixture
def moderators_desk(moderator):
    return signed_in(moderator)


def change(desk, **values):
    return desk.post(CHANGE, UNSET | values)


def log_on(answer):
    return [sentence for entry in answer.context["log"] for sentence in entry.sentences]


# Who may see and change it


@pytest.mark.parametrize("address", [PAGE, CHANGE])
def test_anonymous_people_are_asked_to_sign_in(client, address):
    answer = client.post(address) if address == CHANGE else client.get(address)

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/")


def test_a_journalist_may_neither_look_nor_change(journalist):
    desk = signed_in(journalist)

    assert desk.get(PAGE).status_code == 403
    assert change(desk, blatant_spam_days="7").status_code == 403


def test_a_moderator_looks_and_is_given_nothing_to_press(moderators_desk):
    page = page_of(moderators_desk.get(PAGE))

    assert "disabled" in page.find("fieldset")
    assert page.find("main").find_all("button") == []


def test_a_moderator_who_posts_is_refused(moderators_desk):
    assert change(moderators_desk, blatant_spam_days="7").status_code == 403
    assert blatant_spam_days() == 60


def test_an_editor_may_change(editors_desk):
    answer = change(editors_desk, comment_limits="5/m", blatant_spam_days="7")

    assert (answer.status_code, answer.url) == (302, PAGE)
    assert comment_limits() == [(5, 60)]
    assert blatant_spam_days() == 7


def test_a_post_needs_the_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert change(client, blatant_spam_days="7").status_code == 403
    assert blatant_spam_days() == 60


def test_the_page_is_read_and_the_change_is_posted(editors_desk):
    assert editors_desk.post(PAGE).status_code == 405
    assert editors_desk.get(CHANGE).status_code == 405


def test_it_is_kept_nowhere(editors_desk):
    assert editors_desk.get(PAGE).headers["Cache-Control"] == "no-store"


def test_the_way_to_it_is_shown_to_those_who_may(editors_desk, moderators_desk):
    assert f'href="{PAGE}"' in editors_desk.get("/moderation/rules/").text
    assert f'href="{PAGE}"' in moderators_desk.get("/moderation/").text


# What is in force


def test_while_nothing_is_set_the_installation_decides():
    assert comment_limits() == [(3, 60), (20, 3600), (60, 86_400)]
    assert blatant_spam_days() == 60


def test_a_value_that_is_set_wins_and_an_empty_one_gives_way(editors_desk):
    change(editors_desk, comment_limits="9/d", blatant_spam_days="0")
    assert (comment_limits(), blatant_spam_days()) == ([(9, 86_400)], 0)

    change(editors_desk)
    assert (comment_limits(), blatant_spam_days()) == ([(3, 60), (20, 3600), (60, 86_400)], 60)


def test_the_limit_that_is_set_holds_for_the_next_comment(article, client, editors_desk):
    change(editors_desk, comment_limits="1/h")

    assert send_comment(client, article, body="Le premier.").status_code == 302
    assert send_comment(client, article, body="Le second.").status_code == 429


def test_no_limit_can_be_set_against_the_installation(article, client, editors_desk, settings):
    settings.COMMENT_LIMITS = ["1/d"]
    change(editors_desk, comment_limits="0/d")

    assert [send_comment(client, article, body=f"Texte {number}.").status_code for number in range(3)] == [302] * 3


def test_reports_have_the_limits_that_are_set(editors_desk):
    change(editors_desk, comment_limits="1/h")
    first, second = (make_comment(status="approved") for _ in range(2))

    assert send_report(first).status_code == 302
    assert send_report(second).status_code == 429


def test_posting_takes_one_small_query_for_it(article, client):
    with CaptureQueriesContext(connection) as queries:
        send_comment(client, article)

    assert len([query for query in queries if "comments_housesettings" in query["sql"]]) == 1


def test_blatant_spam_is_kept_for_the_days_that_are_set(editors_desk):
    comment = make_comment(verdict="discard")
    change(editors_desk, blatant_spam_days="7")

    with time_machine.travel(timezone.now() + timedelta(days=6)):
        call_command("purge_blatant_spam", verbosity=0)
        assert Comment.objects.filter(pk=comment.pk).exists()
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        call_command("purge_blatant_spam", verbosity=0)
        assert not Comment.objects.filter(pk=comment.pk).exists()


def test_days_given_to_the_command_win_over_those_that_are_set(editors_desk):
    make_comment(verdict="discard")
    change(editors_desk, blatant_spam_days="0")

    with time_machine.travel(timezone.now() + timedelta(days=3)):
        call_command("purge_blatant_spam", verbosity=0)
        assert Comment.objects.count() == 1
        call_command("purge_blatant_spam", days=2, verbosity=0)
        assert Comment.objects.count() == 0


def test_there_is_one_row():
    HouseSettings.objects.create(pk=1)

    with pytest.raises(IntegrityError), transaction.atomic():
        HouseSettings.objects.create(pk=2)


# What is typed


def test_the_page_says_what_the_installation_says(editors_desk):
    page = page_of(editors_desk.get(PAGE))
    limits, days = (page.find("input", name=name) for name in UNSET)

    assert "(3/m,20/h,60/d)" in limits["placeholder"]
    assert "60" in days["placeholder"]
    assert "value" not in limits and "value" not in days


def test_an_installation_without_limits_says_so(editors_desk, settings):
    settings.COMMENT_LIMITS, settings.BLATANT_SPAM_DAYS = [], 0

    assert "()" not in editors_desk.get(PAGE).text


@pytest.mark.parametrize("typed", ["3/m,20/h", " 3/m , 20/h ", "3/m,,20/h,"])
def test_limits_are_stored_without_what_says_nothing(editors_desk, typed):
    change(editors_desk, comment_limits=typed)

    assert HouseSettings.current().comment_limits == "3/m,20/h"


@pytest.mark.parametrize(
    "typed", ["many", "3/m 20/h", "3/w", "-3/m", "3/m,20", ",", "٣/m", "9999999999/d", "3/m" * 100]
)
def test_what_is_no_limit_is_refused_beside_its_field_and_kept(editors_desk, typed):
    answer = change(editors_desk, comment_limits=typed, blatant_spam_days="14")
    page = page_of(answer)

    assert answer.status_code == 422
    assert page.find(id="id_comment_limits_error") is not None
    assert page.find("input", name="comment_limits")["value"] == typed
    assert page.find("input", name="blatant_spam_days")["value"] == "14"
    assert not HouseChange.objects.exists()
    assert (comment_limits()[0], blatant_spam_days()) == ((3, 60), 60)


@pytest.mark.parametrize("typed", ["-1", "soixante", "1.5", "3651", "1" * 40])
def test_days_that_cannot_be_are_refused_beside_their_field(editors_desk, typed):
    answer = change(editors_desk, blatant_spam_days=typed)

    assert answer.status_code == 422
    assert page_of(answer).find(id="id_blatant_spam_days_error") is not None
    assert blatant_spam_days() == 60


# Who changed what


def test_each_change_says_who_from_what_to_what(editors_desk, moderators_desk, editor):
    change(editors_desk, comment_limits="5/m")
    change(editors_desk, comment_limits="5/m", blatant_spam_days="7")

    newest, first = HouseChange.objects.all()
    assert (first.user, first.changes) == (editor, {"comment_limits": ["", "5/m"]})
    assert newest.changes == {"blatant_spam_days": [None, 7]}
    answer = moderators_desk.get(PAGE)
    assert len(log_on(answer)) == 2
    assert editor.username in page_of(answer).text


def test_saving_what_is_set_already_is_no_change(editors_desk):
    change(editors_desk, comment_limits="5/m")
    change(editors_desk, comment_limits=" 5/m")

    assert HouseChange.objects.count() == 1


def test_going_back_to_the_installation_is_a_change(editors_desk):
    change(editors_desk, blatant_spam_days="7")
    change(editors_desk)

    assert HouseChange.objects.first().changes == {"blatant_spam_days": [7, None]}


def test_no_limit_and_no_end_of_keeping_are_said_in_words(editors_desk):
    change(editors_desk, comment_limits="0/d", blatant_spam_days="0")

    assert [sentence.rpartition("→ ")[2] for sentence in log_on(editors_desk.get(PAGE))] == ["0/d", _("never deleted")]


# Reasons


def test_an_administrator_is_led_to_the_list_of_reasons():
    desk = signed_in(make_administrator())

    assert 'href="/admin/comments/rejectionreason/"' in desk.get(PAGE).text


def test_who_may_not_edit_reasons_sees_them_without_a_link(moderators_desk):
    page = moderators_desk.get(PAGE).text

    assert "Hors sujet" in page
    assert "/admin/comments/rejectionreason/" not in page
