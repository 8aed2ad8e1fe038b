"""Asking Akismet for a fresh opinion: who may, about what, that it is really asked, and taking the wish back."""

from datetime import timedelta

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
CANCEL = f"{ADDRESS}cancel/"
FIGURES = "/moderation/screening/"


def press(client, *comments, **fields):
    return client.post(ADDRESS, {"comment": [comment.pk for comment in comments], **fields})


def asked_again(reason="recheck_queue", **values):
    """Make a comment with a verdict that waits for a fresh one."""
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(**{"screen_after": timezone.now(), "recheck_reason": reason} | values)
    return comment


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


def test_a_wish_that_is_taken_back_leaves_the_verdict_as_it_was(desk):
    comments = [asked_again(), asked_again(screen_after=timezone.now() + timedelta(hours=1))]

    desk.post(CANCEL)

    for comment in comments:
        comment.refresh_from_db()
        assert (comment.screen_after, comment.recheck_reason, comment.verdict) == (None, "", "ham")


def test_akismet_is_not_asked_about_what_was_cancelled(sandbox, desk):
    comment = make_comment()
    press(desk, comment)

    desk.post(CANCEL)
    screen_due_comments()

    assert sandbox.checks == []


def test_cancelling_says_how_many_and_leads_back_to_the_figures(desk):
    for _ in range(3):
        asked_again()

    answer = desk.post(CANCEL, {"next": f"{FIGURES}?from=2026-11-01&to=2026-11-30"}, follow=True)

    assert answer.redirect_chain == [(f"{FIGURES}?from=2026-11-01&to=2026-11-30", 302)]
    assert [str(message)[0] for message in answer.context["messages"]] == ["3"]


@pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/moderation/", "/admin/", ""])
def test_cancelling_leads_to_no_other_site(desk, elsewhere):
    assert desk.post(CANCEL, {"next": elsewhere}).url == FIGURES


def test_cancelling_twice_is_no_error_and_says_that_nothing_was_left(desk):
    asked_again()
    desk.post(CANCEL, follow=True)

    answer = desk.post(CANCEL, follow=True)

    assert answer.status_code == 200
    assert not any(sign.isdigit() for message in answer.context["messages"] for sign in str(message))


def test_what_a_worker_is_asking_about_is_left_to_it(desk):
    lease = {"lease": "a" * 32, "leased_until": timezone.now() + timedelta(seconds=20)}
    held, expired = asked_again(**lease), asked_again(lease="b" * 32, leased_until=timezone.now())

    desk.post(CANCEL)

    assert (is_due(held), is_due(expired)) == (True, False)
    assert (held.recheck_reason, held.lease) == ("recheck_queue", "a" * 32)


def test_a_provisional_verdict_is_still_checked_again(desk):
    comment = asked_again(reason="recheck")

    desk.post(CANCEL)

    assert is_due(comment)
    assert comment.recheck_reason == "recheck"


def test_a_comment_without_a_verdict_still_gets_its_first_one(desk):
    comment = make_comment(screened=False)
    press(desk, comment)

    desk.post(CANCEL)

    assert is_due(comment)


def test_a_rejected_comment_that_was_asked_about_can_be_cancelled(desk, moderator):
    comment = make_comment(status="rejected", decided_by=moderator)
    press(desk, comment)

    desk.post(CANCEL)

    assert not is_due(comment)


def test_anonymous_people_cancel_nothing(client):
    comment = asked_again()

    assert client.post(CANCEL).status_code == 302
    assert is_due(comment)


@pytest.mark.parametrize("make", [make_journalist, make_editor])
def test_only_moderators_cancel(client, make):
    comment = asked_again()
    client.force_login(make())

    assert client.post(CANCEL).status_code == 403
    assert is_due(comment)


def test_cancelling_is_never_a_get(desk):
    comment = asked_again()

    assert desk.get(CANCEL).status_code == 405
    assert is_due(comment)


def test_cancelling_needs_djangos_token(moderator):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)
    comment = asked_again()

    assert client.post(CANCEL).status_code == 403
    assert is_due(comment)


def test_cancelling_many_is_one_update(desk):
    for _ in range(5):
        asked_again()

    with CaptureQueriesContext(connection) as captured:
        desk.post(CANCEL)

    updates = [query["sql"] for query in captured if query["sql"].startswith('UPDATE "comments_comment"')]
    assert len(updates) == 1


def test_the_figures_offer_to_cancel_where_a_moderator_has_asked(desk):
    asked_again(reason="recheck")
    make_comment(screened=False)
    assert CANCEL not in desk.get(FIGURES).text

    asked_again()

    assert f'action="{CANCEL}"' in desk.get(FIGURES).text
