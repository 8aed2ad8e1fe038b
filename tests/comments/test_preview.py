"""A comment is shown as it will look before it is sent; a preview leaves nothing behind."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult

from comments.models import Comment
from comments.models.comment import BODY_MAX
from tests.comments.readers import TYPED, page_of, send_comment, xss_lines
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def preview(client, article, **typed):
    return send_comment(client, article, preview="1", **typed)


def test_a_preview_shows_the_comment_as_it_will_look_and_keeps_what_was_typed(client, article):
    typed = {"body": "> Une *citation*\nhttps://exemple.example/a", "author_url": "https://zoe.example/"}

    answer = preview(client, article, **typed)

    page = page_of(answer)
    shown, form = page.find(id="comment-preview"), page.find(id="comment-form")
    assert answer.status_code == 200
    assert shown.find("blockquote").find("em").text == "citation"
    assert [link["href"] for link in shown.find_all("a")] == ["https://zoe.example/", "https://exemple.example/a"]
    assert {name: form.field(name).typed for name in TYPED} == TYPED | typed
    assert form.find(role="alert") is None


def test_a_preview_stores_nothing_and_rings_for_nothing(client, article):
    with CaptureQueriesContext(connection) as queries:
        preview(client, article)

    assert not Comment.objects.exists()
    assert not DBTaskResult.objects.exists()
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]


def test_a_preview_is_kept_by_nobody_and_sets_no_cookie(article):
    reader = Client()

    answer = preview(reader, article)

    assert answer.headers["Cache-Control"] == "no-store"
    assert not reader.cookies


def test_previews_count_for_no_limit(client, article, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    for _ in range(3):
        assert preview(client, article).status_code == 200

    assert send_comment(client, article).status_code == 302
    assert preview(client, article, body="Encore un mot.").status_code == 200


def test_a_preview_of_an_answer_is_shown_on_the_page_of_the_answer(client, article):
    question = make_comment(article=article, status="approved", body="Une question ?")

    page = page_of(preview(client, article, parent=question.pk))

    assert page.find(class_="quoted").find(class_="comment-body").text == "Une question ?"
    assert page.find(id="comment-preview").find(class_="comment-author").text == TYPED["author_name"]
    assert page.find(id="comment-form").field("parent").typed == str(question.pk)


def test_a_comment_is_sent_after_its_preview(client, article):
    form = page_of(preview(client, article)).find(id="comment-form")

    answer = send_comment(client, article, **{name: form.field(name).typed for name in TYPED})

    assert answer.status_code == 302
    assert Comment.objects.get().body == TYPED["body"]


@pytest.mark.parametrize(("name", "value"), [("body", ""), ("body", "x" * (BODY_MAX + 1)), ("author_email", "zoe")])
def test_what_would_be_refused_is_refused_before_it_is_previewed(client, article, name, value):
    answer = preview(client, article, **{name: value})

    page = page_of(answer)
    assert answer.status_code == 422
    assert page.find(id="comment-preview") is None
    assert page.find(id=f"id_{name}_error").text.strip()


def test_a_closed_story_previews_nothing(client):
    answer = preview(client, make_article(comments_open=False))

    assert answer.status_code == 422


def test_a_preview_from_elsewhere_is_refused(client, article):
    assert preview(client, article, headers={"sec-fetch-site": "cross-site"}).status_code == 403


def test_hostile_texts_are_previewed_as_words(client, article):
    for line in xss_lines()[::40]:
        answer = preview(client, article, body=f"Texte {line}", author_name="Zoé")

        assert answer.status_code in (200, 422), line
        if shown := page_of(answer).find(id="comment-preview"):
            assert shown.find(class_="comment-body").text == f"Texte {line}"
