"""The feeds: well-formed, with the full text, and with addresses that work away from the site."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

import pytest

from articles.models import Article, Picture, Tag
from tests.clock import NOW
from tests.comments.readers import naughty_strings, parse
from tests.factories import make_article, make_author, make_picture, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

RSS, ATOM = "/feed/", "/feed/atom/"
FORMATS = [RSS, ATOM]
FULL_TEXT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
A = "{http://www.w3.org/2005/Atom}"


def read(client, path):
    return ElementTree.fromstring(client.get(path).content)


def items(client, path=RSS):
    return read(client, path).findall("channel/item")


def entries(client, path=ATOM):
    return read(client, path).findall(f"{A}entry")


def titles(client, path) -> list[str]:
    found = items(client, path) or entries(client, path)
    return [item.findtext("title") or item.findtext(f"{A}title") for item in found]


def full_text(client, path) -> str:
    (story,) = items(client, path) or entries(client, path)
    return story.findtext(FULL_TEXT) or story.findtext(f"{A}content")


@pytest.fixture
def story():
    return make_article(
        headline="Une panne & des <questions>",
        slug="panne",
        standfirst="Trois heures « sans paiement ».",
        body="<h2>Midi</h2><p>Le réseau &amp; les banques.</p>",
        section=make_section(name="Société"),
        authors=[make_author(name="Léa Roux"), make_author(name="Hugo Bihan")],
        tags=[Tag.objects.create(name="réseau", slug="reseau")],
        published_at=NOW - timedelta(hours=2),
    )


def test_rss_holds_what_the_story_is(client, story):
    (item,) = items(client)

    assert item.findtext("title") == "Une panne & des <questions>"
    assert item.findtext("description") == "Trois heures « sans paiement »."
    assert item.findtext(FULL_TEXT) == "<h2>Midi</h2><p>Le réseau &amp; les banques.</p>"
    assert item.findtext("link") == "http://testserver/2026/11/panne/"
    assert item.findtext(CREATOR) == "Léa Roux, Hugo Bihan"
    assert [category.text for category in item.findall("category")] == ["Société", "réseau"]
    assert parsedate_to_datetime(item.findtext("pubDate")) == story.published_at


def test_atom_holds_what_the_story_is(client, story):
    (entry,) = entries(client)

    assert entry.findtext(f"{A}title") == "Une panne & des <questions>"
    assert entry.findtext(f"{A}summary") == "Trois heures « sans paiement »."
    assert entry.find(f"{A}content").get("type") == "html"
    assert entry.findtext(f"{A}content") == "<h2>Midi</h2><p>Le réseau &amp; les banques.</p>"
    assert entry.find(f"{A}link").get("href") == "http://testserver/2026/11/panne/"
    authors = {author.findtext(f"{A}name"): author.findtext(f"{A}uri") for author in entry.findall(f"{A}author")}
    assert list(authors) == ["Léa Roux", "Hugo Bihan"]
    assert all(address.startswith("http://testserver/author/") for address in authors.values())
    assert datetime.fromisoformat(entry.findtext(f"{A}published")) == story.published_at


def test_json_holds_what_the_story_is(client, story):
    picture = make_picture()
    Article.objects.update(lead_picture=picture)

    (item,) = client.get("/feed/json/").json()["items"]

    assert item["title"] == "Une panne & des <questions>"
    assert item["summary"] == "Trois heures « sans paiement »."
    assert item["content_html"] == "<h2>Midi</h2><p>Le réseau &amp; les banques.</p>"
    assert item["url"] == "http://testserver/2026/11/panne/"
    assert [author["name"] for author in item["authors"]] == ["Léa Roux", "Hugo Bihan"]
    assert item["tags"] == ["Société", "réseau"]
    assert item["image"] == f"http://testserver{picture.file.url}" == item["attachments"][0]["url"]
    assert item["attachments"][0]["size_in_bytes"] == picture.file.size
    assert datetime.fromisoformat(item["date_published"]) == story.published_at
    assert item["language"] == "fr"


def test_the_same_stories_are_in_every_format_under_the_same_name(client, story):
    make_article()

    rss = [item.findtext("guid") for item in items(client)]
    atom = [entry.findtext(f"{A}id") for entry in entries(client)]
    feed = client.get("/feed/json/").json()

    assert rss == atom == [item["id"] for item in feed["items"]]
    assert feed["version"] == "https://jsonfeed.org/version/1.1"
    assert (feed["home_page_url"], feed["feed_url"]) == ("http://testserver/", "http://testserver/feed/json/")
    assert client.get("/feed/json/").headers["Content-Type"] == "application/feed+json; charset=utf-8"


def test_a_correction_is_in_the_json_feed_of_corrections_and_above_the_text(client, story, editor):
    story.correct("Deux heures, et non trois.", by=editor)

    (note,) = client.get("/corrections/feed/json/").json()["items"]
    (item,) = client.get("/feed/json/").json()["items"]

    assert "Deux heures" in note["content_text"]
    assert item["content_html"].index("Deux heures") < item["content_html"].index("Midi")


@pytest.mark.parametrize("path", ["/", "/section/societe/", "/2026/11/panne/", "/corrections/"])
def test_every_page_names_its_feeds_in_all_formats(client, path):
    make_article(slug="panne", section=make_section(slug="societe"), published_at=NOW - timedelta(hours=2))

    links = [link for link in parse(client.get(path).text).find_all("link", rel="alternate") if "type" in link]

    kinds = {link["type"] for link in links}
    assert {"application/rss+xml", "application/atom+xml", "application/feed+json"} <= kinds
    for link in links:
        if "feed" in link["href"]:
            assert client.get(link["href"]).status_code == 200


def test_a_feed_says_whose_it_is_and_where(client, story):
    channel = read(client, RSS).find("channel")
    feed = read(client, ATOM)

    assert channel.findtext("title") == feed.findtext(f"{A}title") == "Le Commutateur"
    assert channel.findtext("link") == "http://testserver/"
    assert channel.findtext("language") == "fr"
    assert {link.get("href") for link in feed.findall(f"{A}link")} == {
        "http://testserver/",
        "http://testserver/feed/atom/",
    }


@pytest.mark.parametrize("path", FORMATS)
def test_a_feed_names_its_kind(client, path):
    kind = client.get(path).headers["Content-Type"]

    assert kind.startswith("application/rss+xml" if path == RSS else "application/atom+xml")
    assert "utf-8" in kind


@pytest.mark.parametrize("path", FORMATS)
def test_a_feed_lists_the_newest_thirty(client, path):
    stories = [make_article(published_at=NOW - timedelta(hours=number)) for number in range(32)]

    assert titles(client, path) == [story.headline for story in stories[:30]]


def test_the_guid_of_a_story_stays_whatever_changes_about_it(client, story, clock):
    before = items(client)[0].find("guid")
    story.unpublish()
    clock.shift(timedelta(days=400))
    story.headline, story.slug = "Autre titre", "autre-adresse"
    story.save()
    story.publish()

    after = items(client)[0].find("guid")

    assert before.text == after.text == f"tag:testserver,2026:story/{story.pk}"
    assert after.get("isPermaLink") == "false"
    assert entries(client)[0].findtext(f"{A}id") == before.text


def test_a_story_from_wordpress_keeps_the_guid_that_wordpress_gave_it(client, story):
    Article.objects.filter(pk=story.pk).update(wordpress_id=4711)

    assert items(client)[0].findtext("guid") == "http://testserver/?p=4711"
    assert entries(client)[0].findtext(f"{A}id") == "http://testserver/?p=4711"


@pytest.mark.parametrize("path", FORMATS)
def test_links_and_pictures_of_the_full_text_are_absolute(client, path):
    picture = make_picture(credit="Léa Roux")
    body = (
        '<p><a href="/2026/11/autre/" title="Ici">ici</a> <a href="https://example.org/">là</a></p>'
        f'<figure><img src="/media/old.webp" data-file="{picture.pk}"></figure>'
    )
    make_article(body=body)

    text = parse(full_text(client, path))

    addresses = [link["href"] for link in text.find_all("a")]
    assert addresses == ["http://testserver/2026/11/autre/", "https://example.org/"]
    assert text.find("img")["src"] == f"http://testserver{picture.file.url}"
    assert text.find("span", class_="credit").text == "Léa Roux"


@pytest.mark.parametrize("path", FORMATS)
def test_words_that_look_like_an_address_stay_as_they_are(client, path):
    make_article(body='<p><code>&lt;a href="/page"&gt;</code> et src="/x"</p>')

    assert parse(full_text(client, path)).text == '<a href="/page"> et src="/x"'


def test_a_lead_picture_is_enclosed(client):
    picture = make_picture()
    make_article(lead_picture=picture)

    enclosure = items(client)[0].find("enclosure")

    assert enclosure.get("url") == f"http://testserver{picture.file.url}"
    assert enclosure.get("type") == "image/webp"
    assert int(enclosure.get("length")) == picture.file.size


@pytest.mark.parametrize("path", FORMATS)
def test_a_lead_picture_whose_file_is_lost_is_left_out(client, path):
    picture = make_picture()
    make_article(headline="Sans image", lead_picture=picture)
    Picture.objects.get().file.storage.delete(picture.file.name)

    assert titles(client, path) == ["Sans image"]


@pytest.mark.parametrize("subject", ["section/societe", "author/lea-roux", "tag/reseau"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_feed_of_a_subject_lists_its_stories_alone(client, subject, format):
    section, author = make_section(name="Société", slug="societe"), make_author(name="Léa Roux", slug="lea-roux")
    tag = Tag.objects.create(name="réseau", slug="reseau")
    make_article(headline="Dedans", section=section, authors=[author], tags=[tag])
    make_article(headline="Dehors", section=make_section(), authors=[make_author()])

    assert titles(client, f"/{subject}{format}") == ["Dedans"]


@pytest.mark.parametrize("subject", ["section", "author", "tag"])
@pytest.mark.parametrize("format", FORMATS)
def test_a_feed_of_nothing_answers_404(client, subject, format):
    assert client.get(f"/{subject}/rien{format}").status_code == 404


def test_a_feed_of_a_subject_is_named_after_it(client):
    make_section(name="Société", slug="societe", description="La vie avec les écrans.")

    channel = read(client, "/section/societe/feed/").find("channel")

    assert channel.findtext("title").endswith("Société")
    assert channel.findtext("link") == "http://testserver/section/societe/"
    assert channel.findtext("description") == "La vie avec les écrans."


@pytest.mark.parametrize("path", FORMATS)
def test_whoever_has_the_feed_is_told_so(client, story, path):
    etag = client.get(path).headers["ETag"]

    answer = client.get(path, headers={"if-none-match": etag})

    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize("path", FORMATS)
def test_a_changed_headline_is_in_the_feed_at_once(client, story, path):
    etag = client.get(path).headers["ETag"]
    story.headline = "La panne est finie"
    story.save()

    answer = client.get(path, headers={"if-none-match": etag})

    assert answer.status_code == 200
    assert "La panne est finie" in answer.text


@pytest.mark.parametrize("path", FORMATS)
def test_signs_that_xml_cannot_hold_do_not_end_the_feed(client, path):
    signs = "".join(map(chr, [*range(1, 32), 127, 0x85, 0xFFFE, 0xFFFF, 0x2028, 0x202E]))
    section = make_section(name=f"S{signs}", slug="s", description=f"D{signs}")
    make_article(
        headline=f"Avant{signs}après",
        standfirst=f"X{signs}",
        body=f"<p>Y{signs}</p>",
        section=section,
        authors=[make_author(name=f"A{signs}")],
        tags=[Tag.objects.create(name=f"T{signs}", slug="t")],
    )

    (title,) = titles(client, f"/section/s{path}")

    assert re.sub(r"\W", "", title) == "Avantaprès"


@pytest.mark.parametrize("path", FORMATS)
def test_signs_that_xml_cannot_hold_hide_no_script_in_an_address(client, path):
    make_article(body='<p><a href="java\x01script:alert(1)">x</a></p>')

    link = parse(full_text(client, path)).find("a")

    assert not link["href"].startswith("javascript:")


@pytest.mark.parametrize("path", FORMATS)
def test_naughty_strings_keep_the_feed_well_formed(client, path):
    strings = [string.replace("\x00", "") for string in naughty_strings()]
    for start in range(0, len(strings), 20):
        words = " ".join(strings[start : start + 20])
        make_article(headline=words[:200], standfirst=words[:500], body=f"<p>{words}</p>")

    assert len(titles(client, path)) == len(range(0, len(strings), 20))


@pytest.mark.parametrize("path", FORMATS)
def test_a_feed_under_a_foreign_host_has_the_addresses_of_the_site(client, story, path):
    text = client.get(path, headers={"host": "localhost"}).text

    assert "localhost" not in text
