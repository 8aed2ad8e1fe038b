"""Feeds of comments: what is published and nothing else, well-formed whatever they are."""

import random
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from tests.clock import NOW
from tests.comments.readers import naughty_strings, page_of, parse, xss_lines
from tests.factories import make_article, make_comment

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

A = "{http://www.w3.org/2005/Atom}"
FULL_TEXT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ALL, STORY, FEATURED = "/comments/feed/", "/2026/11/panne/feed/", "/comments/feed/featured/"
FEEDS = [f"{path}{kind}" for path in (ALL, STORY, FEATURED) for kind in ("", "atom/")]
# What comments.markup makes of a text.
MADE = {"p", "br", "a", "a href", "a rel"}


@pytest.fixture
def story():
    return make_article(headline="Une panne", slug="panne", published_at=NOW - timedelta(hours=2))


@pytest.fixture
def published(story, moderator):
    values = {"author_name": "Zoé", "body": "Une ligne.\n\nUne autre <b>ligne</b>.", "status": "approved"}
    comment = make_comment(article=story, submitted_at=NOW - timedelta(hours=1), **values)
    comment.feature(by=moderator)
    return comment


def read(path):
    return ElementTree.fromstring(Client().get(path).content)


def entries(path):
    return read(path).findall(f"{A}entry") if path.endswith("atom/") else read(path).findall("channel/item")


def title(entry):
    return entry.findtext("title") or entry.findtext(f"{A}title")


def text(entry):
    return entry.findtext(FULL_TEXT) or entry.findtext(f"{A}content")


def link(entry):
    return entry.findtext("link") or entry.find(f"{A}link").get("href")


def test_an_rss_item_is_what_the_comment_is(published):
    (item,) = entries(ALL)

    assert "Zoé" in item.findtext("title")
    assert "Une panne" in item.findtext("title")
    assert item.findtext(FULL_TEXT) == "<p>Une ligne.</p>\n<p>Une autre &lt;b&gt;ligne&lt;/b&gt;.</p>"
    assert item.findtext(CREATOR) == "Zoé"
    assert item.findtext("link") == item.findtext("guid") == f"http://testserver/comments/{published.pk}/"
    assert parsedate_to_datetime(item.findtext("pubDate")) == published.submitted_at


def test_an_atom_entry_is_what_the_comment_is(published):
    (entry,) = entries(f"{ALL}atom/")

    assert "Zoé" in entry.findtext(f"{A}title")
    assert entry.find(f"{A}content").get("type") == "html"
    assert entry.findtext(f"{A}content").startswith("<p>Une ligne.</p>")
    assert entry.findtext(f"{A}author/{A}name") == "Zoé"
    assert entry.findtext(f"{A}id") == f"http://testserver/comments/{published.pk}/"
    assert datetime.fromisoformat(entry.findtext(f"{A}published")) == published.submitted_at


@pytest.mark.parametrize("path", FEEDS)
def test_an_entry_leads_to_the_comment_in_its_thread(published, path):
    (entry,) = entries(path)

    answer = Client().get(link(entry).removeprefix("http://testserver"))

    assert answer.url == f"/2026/11/panne/#comment-{published.pk}"


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_published_is_in_no_feed(story, path, status):
    make_comment(article=story, status=status, featured_at=NOW)

    assert entries(path) == []


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("decision", ["reject", "mark_as_spam", "reopen", "withdraw"])
def test_whatever_takes_a_comment_down_takes_its_entry_away(published, moderator, path, decision):
    assert len(entries(path)) == 1
    published.refresh_from_db()

    getattr(published, decision)(**({} if decision == "withdraw" else {"by": moderator}))

    assert entries(path) == []


@pytest.mark.parametrize("path", [path for path in FEEDS if "panne" not in path])
def test_the_comments_of_a_story_that_was_withdrawn_are_gone(story, published, path):
    story.unpublish()

    assert entries(path) == []


@pytest.mark.parametrize("format", ["", "atom/"])
def test_the_feed_of_a_story_answers_as_its_page_does(story, published, format):
    assert Client().get(f"/2025/02/panne/feed/{format}").url == f"{STORY}{format}"

    story.unpublish()
    make_article(slug="brouillon", published_at=None)
    make_article(slug="demain", published_at=NOW + timedelta(days=1))

    assert Client().get(f"{STORY}{format}").status_code == 410
    assert Client().get(f"/2026/11/brouillon/feed/{format}").status_code == 404
    assert Client().get(f"/2026/11/demain/feed/{format}").status_code == 404
    assert Client().get(f"/2026/13/demain/feed/{format}").status_code == 404


def test_the_feed_of_a_story_holds_its_own_comments_alone(story, published):
    make_comment(status="approved", author_name="Ailleurs")

    (own,) = entries(STORY)

    assert "Zoé" in title(own)
    assert len(entries(ALL)) == 2


@pytest.mark.parametrize("format", ["", "atom/"])
def test_what_the_newsroom_chose_is_in_its_feed_and_marked_in_the_others(story, published, format):
    make_comment(article=story, status="approved", author_name="Autre")

    (chosen,) = entries(f"{FEATURED}{format}")
    marked = [entry for entry in entries(f"{ALL}{format}") if [*entry.iter("category"), *entry.iter(f"{A}category")]]

    assert "Zoé" in title(chosen)
    assert [link(entry) for entry in marked] == [link(chosen)]


