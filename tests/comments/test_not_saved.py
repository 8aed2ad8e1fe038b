"""A database that cannot store: the reader is told that nothing was saved, and everything typed is kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from articles.models import Article
from comments.models import Comment
from tests.comments.readers import page_of, send_comment
from tests.comments.threads import at_once, database_for_threads, locked_database
from tests.factories import make_article

TYPED = {
    "author_name": "Zoé <i>",
    "author_email": "pas une adresse",
    "author_url": "https://zoe.example/",
    "body": "Un texte : <écrit> & gardé.\nDeux lignes.",
}


@pytest.fixture
def while_locked(transactional_db, tmp_path):
    """Send a comment to a site whose database another process is writing, and again once it is free."""

    def send_both(**typed):
        article = make_article()
        with database_for_threads(tmp_path, wait_seconds=1), ThreadPoolExecutor(1) as pool:

            def send():
                return send_comment(Client(), article, **typed), list(Comment.objects.values_list("body", flat=True))

            with locked_database():
                ((refused, nothing),) = at_once(pool, 1, send)
            ((taken, stored),) = at_once(pool, 1, send)
        assert nothing == []
        return refused, taken, stored

    return send_both


def test_a_comment_that_cannot_be_stored_is_answered_503_with_all_that_was_typed(while_locked):
    typed = TYPED | {"author_email": "zoe@example.org"}

    refused, taken, stored = while_locked(**typed)

    form = page_of(refused).find(id="comment-form")
    assert refused.status_code == 503
    assert refused.headers["Retry-After"] == "60"
    assert refused.headers["Cache-Control"] == "no-store"
    assert {name: form.field(name).typed for name in typed} == typed
    assert taken.status_code == 302
    assert stored == [typed["body"]]


def test_without_a_database_a_comment_is_answered_503_with_all_that_was_typed(client, monkeypatch):
    def away(*args, **options):
        raise OperationalError("the server closed the connection")

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", away)

    answer = send_comment(client, Article(pk=7), **TYPED)

    form = page_of(answer).find(id="comment-form")
    assert answer.status_code == 503
    assert {name: form.field(name).typed for name in TYPED} == TYPED
    assert form.find(role="alert") is None
