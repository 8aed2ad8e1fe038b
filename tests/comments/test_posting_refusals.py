"""Posts that are refused: sent the wrong way, to the wrong place, from the wrong place, or with more than is asked."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import Comment
from tests.comments.readers import SAME_ORIGIN, TYPED, page_of, send_comment
from tests.factories import make_administrator, make_article, make_comment

pytestmark = pytest.mark.django_db

HOUR = timezone.timedelta(hours=1)


def withdrawn_article():
    article = make_article()
    article.unpublish()
    return article


def article_to_come():
    return make_article(published_at=timezone.now() + HOUR)


def draft():
    return make_article(published_at=None)


NOT_PUBLIC = [draft, article_to_come, withdrawn_article]


# Method


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "FOO"])
def test_a_comment_is_sent_by_post_alone(client, article, method):
    answer = client.generic(method, reverse("comments:post_comment", args=[article.pk]), headers=SAME_ORIGIN)

    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]
    assert not Comment.objects.exists()


def test_the_form_for_an_answer_is_only_read(client, article):
    comment = make_comment(article=article, status="approved")

    answer = client.post(reverse("comments:reply", args=[comment.pk]), TYPED, headers=SAME_ORIGIN)

    assert answer.status_code == 405
    assert Comment.objects.count() == 1


# Story


@pytest.mark.parametrize("make_story", NOT_PUBLIC)
def test_a_story_that_is_not_public_takes_no_comment(client, make_story):
    answer = send_comment(client, make_story())

    assert answer.status_code == 404
    assert not Comment.objects.exists()


def test_a_story_that_is_unknown_takes_no_comment(client, db):
    answer = client.post("/comments/post/4711/", TYPED, headers=SAME_ORIGIN)

    assert answer.status_code == 404


def test_a_closed_story_takes_no_comment_and_keeps_the_text(client):
    closed = make_article(comments_open=False)

    answer = send_comment(client, closed, body="Trop tard ?")

    form = page_of(answer).find(id="comment-form")
    assert answer.status_code == 422
    assert form.field("body").typed == "Trop tard ?"
    assert form.find(role="alert").find("li").text
    assert not Comment.objects.exists()


def test_a_closed_story_takes_no_answer_and_keeps_the_text(client):
    closed = make_article(comments_open=False)
    question = make_comment(article=closed, status="approved")

    answer = send_comment(client, closed, parent=question.pk, body="Trop tard ?")

    assert answer.status_code == 422
    assert page_of(answer).find(id="comment-form").field("body").typed == "Trop tard ?"
    assert Comment.objects.count() == 1


# Origin


TAKEN_FROM = [
    {},
    {"sec-fetch-site": "same-origin"},
    {"sec-fetch-site": "none"},
    {"sec-fetch-site": "same-origin", "origin": "http://testserver"},
    {"sec-fetch-site": "same-origin", "origin": "null"},
    {"sec-fetch-site": "same-origin", "origin": "https://elsewhere.example"},
    {"origin": "http://testserver"},
]
REFUSED_FROM = [
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"sec-fetch-site": ""},
    {"sec-fetch-site": "SAME-ORIGIN, cross-site"},
    {"sec-fetch-site": "cross-site", "origin": "http://testserver"},
    {"sec-fetch-site": "same-site", "origin": "http://testserver"},
    {"sec-fetch-site": "cross-site", "origin": "null"},
    {"sec-fetch-site": "cross-site", "origin": "https://elsewhere.example"},
    {"origin": "null"},
    {"origin": ""},
    {"origin": "https://elsewhere.example"},
    {"origin": "https://testserver"},
    {"origin": "http://testserver:8000"},
    {"origin": "http://testserver.elsewhere.example"},
    {"origin": "http://testserver, https://elsewhere.example"},
]


@pytest.mark.parametrize("headers", TAKEN_FROM)
def test_a_post_from_here_or_from_nowhere_is_taken(client, article, headers):
    answer = send_comment(client, article, headers=headers)

    assert answer.status_code == 302
    assert Comment.objects.get().status == "pending"


@pytest.mark.parametrize("headers", REFUSED_FROM)
def test_a_post_from_elsewhere_is_refused(client, article, headers):
    answer = send_comment(client, article, headers=headers)

    assert answer.status_code == 403
    assert page_of(answer).find("a", href=f"{article.get_absolute_url()}#comment-form")
    assert not Comment.objects.exists()


def test_the_origin_of_the_sites_own_address_is_taken_behind_another_host(client, article, settings):
    settings.SITE_URL = "https://commutateur.example"

    answer = send_comment(client, article, headers={"origin": "https://commutateur.example"})

    assert answer.status_code == 302


def test_a_cross_site_post_with_a_moderators_cookie_is_refused(client, article, moderator):
    client.force_login(moderator)

    answer = send_comment(client, article, headers={"sec-fetch-site": "cross-site"})

    assert answer.status_code == 403
    assert not Comment.objects.exists()


# Parent


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_a_comment_that_is_not_published_takes_no_answer(client, article, status):
    question = make_comment(article=article, status=status)

    answer = send_comment(client, article, parent=question.pk, body="Une réponse.")

    assert_parent_is_gone(answer)
    assert Comment.objects.count() == 1


def test_a_comment_under_another_story_takes_no_answer(client, article):
    elsewhere = make_comment(article=make_article(), status="approved")

    answer = send_comment(client, article, parent=elsewhere.pk, body="Une réponse.")

    assert_parent_is_gone(answer)
    assert Comment.objects.count() == 1


def test_a_comment_that_is_unknown_takes_no_answer(client, article):
    answer = send_comment(client, article, parent="4711", body="Une réponse.")

    assert_parent_is_gone(answer)
    assert not Comment.objects.exists()


def test_the_refusal_of_an_answer_does_not_tell_what_became_of_the_comment(client, article):
    withheld = make_comment(article=article, status="pending", body="Pas encore lu.", author_name="Inès")

    unknown = send_comment(client, article, parent="4711").text
    pending = send_comment(client, article, parent=withheld.pk).text

    assert pending == unknown


def test_an_answer_to_what_is_gone_can_be_sent_again_by_itself(client, article):
    withheld = make_comment(article=article, status="rejected")
    form = page_of(send_comment(client, article, parent=withheld.pk)).find(id="comment-form")

    again = send_comment(client, article, parent=form.field("parent").typed)

    assert again.status_code == 302
    assert Comment.objects.get(status="pending").parent is None


def assert_parent_is_gone(answer):
    form = page_of(answer).find(id="comment-form")
    assert answer.status_code == 422
    assert form.find(role="alert").find("li").text
    assert form.field("body").typed == "Une réponse."


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_a_comment_that_is_not_published_has_no_form_for_an_answer(client, article, status):
    comment = make_comment(article=article, status=status)

    assert client.get(reverse("comments:reply", args=[comment.pk])).status_code == 404


@pytest.mark.parametrize("make_story", NOT_PUBLIC)
def test_a_comment_under_a_story_that_is_not_public_has_no_form_for_an_answer(client, make_story):
    comment = make_comment(article=make_story(), status="approved")

    assert client.get(reverse("comments:reply", args=[comment.pk])).status_code == 404


# More than the form holds


def test_more_fields_than_the_form_has_are_refused(client, article):
    answer = send_comment(client, article, extra=["x"] * 16)

    assert answer.status_code == 400
    assert not Comment.objects.exists()


def test_some_fields_that_are_not_ours_are_passed_over(client, article):
    assert send_comment(client, article, extra=["x"] * 5).status_code == 302


def test_a_file_is_refused(client, article):
    file = SimpleUploadedFile("x.txt", b"x")

    answer = client.post(reverse("comments:post_comment", args=[article.pk]), TYPED | {"file": file})

    assert answer.status_code == 400
    assert not Comment.objects.exists()


# Whose post it is, and what it may say


def test_fields_that_are_not_the_readers_change_nothing(client, article, moderator):
    elsewhere = make_article()
    decision = {
        "article": elsewhere.pk,
        "article_id": elsewhere.pk,
        "status": "approved",
        "verdict": "ham",
        "decided_by": moderator.pk,
        "decided_at": "2026-01-01T00:00:00Z",
        "submitted_at": "2026-01-01T00:00:00Z",
        "ip_address": "203.0.113.9",
        "user_agent": "forgé",
        "referrer": "http://elsewhere.example/",
        "is_staff": "on",
    }
    place = {
        "id": "4711",
        "pk": "4711",
        "marks": '["many_links"]',
        "revision": "9",
        "path": "0" * 16,
        "depth": "3",
        "receipt_nonce": "0" * 32,
        "submission_key": "0",
        "address_hash": "",
    }

    answers = [send_comment(client, article, **decision), send_comment(client, article, **place)]

    comment = Comment.objects.get()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert (comment.status, comment.verdict, comment.decided_by, comment.decided_at) == ("pending", "", None, None)
    assert (comment.article, comment.depth, comment.revision, comment.marks) == (article, 0, 1, [])
    assert (comment.ip_address, comment.user_agent, comment.referrer) == ("192.0.2.7", "", "")
    assert comment.submitted_at.year >= timezone.now().year
    assert comment.pk != 4711
    assert comment.path != "0" * 16
    assert comment.receipt_nonce != "0" * 32


def test_a_moderators_comment_is_taken_as_anybodys(client, article, moderator):
    client.force_login(moderator)

    send_comment(client, article)

    comment = Comment.objects.get()
    assert (comment.status, comment.verdict, comment.decided_by) == ("pending", "", None)
    assert not comment.events.exists()


def test_an_administrators_comment_needs_no_token_either(article):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(make_administrator())

    answer = send_comment(strict, article)

    assert answer.status_code == 302
    assert Comment.objects.get().status == "pending"


def test_a_moderators_post_looks_at_no_session(client, article, moderator):
    client.force_login(moderator)

    with CaptureQueriesContext(connection) as queries:
        send_comment(client, article)

    # The names of the newsroom are read, for every comment alike; who sends this one is not asked for.
    tables = ("django_session", '"auth_user"."id" =', '"auth_user"."password"', "auth_group")
    assert not [query["sql"] for query in queries if any(table in query["sql"] for table in tables)]
