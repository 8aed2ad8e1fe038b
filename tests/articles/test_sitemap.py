"""What search engines are told."""

from __future__ import annotations

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest

from articles.library.renditions import make_sizes
from articles.models import Article, Tag
from tests.clock import NOW
from tests.factories import make_article, make_author, make_picture, make_section
from tests.schemas import sitemap_faults

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

S = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def read(client, path="/sitemap.xml"):
    return ElementTree.fromstring(client.get(path).content)


def addresses(client, path="/sitemap.xml") -> list[str]:
    return [location.text.removeprefix("http://testserver") for location in read(client, path).iter(f"{S}loc")]


def test_the_sitemap_lists_stories_and_the_pages_that_hold_them(client):
    tag = Tag.objects.create(name="réseau", slug="reseau")
    section, author = make_section(slug="societe"), make_author(slug="lea-roux")
    make_article(slug="panne", section=section, authors=[author], tags=[tag])

    assert addresses(client) == ["/", "/section/societe/", "/author/lea-roux/", "/tag/reseau/", "/2026/11/panne/"]


def test_every_address_of_the_sitemap_answers_200(client):
    for number in range(3):
        make_article(tags=[Tag.objects.create(name=f"t{number}", slug=f"t{number}")])

    assert {client.get(address).status_code for address in addresses(client)} == {200}


@pytest.mark.parametrize("published_at", [None, NOW + timedelta(seconds=1)])
def test_pages_whose_stories_are_not_public_are_left_out(client, published_at):
    tag = Tag.objects.create(name="secret", slug="secret")
    section, author = make_section(slug="secret"), make_author(slug="secret")
    make_article(slug="secret", section=section, authors=[author], tags=[tag], published_at=published_at)

    assert addresses(client) == ["/"]


def test_a_withdrawn_story_leaves_the_sitemap(client):
    article = make_article(slug="retire")

    article.unpublish()

    assert addresses(client) == ["/"]


def test_a_page_is_listed_once_however_many_stories_it_has(client):
    section, author = make_section(slug="societe"), make_author(slug="lea-roux")
    for _number in range(3):
        make_article(section=section, authors=[author])

    found = addresses(client)

    assert len(found) == len(set(found)) == 6


def last_change(client) -> datetime:
    (changed,) = read(client).iter(f"{S}lastmod")
    return datetime.fromisoformat(changed.text)


def test_a_story_is_dated_by_its_publication_until_readers_see_a_change(client):
    article = make_article()
    article.headline = "Corrigé"
    article.save()

    assert last_change(client) == article.published_at


def test_a_story_is_dated_by_the_last_change_that_readers_see(client, clock, editor):
    article = make_article()
    clock.shift(timedelta(days=1))

    article.correct("Il était midi.", by=editor)

    assert last_change(client) == NOW + timedelta(days=1)


def test_the_sitemap_tells_whoever_has_it(client):
    make_article()
    etag = client.get("/sitemap.xml").headers["ETag"]

    assert client.get("/sitemap.xml", headers={"if-none-match": etag}).status_code == 304


def test_the_sitemap_is_xml(client):
    assert client.get("/sitemap.xml").headers["Content-Type"].startswith("application/xml")


@pytest.fixture
def many():
    """More stories than one file holds: their numbers lie in three blocks of a thousand, a draft's in a fourth."""
    section = make_section()
    numbers = [*range(7, 507), *range(1500, 2000), 4000]
    Article.objects.bulk_create(
        Article(id=number, slug=f"a-{number}", section=section, published_at=NOW, first_published_at=NOW)
        for number in numbers
    )
    make_article(id=6000, slug="brouillon", published_at=None)
    return numbers


def test_many_stories_are_split_over_files(client, many):
    files = addresses(client)

    assert files == ["/sitemap-0.xml", "/sitemap-1.xml", "/sitemap-4.xml"]


def test_the_files_together_hold_every_story_once(client, many):
    found = [address for file in addresses(client) for address in addresses(client, file)]

    stories = [address for address in found if address.startswith("/2026/")]
    assert stories == [f"/2026/11/a-{number}/" for number in many]
    assert len(found) == len(set(found))


def test_a_few_stories_stand_in_one_file_whatever_their_numbers(client):
    for number in (7, 1500, 4000):
        make_article(id=number, slug=f"a-{number}", section=make_section(slug=f"s-{number}"))

    assert [address for address in addresses(client) if address.startswith("/2026/")] == [
        "/2026/11/a-7/",
        "/2026/11/a-1500/",
        "/2026/11/a-4000/",
    ]


@pytest.mark.parametrize("number", ["2", "6", "99", "10000001", "9" * 30, "-1", "x", "٣"])
def test_a_file_that_holds_no_story_answers_404(client, many, number):
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


IMAGE = "{http://www.google.com/schemas/sitemap-image/1.1}"


@pytest.mark.parametrize("path", ["/sitemap.xml", "/sitemap-0.xml", "/sitemap-1.xml"])
def test_each_file_is_valid_by_the_published_rules(client, many, path):
    assert sitemap_faults(client.get(path).content) == []


def test_the_picture_of_a_story_is_named_by_an_address_that_answers(client):
    picture = make_picture(width=1000, height=500)
    make_sizes(picture)
    make_article(lead_picture=picture)

    content = client.get("/sitemap.xml").content

    (address,) = [each.text for each in ElementTree.fromstring(content).iter(f"{IMAGE}loc")]
    answer = client.get(address.removeprefix("http://testserver"))
    assert sitemap_faults(content) == []
    assert answer.headers["Content-Type"] == "image/jpeg"
    answer.close()


def test_pictures_cost_no_query_of_their_own(client, django_assert_max_num_queries):
    section = make_section()
    make_article(section=section)
    with django_assert_max_num_queries(20) as without:
        client.get("/sitemap.xml")
    for _number in range(5):
        make_article(section=section, lead_picture=make_picture())

    with django_assert_max_num_queries(len(without)):
        client.get("/sitemap.xml")


def test_the_index_dates_each_file_by_the_last_change_in_it(client, clock, editor, many):
    clock.shift(timedelta(days=1))
    Article.objects.get(pk=1700).correct("Il était midi.", by=editor)

    changed = [datetime.fromisoformat(each.text) for each in read(client).iter(f"{S}lastmod")]

    updated = NOW + timedelta(days=1)
    assert [at == updated for at in changed] == [False, True, False]


def test_the_file_of_the_pages_is_in_the_index_without_a_story_in_it(client):
    section = make_section()
    Article.objects.bulk_create(
        Article(id=number, slug=f"a-{number}", section=section, published_at=NOW, first_published_at=NOW)
        for number in range(2000, 3001)
    )

    assert addresses(client) == ["/sitemap-0.xml", "/sitemap-2.xml", "/sitemap-3.xml"]
    assert addresses(client, "/sitemap-0.xml")[0] == "/"
