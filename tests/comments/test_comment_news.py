"""What readers' pages ask for now and then: which comments were published since. It is the same for everybody."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from comments.thread import PAGE_SIZE
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment
from tests.live.site import ROOT

pytestmark = pytest.mark.django_db

READERS_SCRIPTS = ("thread", "comment-form", "answer", "live")


def news_address(article):
    return page_of(Client().get(article.get_absolute_url())).find(id="comments")["data-news"]


def news(client, address):
    return client.get(address).json()["comments"]


def test_a_page_that_shows_everything_hears_of_nothing(client, article):
    make_comment(article=article, status="approved")

    assert news(client, news_address(article)) == []


def test_what_is_published_afterwards_is_named_whenever_it_was_sent(client, article, moderator):
    late = make_comment(article=article, submitted_at=timezone.now() - timedelta(hours=3))
    make_comment(article=article, status="approved")
    address = news_address(article)

    late.approve(by=moderator)

    assert news(client, address) == [late.pk]


def test_the_first_comment_of_a_story_is_news(client, article, moderator):
    address = news_address(article)
    first = make_comment(article=article)

    first.approve(by=moderator)

    assert news(client, address) == [first.pk]


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_published_is_no_news(client, article, status):
    address = news_address(article)

    make_comment(article=article, status=status)

    assert news(client, address) == []


def test_comments_of_other_stories_are_no_news(client, article):
    address = news_address(article)

    make_comment(article=make_article(), status="approved")

    assert news(client, address) == []


def test_news_may_be_kept_by_any_cache_and_set_no_cookie(client, article):
    address = news_address(article)

    answer = client.get(address)

    assert answer.headers["Cache-Control"] == "public, max-age=30"
    assert "Cookie" not in answer.headers.get("Vary", "")
    assert not answer.cookies
    assert client.get(address, headers={"if-none-match": answer.headers["ETag"]}).status_code == 304


@pytest.mark.parametrize("since", ["", "-1", "x", "1.0", "9" * 17, "١"])
def test_a_moment_that_is_none_is_no_page(client, article, since):
    assert client.get(f"{article.get_absolute_url()}comments.json", {"since": since}).status_code == 404


def test_any_moment_of_ours_is_one(client, article):
    assert client.get(f"{article.get_absolute_url()}comments.json", {"since": "9" * 16}).status_code == 200


def test_a_story_that_is_not_public_has_no_news(client):
    draft = make_article(published_at=None)

    assert client.get("/2026/11/rien/comments.json?since=0").status_code == 404
    assert client.get(f"/2026/11/{draft.slug}/comments.json?since=0").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_news_are_only_read(client, article, method):
    assert getattr(client, method)(news_address(article)).status_code == 405


def test_news_cost_the_same_however_much_there_is(client, article):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            named = news(client, f"{article.get_absolute_url()}comments.json?since=0")
        return len(captured), len(named)

    make_comment(article=article, status="approved")
    assert queries() == (2, 1)

    for _ in range(PAGE_SIZE + 5):
        make_comment(article=article, status="approved")
    assert queries() == (2, PAGE_SIZE)


def test_news_are_found_by_their_index(article):
    newer = Comment.objects.approved().filter(article=article, decided_at__gt=timezone.now())
    plan = newer.order_by("-decided_at").values_list("pk")[:PAGE_SIZE].explain()

    assert connection.vendor != "sqlite" or "comment_newly_published (article_id=? AND decided_at>?)" in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
def test_a_page_finds_its_newest_publication_by_the_same_index(article):
    with CaptureQueriesContext(connection) as queries:
        news_address(article)
    (sql,) = [query["sql"] for query in queries if "MAX(decided_at)" in query["sql"]]

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        plan = str(cursor.fetchall())

    assert "comment_newly_published (article_id=?" in plan


def test_all_scripts_that_readers_load_are_small():
    sizes = [len(gzip.compress((ROOT / f"static/js/{name}.js").read_bytes())) for name in READERS_SCRIPTS]

    assert sum(sizes) < 15_000
