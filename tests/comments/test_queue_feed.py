"""The Atom feed of what waits: whom its address lets in, what is in it, and that nothing in it can break it."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import DeskPreferences
from comments.moderation import feed_views
from comments.moderation.my_desk import feed_hash, open_feed
from tests.comments.readers import naughty_strings, xss_lines
from tests.factories import make_article, make_comment, make_journalist

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def address(moderator):
    return open_feed(moderator, timezone.now())


def entries_of(answer):
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def titles_of(answer):
    return [entry.findtext(f"{ATOM}title") for entry in entries_of(answer)]


# Whom it lets in


def test_the_address_opens_it_without_a_session_or_a_cookie(client, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_nothing_keeps_it_and_no_robot_lists_it(client, address):
    answer = client.get(address)

    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("token", ["x", "None", "0" * 43, "é", "x" * 1000, "%00"])
def test_another_token_opens_nothing(client, address, token):
    assert client.get(f"/moderation/feed/{token}/").status_code == 404


def test_the_stored_hash_opens_nothing(client, address, moderator):
    stored = DeskPreferences.objects.get(user=moderator).feed_hash

    assert client.get(f"/moderation/feed/{stored}/").status_code == 404


def test_of_the_token_only_a_keyed_hash_is_stored(address, moderator, settings):
    token = address.split("/")[-2]
    stored = DeskPreferences.objects.get(user=moderator).feed_hash

    assert len(token) >= 43
    assert stored == feed_hash(token)
    settings.SECRET_KEY = "another"
    assert stored != feed_hash(token)


def test_a_moderator_without_a_feed_is_opened_by_nothing(client, moderator):
    DeskPreferences.objects.create(user=moderator)

    assert client.get("/moderation/feed/None/").status_code == 404


def test_who_loses_the_permission_loses_the_feed(client, address, moderator):
    moderator.groups.clear()

    assert client.get(address).status_code == 404


def test_who_is_no_longer_active_loses_the_feed(client, address, moderator):
    moderator.is_active = False
    moderator.save()

    assert client.get(address).status_code == 404


def test_a_session_opens_no_feed_of_anybody(client, moderator):
    client.force_login(moderator)

    assert client.get("/moderation/feed/mine/").status_code == 404


def test_an_address_of_somebody_who_never_could_moderate_opens_nothing(client):
    assert client.get(open_feed(make_journalist(), timezone.now())).status_code == 404


def test_it_is_read_and_never_posted_to(client, address):
    assert client.post(address).status_code == 405


# What is in it


def test_it_holds_what_waits_for_review_with_the_newest_first(client, address, moderator):
    now, article = timezone.now(), make_article(headline="Panne")
    make_comment(article=article, author_name="Ancienne", submitted_at=now - timedelta(hours=1))
    make_comment(article=article, author_name="Récente", submitted_at=now)
    make_comment(article=article, verdict="spam")
    make_comment(article=article, status="approved", decided_by=moderator)

    titles = titles_of(client.get(address))

    assert ["Récente" in titles[0], "Ancienne" in titles[1]] == [True, True]
    assert len(titles) == 2
    assert all("Panne" in title for title in titles)


def test_an_entry_has_the_text_as_readers_will_see_it_and_leads_to_the_desk(client, address):
    comment = make_comment(body="Un & deux\n\nhttps://example.org <b>gras</b>")

    (entry,) = entries_of(client.get(address))

    content = entry.find(f"{ATOM}content")
    assert content.attrib["type"] == "html"
    assert content.text == (
        "<p>Un &amp; deux</p>\n"
        '<p><a href="https://example.org" rel="nofollow ugc noopener">https://example.org</a> '
        "&lt;b&gt;gras&lt;/b&gt;</p>"
    )
    assert entry.find(f"{ATOM}link").attrib["href"] == f"http://testserver/moderation/comments/{comment.pk}/"


def test_no_address_of_a_reader_is_in_it(client, address):
    make_comment(author_email="zoe@example.net", ip_address="192.0.2.99")

    text = client.get(address).text

    assert "zoe@example.net" not in text
    assert "192.0.2.99" not in text


def test_it_ends_after_fifty(client, address, monkeypatch):
    monkeypatch.setattr(feed_views, "FEED_SIZE", 3)
    article = make_article()
    for _ in range(5):
        make_comment(article=article)

    assert len(entries_of(client.get(address))) == 3


def test_an_empty_queue_is_a_feed_without_entries(client, address):
    assert entries_of(client.get(address)) == []


def test_the_numbers_of_two_entries_are_never_the_same(client, address):
    article = make_article()
    for _ in range(3):
        make_comment(article=article)

    assert len({entry.findtext(f"{ATOM}id") for entry in entries_of(client.get(address))}) == 3


def storable(texts):
    """Leave out what no comment can hold: nothing at all, and NUL."""
    return [text for text in texts if text.strip() and "\0" not in text]


@pytest.mark.parametrize("strings", [naughty_strings, xss_lines], ids=["naughty_strings", "no_attack"])
def test_hostile_texts_leave_it_valid_and_escaped(client, address, monkeypatch, strings):
    texts = storable(strings()[::5])
    monkeypatch.setattr(feed_views, "FEED_SIZE", len(texts))
    article = make_article()
    for text in texts:
        make_comment(article=article, body=text, author_name=text[:100])

    entries = entries_of(client.get(address))

    assert len(entries) == len(texts)
    for entry in entries:
        html = entry.findtext(f"{ATOM}content")
        assert "<script" not in html.lower()
        assert "<img" not in html.lower()


def test_the_number_of_queries_does_not_grow_with_its_entries(client, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get(address)
        return len(captured)

    make_comment()
    few = queries()
    for _ in range(10):
        make_comment()

    assert queries() == few <= 4
