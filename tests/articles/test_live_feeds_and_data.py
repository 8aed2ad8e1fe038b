"""A live story for machines: feeds, linked data, and hostile words in all of them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime, timedelta
from itertools import batched
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.data_block import json_ld
from tests.articles.linked_data import linked_data, of_type
from tests.articles.live import make_live, tell
from tests.articles.test_story_html import offences
from tests.comments.readers import naughty_strings, page_of, parse, xss_lines
from tests.factories import make_article, make_author

pytestmark = pytest.mark.django_db

FULL_TEXT = "{http://purl.org/rss/1.0/modules/content/}encoded"
A = "{http://www.w3.org/2005/Atom}"


def feed(client, path):
    return ElementTree.fromstring(client.get(path).content)


def live_items(client, story):
    return feed(client, f"{story.get_absolute_url()}live/feed/").findall("channel/item")


def data_of(client, story, query="") -> dict:
    (data,) = of_type("LiveBlogPosting", linked_data(client.get(f"{story.get_absolute_url()}{query}")))
    return data


def words(text: str) -> str:
    return " ".join(text.split())


# Feeds


def test_the_storys_item_has_its_entries_in_its_full_text_newest_first(client):
    story = make_live(entries=2, body="<p>Le contexte.</p>")

    text = parse(feed(client, "/feed/").findtext(f"channel/item/{FULL_TEXT}")).text

    assert text.index("Entrée 2") < text.index("Entrée 1") < text.index("Le contexte.")
    assert feed(client, "/feed/").findtext("channel/item/guid").endswith(f":story/{story.pk}")


def test_links_of_the_full_text_lead_to_the_entries(client):
    story = make_live(entries=1)

    text = parse(feed(client, "/feed/atom/").findtext(f"{A}entry/{A}content"))

    assert text.find("a")["href"] == f"http://testserver{story.get_absolute_url()}?entry=1#entry-1"


def test_the_storys_item_moves_with_each_entry(client, clock):
    story = make_live(entries=1)
    clock.shift(timedelta(hours=1))

    tell(story)

    updated = feed(client, "/feed/atom/").findtext(f"{A}entry/{A}updated")
    assert datetime.fromisoformat(updated) == datetime(2026, 11, 25, 13, tzinfo=UTC)


def test_a_withdrawn_entry_is_in_no_feed(client, editor):
    story = make_live(entries=2)
    story.live_entries.get(number=1).withdraw(by=editor)

    assert "Entrée 1" not in client.get("/feed/").text
    assert [item.findtext("title") for item in live_items(client, story)] == ["Entrée 2"]


def test_the_feeds_take_one_query_for_all_live_stories(client):
    make_article()
    with CaptureQueriesContext(connection) as without:
        client.get("/feed/")
    for _number in range(3):
        make_live(entries=30)

    with CaptureQueriesContext(connection) as captured:
        client.get("/feed/")

    assert len(captured) <= len(without) + 1


def test_the_feed_of_a_live_has_an_item_for_each_entry_with_its_permalink(client, clock):
    author = make_author(name="Inès Carvalho")
    story = make_live(headline="La panne")
    tell(story, "<p>Premier <em>mot</em>.</p>", title="Un", author=author)
    tell(story, "<p>Sans titre.</p>")

    second, first = live_items(client, story)

    assert [first.findtext("title"), second.findtext("title")] == ["Un", "Sans titre."]
    assert first.findtext(FULL_TEXT) == "<p>Premier <em>mot</em>.</p>"
    assert first.findtext("link") == f"http://testserver{story.get_absolute_url()}?entry=1#entry-1"
    assert first.find("guid").get("isPermaLink") == "true"


def test_the_guid_of_an_entry_stays(client, editor):
    story = make_live(entries=1)
    before = live_items(client, story)[0].findtext("guid")

    story.live_entries.get().edit(by=editor, title="Autre")
    for number in range(25):
        tell(story, title=str(number))

    assert live_items(client, story)[-1].findtext("guid") == before


def test_the_feed_of_a_live_is_told_to_be_unchanged(client):
    path = f"{make_live(entries=2).get_absolute_url()}live/feed/atom/"
    answer = client.get(path)

    again = client.get(path, headers={"if-none-match": answer.headers["ETag"]})

    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert (again.status_code, again.content) == (304, b"")


def test_the_feed_of_a_live_under_another_month_leads_to_its_address(client):
    story = make_live(entries=1)

    answer = client.get(f"/2019/01/{story.slug}/live/feed/atom/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == f"{story.get_absolute_url()}live/feed/atom/"


def test_a_story_that_was_never_live_has_no_feed_of_entries(client):
    assert client.get(f"{make_article().get_absolute_url()}live/feed/").status_code == 404


def test_the_page_of_a_live_names_its_feeds(client):
    story = make_live()

    links = page_of(client.get(story.get_absolute_url())).find_all("link")

    assert f"{story.get_absolute_url()}live/feed/" in [link.attributes.get("href") for link in links]


# Linked data


def test_linked_data_say_when_the_live_began_and_ended(client, clock):
    story = make_live(headline="La panne", entries=1)
    assert "coverageEndTime" not in data_of(client, story)
    clock.shift(timedelta(hours=1))
    story.close_live()

    data = data_of(client, story)

    assert (data["@type"], data["headline"]) == ("LiveBlogPosting", "La panne")
    assert data["url"] == f"http://testserver{story.get_absolute_url()}"
    assert datetime.fromisoformat(data["coverageStartTime"]) == datetime(2026, 11, 25, 12, tzinfo=UTC)
    assert datetime.fromisoformat(data["coverageEndTime"]) == datetime(2026, 11, 25, 13, tzinfo=UTC)


@pytest.mark.parametrize("query", ["", "?entry=3", "?since=40"])
def test_linked_data_are_equal_to_what_the_page_shows(client, editor, query):
    story = make_live(entries=43)
    tell(story, "<h3>Bilan</h3><ul><li><p>Un &amp; deux</p></li><li><p>trois</p></li></ul><p>a<br>b</p>")
    story.live_entries.get(number=42).withdraw(by=editor)
    story.live_entries.get(number=2).withdraw(by=editor)
    story.live_entries.get(number=41).edit(by=editor, text="<p>Corrigé.</p>")
    story.live_entries.get(number=30).pin(by=editor)
    page = page_of(client.get(f"{story.get_absolute_url()}{query}"))

    updates = data_of(client, story, query)["liveBlogUpdate"]

    shown = [entry for entry in page.find_all("article", class_="live-entry") if "is-withdrawn" not in entry["class"]]
    assert len(shown) == len(updates) > 10
    for entry, update in zip(shown, updates, strict=True):
        assert update["@type"] == "BlogPosting"
        assert update["url"] == f"http://testserver{entry.find('a')['href']}"
        at = datetime.fromisoformat(entry.find("time")["datetime"])
        assert datetime.fromisoformat(update["datePublished"]) == at.replace(microsecond=0)
        body = entry.find("div", class_="live-text")
        assert words(update["articleBody"]).replace(" ", "") == words(body.text).replace(" ", "")
        if entry.find("h3") and entry.find("h3").attributes.get("id"):
            assert update["headline"] == entry.find("h3").text


def test_no_text_closes_the_element_of_linked_data():
    hostile = "</script><script>alert(1)</script><!--<script>\u2028\u2029&lt;"

    element = str(json_ld({"headline": hostile}))

    inside = element.removeprefix('<script type="application/ld+json">').removesuffix("</script>")
    assert not re.search("[<>&\u2028\u2029]", inside)
    assert json.loads(inside) == {"headline": hostile}


# Hostile words


def hostile_texts() -> list[str]:
    texts = ["\n".join(lines) for lines in batched(xss_lines(), 25, strict=False)]
    return texts + [" ".join(lines).replace("\x00", "") for lines in batched(naughty_strings(), 25, strict=False)]


def test_hostile_words_break_neither_page_nor_feeds_nor_data(client):
    story = make_live(headline="</script><script>alert(1)</script>")
    texts = hostile_texts()
    for text in texts:
        tell(story, f"<p>{text}</p>", title=text[:150], is_key=True)

    for first in range(1, len(texts) + 1, 20):
        answer = client.get(f"{story.get_absolute_url()}?entry={first}")
        page = page_of(answer)
        live = page.find("section", id="live")
        scripts = [script.attributes for script in page.find_all("script")]
        assert all(script.get("type") == "application/ld+json" or script.get("src") for script in scripts)
        assert not any(name.startswith("on") for element in live.walk() for name in element.attributes)
        data = data_of(client, story, f"?entry={first}")
        assert data["headline"] == "</script><script>alert(1)</script>"
        assert len(data["liveBlogUpdate"]) == len(live.find_all("article", class_="live-entry"))
    for item in live_items(client, story):
        assert offences(item.findtext(FULL_TEXT).replace("http://testserver/media/", "/media/"), shown=True) == []
    assert feed(client, "/feed/atom/").find(f"{A}entry") is not None
