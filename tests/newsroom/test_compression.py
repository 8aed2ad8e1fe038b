"""Public pages are sent compressed, and to everybody as the same bytes; what a signed-in person sees is not."""

from __future__ import annotations

import gzip

import pytest
from django.test import Client

from tests.factories import make_article

pytestmark = pytest.mark.django_db
ACCEPTS = {"accept-encoding": "gzip, br"}


@pytest.mark.parametrize("path", ["/", "/feed/", "/sitemap.xml", "/privacy/"])
def test_public_pages_are_compressed_to_the_same_bytes_for_everybody(path):
    for _ in range(8):
        make_article()

    first, second = (Client().get(path, headers=ACCEPTS) for _ in range(2))

    assert first.headers["Content-Encoding"] == "gzip"
    assert first.content == second.content
    plain = Client().get(path)
    assert gzip.decompress(first.content) == plain.content
    assert "Accept-Encoding" in first.headers["Vary"]
    assert "Accept-Encoding" in plain.headers["Vary"]


def test_whoever_has_a_compressed_feed_is_told_that_it_is_right(client):
    for _ in range(8):
        make_article()
    etag = client.get("/feed/", headers=ACCEPTS).headers["ETag"]

    assert client.get("/feed/", headers=ACCEPTS | {"if-none-match": etag}).status_code == 304


@pytest.mark.parametrize("path", ["/admin/", "/admin/articles/article/", "/moderation/"])
def test_pages_of_the_desks_are_not(client, admin_user, path):
    make_article()
    client.force_login(admin_user)

    answer = client.get(path, headers=ACCEPTS)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_a_page_that_asks_to_sign_in_is_not(client):
    answer = client.get("/admin/login/", headers=ACCEPTS)

    assert answer.status_code == 200
    assert "Content-Encoding" not in answer.headers


def test_an_uploaded_picture_is_sent_as_it_is(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "a.png").write_bytes(bytes(1000))

    answer = client.get("/media/a.png", headers=ACCEPTS)

    assert "Content-Encoding" not in answer.headers
    assert answer.headers["Content-Length"] == "1000"
    assert answer.getvalue() == bytes(1000)
    answer.close()


def test_a_part_of_a_static_file_is_that_part(client):
    answer = client.get("/favicon.ico", headers=ACCEPTS | {"range": "bytes=0-99"})

    assert answer.status_code == 206
    assert "Content-Encoding" not in answer.headers
    assert len(answer.getvalue()) == 100
    answer.close()