@pytest.mark.parametrize("format", ["", "atom/"])
def test_a_choice_taken_back_leaves_its_feed(published, moderator, format):
    published.unfeature(by=moderator)

    assert entries(f"{FEATURED}{format}") == []
    assert len(entries(f"{ALL}{format}")) == 1


@pytest.mark.parametrize("path", [path for path in FEEDS if "featured" not in path])
def test_the_newest_thirty_come_first(story, path):
    for number in range(32):
        at = NOW - timedelta(minutes=number)
        make_comment(article=story, status="approved", author_name=f"Lecteur {number:02}", submitted_at=at)

    names = [title(entry)[:10] for entry in entries(path)]

    assert names == [f"Lecteur {number:02}" for number in range(30)]


@pytest.mark.parametrize("path", FEEDS)
def test_what_moderators_took_out_is_not_in_the_feed(published, path):
    Comment.objects.filter(pk=published.pk).update(public_body="Une ligne. […]")

    (entry,) = entries(path)

    assert text(entry) == "<p>Une ligne. […]</p>"


@pytest.mark.parametrize("path", FEEDS)
def test_nothing_of_the_author_but_name_and_text_is_told(published, path):
    Comment.objects.update(author_email="secrete@example.org", author_url="https://chez-elle.example/")

    answer = Client().get(path).text

    for secret in ("secrete@", "chez-elle", "192.0.2.7", "Mozilla", published.receipt_nonce):
        assert secret not in answer


@pytest.mark.parametrize("path", FEEDS)
def test_whoever_has_the_feed_is_told_so_until_it_changes(published, moderator, path):
    etag = Client().get(path).headers["ETag"]
    assert Client().get(path, headers={"if-none-match": etag}).status_code == 304

    published.refresh_from_db()
    published.reject(by=moderator, reason="insulte")

    assert Client().get(path, headers={"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_is_the_same_for_everybody_and_sets_no_cookie(desk, published, path):
    own, of_all = desk.get(path), Client().get(path)

    assert own.content == of_all.content
    assert not own.cookies


@pytest.mark.parametrize("path", FEEDS)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_feed_takes_nothing(published, path, method):
    assert getattr(Client(), method)(path).status_code == 405


@pytest.mark.parametrize("format", ["", "atom/"])
def test_hostile_words_leave_every_feed_well_formed_and_without_a_new_element(story, format):
    signs = "".join(map(chr, [*range(1, 32), 127, 0x85, 0xFFFE, 0xFFFF, 0x2028, 0x202E, 0xD800]))
    lines = [
        signs.encode("utf-8", "replace").decode(),
        "]]>",
        *naughty_strings(),
        *random.Random(7).sample(xss_lines(), 400),
    ]
    hostile = [line.replace("\x00", "").encode("utf-8", "replace").decode() for line in lines]
    for start in range(0, len(hostile), 40):
        words = "\n".join(hostile[start : start + 40])[:5000]
        name = hostile[start][:100]
        make_comment(article=story, status="approved", author_name=name, body=words, featured_at=NOW)

    for path in (ALL, STORY, FEATURED):
        found = entries(f"{path}{format}")

        assert len(found) == len(range(0, len(hostile), 40))
        for entry in found:
            made = parse(text(entry))
            parts = {f"{part.tag} {name}".strip() for part in made.walk() for name in ("", *part.attributes)}
            assert parts <= MADE
            assert all(part["href"].lower().startswith("http") for part in made.find_all("a"))


@pytest.mark.parametrize("path", FEEDS)
def test_more_comments_cost_no_more_statements(story, published, path):
    Client().get(path)
    with CaptureQueriesContext(connection) as for_one:
        Client().get(path)
    for _ in range(20):
        make_comment(article=story, status="approved", featured_at=NOW)

    with CaptureQueriesContext(connection) as for_many:
        Client().get(path)

    assert len(for_many) == len(for_one) <= 2


def test_the_page_of_a_story_names_the_feeds_of_its_comments(story, published):
    page = page_of(Client().get(story.get_absolute_url()))

    alternates = [link["href"] for link in page.find_all("link", rel="alternate")]

    of_the_story = [path for path in alternates if "panne" in path and "/oembed/" not in path]
    assert of_the_story == [STORY, f"{STORY}atom/", f"{STORY}json/"]
    assert "/feed/" in alternates
    assert page.find(class_="featured-feed").find("a", href=FEATURED)


def test_where_nothing_is_chosen_no_feed_of_choices_is_named(story):
    page = page_of(Client().get(story.get_absolute_url()))

    assert page.find("a", href=FEATURED) is None


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the plan is SQLite's")
def test_each_feed_is_read_from_an_index(story):
    approved = Comment.objects.approved()

    assert "comment_queue_approved" in approved.order_by("-submitted_at", "-pk")[:30].explain()
    assert "(article_id=?" in approved.filter(article=story).order_by("-submitted_at", "-pk")[:30].explain()
    assert "comment_featured" in Comment.objects.featured()[:30].explain()
