"""Asking Akismet for a fresh opinion: who may, about what, and that it is really asked."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from comments.models import Comment
from comments.screening.engine import screen_due_comments
from comments.screening.sandbox import Mode
from tests.factories import make_article, make_comment, make_editor, make_journalist

pytestmark = pytest.mark.django_db

ADDRESS = "/moderation/check-again/"


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def press(client, *comments, **fields):
    return client.post(ADDRESS, {"comment": [comment.pk for comment in comments], **fields})


def is_due(comment):
    comment.refresh_from_db()
    return comment.screen_after is not None and comment.screen_after <= timezone.now()


def bells():
    return DBTaskResult.objects.filter(task_path="comments.tasks.screen_comments").count()


def test_anonymous_people_are_asked_to_sign_in(client):
    comment = make_comment()

    assert press(client, comment).status_code == 302
    assert not is_due(comment)


@pytest.mark.parametrize("make", [make_journalist, make_editor])
def test_only_moderators_ask_again(client, make):
    comment = make_comment()
    client.force_login(make())

    assert press(client, comment).status_code == 403
    assert not is_due(comment)


def test_asking_is_never_a_get(desk):
    assert desk.get(ADDRESS).status_code == 405


def test_asking_needs_djangos_token(moderator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    comment = make_comment()

    assert press(client, comment).status_code == 403
    assert not is_due(comment)


def test_akismet_is_really_asked_again_and_told_why(sandbox, desk):
    comment = make_comment(screened=False, author_name="viagra-test-123")
    screen_due_comments()
    Comment.objects.filter(pk=comment.pk).update(author_name="Lectrice")

    press(desk, comment)
    screen_due_comments()

    first, second = sandbox.checks
    assert "recheck_reason" not in first.fields
    assert second.fields["recheck_reason"] == "recheck_queue"
    comment.refresh_from_db()
    assert (comment.verdict, comment.status, comment.recheck_reason) == ("ham", "pending", "")


def test_the_worker_is_rung_for(desk):
    comments = [make_comment(), make_comment()]

    press(desk, *comments)

    assert bells() == 1
    assert all(is_due(comment) for comment in comments)


def test_the_decision_stays_as_it_is(sandbox, desk, moderator):
    comment = make_comment(author_name="viagra-test-123", status="approved", decided_by=moderator)

    press(desk, comment)
    screen_due_comments()

    comment.refresh_from_db()
    assert (comment.verdict, comment.status, comment.decided_by) == ("spam", "approved", moderator)


def test_the_answer_leads_back_and_says_for_how_many(desk):
    comments = [make_comment(), make_comment()]

    answer = desk.post(
        ADDRESS,
        {"comment": [comment.pk for comment in comments], "next": "/moderation/?queue=spam"},
        follow=True,
    )

    assert answer.redirect_chain == [("/moderation/?queue=spam", 302)]
    (message,) = answer.context["messages"]
    assert "2" in str(message)


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/moderation/", "/admin/", "javascript:x", ""]
)
def test_no_other_site_is_led_to(desk, elsewhere):
    assert press(desk, make_comment(), next=elsewhere).url == "/moderation/"


def test_with_all_every_comment_of_the_page_is_asked_about(desk):
    chosen, beside, elsewhere = make_comment(), make_comment(), make_comment()

    desk.post(ADDRESS, {"comment": chosen.pk, "all": "1", "shown": [chosen.pk, beside.pk]})

    assert [is_due(comment) for comment in (chosen, beside, elsewhere)] == [True, True, False]


def test_a_comment_that_waits_for_a_later_try_becomes_due_at_once(sandbox, desk):
    comment = make_comment(screened=False)
    sandbox.set_mode(Mode.ERROR503)
    screen_due_comments()
    assert not is_due(comment)

    press(desk, comment)

    assert is_due(comment)


@pytest.mark.parametrize("values", [{"status": "withdrawn"}, {"ip_address": None}])
def test_what_cannot_be_asked_about_rings_for_nobody_and_says_so(desk, values):
    comment = make_comment(**values)

    answer = press(desk, comment)

    assert answer.status_code == 302
    assert not is_due(comment)
    assert bells() == 0


def test_what_is_no_longer_there_is_passed_over(desk):
    comment = make_comment()

    answer = desk.post(ADDRESS, {"comment": [comment.pk, comment.pk + 1]})

    assert answer.status_code == 302
    assert is_due(comment)


@pytest.mark.parametrize("numbers", [[], ["x"], ["-1"], ["1e3"], ["\u0661"], ["9" * 19], [""], ["1", "<script>"]])
def test_what_is_no_number_of_a_comment_is_refused(desk, numbers):
    answer = desk.post(ADDRESS, {"comment": numbers})

    assert answer.status_code == 400
    assert 'class="errors"' in answer.text
    assert bells() == 0


def test_more_than_five_hundred_are_refused_at_once(desk):
    comment = make_comment()

    assert desk.post(ADDRESS, {"comment": [comment.pk] * 501}).status_code == 400
    assert not is_due(comment)
    assert desk.post(ADDRESS, {"comment": [comment.pk] * 500}).status_code == 302


def test_many_cost_as_many_queries_as_one(desk):
    article = make_article()
    comments = [make_comment(article=article) for _ in range(30)]
    press(desk, comments[0])  # the first press hangs up the bell

    def queries(*chosen):
        with CaptureQueriesContext(connection) as captured:
            press(desk, *chosen)
        return len(captured)

    assert queries(*comments) == queries(comments[0])


def test_both_pages_offer_the_button(desk):
    comment = make_comment()

    assert f'formaction="{ADDRESS}"' in desk.get("/moderation/").text
    assert f'action="{ADDRESS}"' in desk.get(f"/moderation/comments/{comment.pk}/").text
