"""The news of two days, for search engines that want nothing else."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from articles.models import Article
from tests.articles.desk import reloaded
from tests.clock import NOW
from tests.factories import make_article, make_section
from tests.schemas import sitemap_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
N = "{http://www.google.com/schemas/sitemap-news/0.9}"
PATH = "/news-sitemap.xml"


def read(client, path=PATH):
    answer = client.get(path)
    assert answer.status_code == 200
    assert sitemap_faults(answer.content) == []
    return ElementTree.fromstring(answer.content)


def slugs(client, path=PATH) -> list[str]:
    return [url.findtext(f"{S}loc").rstrip("/").rpartition("/")[2] for url in read(client, path).iter(f"{S}url")]


def test_a_story_is_listed_with_publication_date_and_title(client):
    make_article(slug="panne", headline="Une panne & des <questions>", language="en", published_at=NOW)

    (url,) = read(client).iter(f"{S}url")

    assert url.findtext(f"{S}loc") == "http://testserver/2026/11/panne/"
    news = url.find(f"{N}news")
    assert [child.tag for child in news] == [f"{N}publication", f"{N}publication_date", f"{N}title"]
    assert news.findtext(f"{N}publication/{N}name") == "Le Commutateur"
    assert news.findtext(f"{N}publication/{N}language") == "en"
    assert news.findtext(f"{N}publication_date") == "2026-11-25T13:00:00+01:00"
    assert news.findtext(f"{N}title") == "Une panne & des <questions>"


def test_without_news_it_is_empty_and_valid(client):
    assert slugs(client) == []


@pytest.mark.parametrize(
    ("age", "is_news"), [(timedelta(0), True), (timedelta(hours=48, seconds=-1), True), (timedelta(hours=48), False)]
)
def test_a_story_is_news_for_two_days(client, age, is_news):
    make_article(slug="a", published_at=NOW - age)

    assert slugs(client) == ["a"] * is_news


def test_a_correction_does_not_change_the_date(client, clock, editor):
    story = make_article(published_at=NOW)
    clock.shift(timedelta(hours=5))

    story.correct("Il était midi.", by=editor)

    (date,) = read(client).iter(f"{N}publication_date")
    assert datetime.fromisoformat(date.text) == NOW


def test_an_old_story_that_is_corrected_or_published_again_is_no_news(client, clock, editor):
    story = make_article(published_at=NOW - timedelta(days=30))
    story.correct("Il était midi.", by=editor)
    story.unpublish()
    reloaded(story).publish()

    assert slugs(client) == []


@pytest.mark.parametrize(
    "hidden",
    [
        {"published_at": None},
        {"published_at": NOW + timedelta(minutes=1)},
        {"noindex": True},
        {"canonical_url": "https://example.org/original"},
        {"ends_at": NOW - timedelta(minutes=1)},
    ],
)
def test_what_is_not_public_or_not_ours_to_list_is_left_out(client, hidden):
    make_article(**{"published_at": NOW - timedelta(hours=1)} | hidden)

    assert slugs(client) == []


def test_signs_that_xml_cannot_hold_do_not_end_the_file(client):
    make_article(slug="a", headline="Avant\x0baprès")

    assert slugs(client) == ["a"]


def test_whoever_has_it_is_told_so(client):
    make_article()
    etag = client.get(PATH).headers["ETag"]

    assert client.get(PATH, headers={"if-none-match": etag}).status_code == 304


def test_a_thousand_stories_stand_in_one_file_and_more_in_several(client):
    section = make_section()
    make_many(section, range(1, 1001))
    assert len(slugs(client)) == 1000

    make_many(section, range(1001, 1102))

    files = [loc.text.removeprefix("http://testserver") for loc in read(client).iter(f"{S}loc")]
    assert files == ["/news-sitemap-0.xml", "/news-sitemap-1.xml"]
    found = [slug for file in files for slug in slugs(client, file)]
    assert len(found) == len(set(found)) == 1101


@pytest.mark.parametrize("number", ["0", "7", "10000001", "9" * 30, "x"])
def test_a_file_without_news_answers_404(client, number):
    make_article(id=6000, published_at=NOW - timedelta(days=3))

    assert client.get(f"/news-sitemap-{number}.xml").status_code == 404


def make_many(section, numbers) -> None:
    Article.objects.bulk_create(
        Article(
            id=number,
            slug=f"n-{number}",
            headline=f"N {number}",
            section=section,
            published_at=NOW,
            first_published_at=NOW,
        )
        for number in numbers
    )


def test_the_queries_do_not_grow_with_the_stories(client, django_assert_num_queries):
    make_many(make_section(), range(1, 50))

    with django_assert_num_queries(2):
        client.get(PATH)
