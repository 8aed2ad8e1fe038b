"""Errors have the site's own face, and none of them needs what may be broken."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from newsroom.errors import SENTENCES, error_page
from tests.articles.desk import ADD, signed_in, story_form
from tests.comments.readers import page_of


def is_in_the_sites_own_face(answer) -> bool:
    page = page_of(answer)
    return (
        page.find("html")["lang"] == settings.LANGUAGE_CODE
        and page.find("title").text.endswith(f" – {settings.SITE_NAME}")
        and page.find("link", rel="stylesheet", href="/static/css/base.css") is not None
        and page.find("a", class_="wordmark")["href"] == "/"
        and page.find("main").find("h1").text != ""
        and page.find("a", class_="button")["href"] == "/"
    )


@pytest.fixture
def broken_site():
    """The site without a database: this test may ask for none, so that every page that needs one breaks."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("path", ["/", "/2026/11/panne/", "/feed/", "/sitemap.xml", "/section/x/", "/admin/"])
def test_without_a_database_a_page_answers_500_in_the_sites_own_face(broken_site, path):
    broken_site.cookies["sessionid"] = "a" * 32

    answer = broken_site.get(path)

    assert answer.status_code == 500
    assert is_in_the_sites_own_face(answer)


def test_an_error_tells_nothing_of_its_cause(broken_site):
    answer = broken_site.get("/2026/11/panne/?q=secret")

    assert "Traceback" not in answer.text
    assert "RuntimeError" not in answer.text
    assert "secret" not in answer.text


def test_a_500_is_kept_by_no_cache(broken_site):
    assert broken_site.get("/").headers["Cache-Control"] == "no-store"


def test_a_broken_site_says_that_its_process_lives(broken_site):
    assert broken_site.get("/healthz").status_code == 200


@pytest.mark.parametrize("status", SENTENCES)
def test_every_error_has_its_title_and_its_sentence(status):
    answer = error_page(status)

    page = page_of(answer)
    title, sentence = SENTENCES[status]
    assert answer.status_code == status
    assert is_in_the_sites_own_face(answer)
    assert page.find("h1").text == str(title)
    assert str(sentence) in page.find("main").text
    assert page.find("meta", name="robots")["content"] == "noindex"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/2026/11/panne/", "/section/x/", "/comments/1/", "/media/x.webp"])
def test_what_is_not_there_answers_404_in_the_sites_own_face(client, path):
    answer = client.get(path)

    assert answer.status_code == 404
    assert is_in_the_sites_own_face(answer)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/nowhere/", "/2026/11/panne/", "/comments/1/"])
def test_a_404_is_in_the_sites_own_face_while_debugging_too(client, settings, path):
    settings.DEBUG = True

    answer = client.get(path)

    assert answer.status_code == 404
    assert is_in_the_sites_own_face(answer)


@pytest.mark.django_db
def test_a_404_does_not_repeat_what_was_asked_for(client):
    answer = client.get("/<script>alert(1)</script>/", {"q": "<script>alert(2)</script>"})

    assert answer.status_code == 404
    assert "alert" not in answer.text


@pytest.mark.django_db
def test_what_a_person_may_not_do_answers_403_in_the_sites_own_face(journalist):
    answer = signed_in(journalist).post(ADD, story_form("_publish"))

    assert answer.status_code == 403
    assert is_in_the_sites_own_face(answer)


@pytest.mark.django_db
def test_a_form_without_its_token_answers_403_in_the_sites_own_face():
    answer = Client(enforce_csrf_checks=True).post(reverse("admin:login"), {"username": "x", "password": "y"})

    assert answer.status_code == 403
    assert is_in_the_sites_own_face(answer)


@pytest.mark.parametrize(
    ("status", "request_"),
    [
        (400, {"method": "GET", "headers": {"host": "evil.example"}}),
        (405, {"method": "TRACE"}),
        (411, {"method": "POST"}),
        (413, {"method": "POST", "data": b"x" * 100_000}),
        (415, {"method": "GET", "data": b"x", "content_type": "text/plain; charset=utf-16"}),
    ],
)
def test_a_refused_request_is_answered_in_the_sites_own_face(client, status, request_):
    answer = client.generic(path="/comments/post/1/", **request_)

    assert answer.status_code == status
    assert is_in_the_sites_own_face(answer)


@pytest.mark.django_db
def test_an_error_page_asks_nothing_of_the_database(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        answer = client.get("/nowhere/at/all/")

    assert answer.status_code == 404
