"""What is refused before anything reads the request. No test here has a database: whoever asks it, fails."""

from __future__ import annotations

import io

import pytest
from django.test import RequestFactory

from newsroom.middleware import DRAIN_BYTES
from newsroom.wsgi import application

PATHS = ["/", "/2026/11/panne/", "/feed/", "/comments/post/1/", "/admin/", "/admin/login/", "/moderation/decide/"]
PATHS += ["/static/css/base.css", "/media/x.webp", "/healthz", "/nowhere/"]
POST = "/comments/post/1/"
URLENCODED = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "FOO", "PROPFIND"])
def test_another_method_answers_405_with_those_that_are_taken(client, method, path):
    answer = client.generic(method, path, b"x=1", content_type=URLENCODED)

    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET, HEAD, POST"


OTHER_CHARSETS = [
    "text/plain; charset=utf-7",
    "text/plain; charset=utf-16",
    "application/x-www-form-urlencoded; charset=latin-1",
    "application/x-www-form-urlencoded;charset=ISO-8859-15",
    "application/x-www-form-urlencoded; CHARSET=cp1252",
    "multipart/form-data; boundary=x; charset=utf-16",
    "multipart/form-data; charset=utf-8-sig; boundary=x",
    "text/plain; charset=no-such-codec",
    "text/plain; charset=",
    "text/plain; charset",
    "text/plain; charset='utf-16'",
    'text/plain; charset="utf-7"',
    # What a simpler reading takes for UTF-8, and Django does not.
    "text/plain; charset=utf-8; charset=utf-16",
    "text/plain; charset*=utf-8''utf-16",
    "text/plain; charset*0=utf; charset*1=-16",
    'text/plain; note="a;charset=utf-8"; charset=utf-16',
]


@pytest.mark.parametrize("content_type", OTHER_CHARSETS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_another_charset_answers_415(client, method, content_type):
    answer = client.generic(method, "/?q=1", b"q=1", content_type=content_type)

    assert answer.status_code == 415


@pytest.mark.parametrize("path", PATHS)
def test_another_charset_answers_415_everywhere(client, path):
    client.cookies["csrftoken"] = "a" * 32

    answer = client.generic("POST", path, b"q=1", content_type="text/plain; charset=utf-16")

    assert answer.status_code == 415


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "text/plain;", "text/plain; charset=utf-8", "text/plain;CHARSET=UTF8", "text/plain; charset=U8"]
    + ['text/plain; charset="utf_8"', "text/plain; charset='UTF-8'", "multipart/form-data; boundary=x"],
)
def test_utf_8_is_taken_in_any_spelling(client, content_type):
    assert client.generic("GET", "/robots.txt", b"q=1", content_type=content_type).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize("spelling", ["utf-8", "UTF8", "utf_8", "U8", "'UTF-8'", '"utf8"'])
def test_a_form_in_any_spelling_of_utf_8_is_read(client, article, spelling):
    answer = client.post(
        f"/comments/post/{article.pk}/", "body=%C3%A9t%C3%A9", content_type=f"{URLENCODED}; charset={spelling}"
    )

    assert answer.status_code == 422
    assert "été</textarea>" in answer.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain; charset=rot13",
        "text/plain; charset=hex",
        "text/plain; charset=undefined",
        "text/plain; charset=idna",
        "text/plain; charset*=no-such-codec''utf-8",
        "text/plain; charset*=utf-8''%00",
        "text/plain; charset=\x00",
        "text/plain; x=" + "y" * 10_000,
        *OTHER_CHARSETS,
    ],
)
def test_a_content_type_that_django_cannot_read_answers_415_and_not_500(content_type):
    statuses = []
    environ = RequestFactory().get("/robots.txt?q=1").environ | {"CONTENT_TYPE": content_type}

    application(environ, lambda status, headers: statuses.append(status))

    assert statuses == ["415 Unsupported Media Type"]


@pytest.mark.parametrize("path", PATHS)
def test_a_post_without_a_length_answers_411(client, path):
    assert client.generic("POST", path).status_code == 411


@pytest.mark.parametrize("length", ["x", "-1", "+1", "1_0", "1.0", "0x10", " 12", "١٢", "12,12", ""])
def test_a_length_that_is_no_number_answers_411(client, length):
    answer = client.generic("POST", POST, b"body=x", content_type=URLENCODED, CONTENT_LENGTH=length)

    assert answer.status_code == 411


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("length", ["9" * 19, "9" * 5000])
def test_a_length_beyond_all_numbers_answers_413(client, path, length):
    body = {"CONTENT_LENGTH": length, "wsgi.input": io.BytesIO(b"body=x")}

    assert client.generic("POST", path, content_type=URLENCODED, **body).status_code == 413


def test_a_comment_of_ten_megabytes_answers_413(client):
    answer = client.generic("POST", POST, b"x" * 10_000_000, content_type=URLENCODED)

    assert answer.status_code == 413


@pytest.mark.parametrize("content_type", [URLENCODED, "multipart/form-data; boundary=x", "application/json"])
def test_a_comment_one_byte_too_large_answers_413(client, settings, content_type):
    body = b"x" * (settings.READER_POST_MAX_BYTES + 1)

    assert client.generic("POST", POST, body, content_type=content_type).status_code == 413


@pytest.mark.django_db
def test_a_post_of_the_largest_size_is_let_through(client, settings):
    body = b"x" * settings.READER_POST_MAX_BYTES

    assert client.generic("POST", POST, body, content_type=URLENCODED).status_code == 404


@pytest.mark.parametrize("sent", [10_000_000, DRAIN_BYTES + 5])
def test_what_is_refused_is_read_to_the_end_within_bounds(client, sent):
    """A sender who is cut off in the middle never sees the answer; one without an end is not listened to."""
    body = io.BytesIO(b"x" * sent)

    client.generic("POST", POST, content_type=URLENCODED, CONTENT_LENGTH=str(sent), **{"wsgi.input": body})

    assert body.tell() == min(sent, DRAIN_BYTES)


def test_a_sender_who_stops_early_still_gets_the_answer(client):
    body = {"CONTENT_LENGTH": "10000000", "wsgi.input": io.BytesIO(b"x" * 100)}

    assert client.generic("POST", POST, content_type=URLENCODED, **body).status_code == 413


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/admin/login/", "/moderation/decide/", "/admin/articles/article/add/"])
def test_a_form_of_ten_megabytes_for_the_newsroom_is_refused(client, path):
    answer = client.generic("POST", path, b"x=" + b"x" * 10_000_000, content_type=URLENCODED)

    assert answer.status_code in (302, 400, 403)


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "a b"])
@pytest.mark.parametrize("path", ["/", "/feed/", "/admin/login/", "/nowhere/"])
def test_a_foreign_host_answers_400(client, host, path):
    answer = client.get(path, headers={"host": host})

    assert answer.status_code == 400
    assert "evil" not in answer.text
