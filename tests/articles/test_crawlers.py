"""What programs that walk the site by themselves are told."""

from __future__ import annotations

from urllib.robotparser import RobotFileParser

import pytest

from articles.crawlers.views import MINING_CRAWLERS
from tests.articles.pages import close_file_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def parser(client) -> RobotFileParser:
    found = RobotFileParser()
    found.parse(client.get("/robots.txt").text.splitlines())
    return found


@pytest.mark.parametrize(
    "path",
    ["/search/?q=x", "/comments/receipt/1/abc/", "/preview/abc/", "/admin/", "/moderation/?queue=review"],
)
def test_pages_of_single_people_and_lists_of_hits_are_left_alone(client, path):
    assert not parser(client).can_fetch("Googlebot", SITE + path)


@pytest.mark.parametrize("path", ["/", "/2026/11/panne/", "/section/s/", "/feed/", "/comments/12/", "/oembed/?url=x"])
def test_everything_else_is_for_everybody(client, path):
    assert parser(client).can_fetch("Googlebot", SITE + path)


def test_both_sitemaps_are_named(client):
    assert parser(client).site_maps() == [f"{SITE}/sitemap.xml", f"{SITE}/news-sitemap.xml"]


@pytest.mark.parametrize("crawler", MINING_CRAWLERS)
def test_crawlers_that_mine_are_barred_by_their_name(client, settings, crawler):
    assert not parser(client).can_fetch(crawler, f"{SITE}/2026/11/panne/")

    settings.MINING_ALLOWED = True

    assert parser(client).can_fetch(crawler, f"{SITE}/2026/11/panne/")


@pytest.mark.parametrize("crawler", ["Googlebot", "Bingbot", "OAI-SearchBot", "ChatGPT-User", "facebookexternalhit"])
def test_who_sends_readers_is_welcome(client, crawler):
    assert parser(client).can_fetch(crawler, f"{SITE}/2026/11/panne/")


@pytest.mark.parametrize("path", ["/", "/feed/", "/sitemap.xml", "/nowhere/", "/static/css/base.css"])
def test_every_answer_reserves_the_right_to_mine(client, settings, path):
    assert header(client, path) == "1"

    settings.MINING_ALLOWED = True

    assert header(client, path) is None


def header(client, path: str) -> str | None:
    answer = client.get(path)
    close_file_of(answer)
    return answer.headers.get("tdm-reservation")


def test_a_storys_page_and_its_304_reserve_it_too(client):
    path = make_article().get_absolute_url()
    page = client.get(path)

    known = client.get(path, headers={"if-none-match": page.headers["ETag"]})

    assert (known.status_code, known.headers["tdm-reservation"]) == (304, "1")


def test_one_file_reserves_it_for_the_whole_site(client, settings):
    """https://www.w3.org/community/reports/tdmrep/CG-FINAL-tdmrep-20240510/, section 6.3."""
    answer = client.get("/.well-known/tdmrep.json")
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.json() == [{"location": "/", "tdm-reservation": 1}]

    settings.MINING_ALLOWED = True

    assert client.get("/.well-known/tdmrep.json").status_code == 404
