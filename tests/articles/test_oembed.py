"""A story as a card on other sites: https://oembed.com."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from tests.articles.pages import ago, ahead
from tests.comments.readers import naughty_strings, page_of
from tests.factories import make_article, make_author, make_picture, make_sized_picture
from tests.schemas import oembed_faults, rules

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def ask(client, story, **parameters):
    return client.get("/oembed/", {"url": SITE + story.get_absolute_url()} | parameters)


def card(client, story, **parameters) -> dict:
    answer = ask(client, story, **parameters)
    assert answer.status_code == 200
    assert oembed_faults(answer.json()) == []
    return answer.json()


def test_a_published_story_has_a_card(client):
    story = make_article(headline="Une panne", authors=[make_author(name="Inès Carvalho", slug="ines")])

    assert card(client, story) == {
        "version": "1.0",
        "type": "link",
        "title": "Une panne",
        "author_name": "Inès Carvalho",
        "author_url": f"{SITE}/author/ines/",
        "provider_name": "Le Commutateur",
        "provider_url": f"{SITE}/",
    }


def test_two_authors_are_named_and_no_address_is_given_for_both(client):
    story = make_article(authors=[make_author(name="Inès"), make_author(name="Hugo")])

    found = card(client, story)

    assert found["author_name"] == "Inès, Hugo"
    assert "author_url" not in found


@pytest.mark.parametrize("format", ["json", "xml"])
def test_both_formats_are_answered_in_their_own_type(client, format):
    answer = ask(client, make_article(), format=format)

    assert answer.headers["Content-Type"].split(";")[0] == rules("oembed")["content_types"][format]


def test_both_formats_say_the_same(client):
    story = make_article(headline="Une panne & des <questions>", lead_picture=make_sized_picture())

    root = ElementTree.fromstring(ask(client, story, format="xml").content)

    assert root.tag == "oembed"
    assert {child.tag: child.text for child in root} == {
        name: str(value) for name, value in card(client, story).items()
    }


@pytest.mark.parametrize(
    ("limits", "size"),
    [
        ({}, (1200, 675)),
        ({"maxwidth": "1200"}, (1200, 675)),
        ({"maxwidth": "1199"}, (800, 450)),
        ({"maxwidth": "600"}, (480, 270)),
        ({"maxheight": "300"}, (480, 270)),
        ({"maxwidth": "5000", "maxheight": "450"}, (800, 450)),
        ({"maxwidth": "x", "maxheight": "-3"}, (1200, 675)),
        ({"maxwidth": "0"}, (1200, 675)),
    ],
)
def test_the_thumbnail_is_the_largest_that_keeps_the_limits(client, limits, size):
    story = make_article(lead_picture=make_sized_picture())

    found = card(client, story, **limits)

    assert (found["thumbnail_width"], found["thumbnail_height"]) == size
    answer = client.get(found["thumbnail_url"].removeprefix(SITE))
    assert answer.headers["Content-Type"] in ("image/jpeg", "image/webp")
    answer.close()


def test_without_a_file_that_is_small_enough_there_is_no_thumbnail(client):
    story = make_article(lead_picture=make_sized_picture())

    assert "thumbnail_url" not in card(client, story, maxwidth="100")


def test_a_picture_without_sizes_is_its_own_thumbnail(client):
    story = make_article(lead_picture=make_picture(width=40, height=30))

    assert card(client, story)["thumbnail_width"] == 40
    assert "thumbnail_url" not in card(client, story, maxwidth="39")


@pytest.mark.parametrize("format", ["html", "XML", "", "json "])
def test_a_format_that_there_is_not_answers_501(client, article, format):
    assert ask(client, article, format=format).status_code == 501


@pytest.mark.parametrize(
    "state",
    [
        {"published_at": None},
        {"published_at": ahead(days=400)},
        {"published_at": ago(days=2), "ends_at": ago(days=1)},
    ],
)
def test_a_story_that_is_not_public_answers_404(client, state):
    assert ask(client, make_article(**state)).status_code == 404


def test_a_withdrawn_story_answers_404(client):
    story = make_article()

    story.unpublish()

    assert ask(client, story).status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "",
        "x",
        "http://testserver/",
        "http://testserver/section/s/",
        "http://testserver/2026/11/nowhere/",
        "http://testserver.evil.example{path}",
        "http://evil.example{path}",
        "//testserver{path}",
        "{path}",
        "ftp://testserver{path}",
        "javascript:alert(1)//testserver{path}",
        "http://testserver@evil.example{path}",
        "http://user@testserver{path}",
        "http://testserver:81{path}",
        "http://[{path}",
        "http://testserver/admin/articles/article/1/change/",
        "http://testserver{path}feed/",
        "http://testserver/2026/11/%00/",
    ],
)
def test_any_other_address_answers_404(client, article, url):
    url = url.replace("{path}", article.get_absolute_url())

    assert client.get("/oembed/", {"url": url}).status_code == 404


@pytest.mark.parametrize("start", ["http://testserver", "https://testserver", "HTTP://TESTSERVER"])
def test_scheme_and_host_are_read_as_addresses_are(client, article, start):
    answer = client.get("/oembed/", {"url": f"{start}{article.get_absolute_url()}?utm_source=x#comments"})

    assert answer.status_code == 200


def test_an_address_that_readers_knew_before_leads_to_the_story(client):
    story = make_article(slug="avant", headline="Une panne")
    before = SITE + story.get_absolute_url()
    story.slug = "apres"
    story.save()
    story.keep_address("avant")

    assert client.get("/oembed/", {"url": before}).json()["title"] == "Une panne"


def test_hostile_words_stay_words_in_both_formats(client):
    story = make_article()
    for text in naughty_strings()[:300:3]:
        type(story).objects.filter(pk=story.pk).update(headline=text.replace("\0", "")[:200] or "x")

        assert card(client, story)["title"] == (text.replace("\0", "")[:200] or "x")
        ElementTree.fromstring(ask(client, story, format="xml").content)


def test_the_page_of_a_story_leads_there(client, article):
    links = page_of(client.get(article.get_absolute_url())).find_all("link", rel="alternate")
    found = {link["type"]: link for link in links if link.attributes.get("type", "").endswith("+oembed")}

    assert set(found) == {"application/json+oembed", "text/xml+oembed"}
    for link in found.values():
        assert parse_qs(urlsplit(link["href"]).query)["url"] == [SITE + article.get_absolute_url()]
        assert client.get(link["href"].removeprefix(SITE)).status_code == 200


def test_a_draft_has_no_such_link(client, editor):
    draft = make_article(published_at=None)
    client.force_login(editor)

    assert "+oembed" not in client.get(f"/admin/articles/article/{draft.pk}/preview/").text


def test_whoever_has_the_card_is_told_so(client, article):
    etag = ask(client, article).headers["ETag"]
    path = {"url": SITE + article.get_absolute_url()}

    assert client.get("/oembed/", path, headers={"if-none-match": etag}).status_code == 304


def test_only_looking_is_possible(client, article):
    assert client.post("/oembed/", {"url": SITE + article.get_absolute_url()}).status_code == 405
