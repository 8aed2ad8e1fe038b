"""What the head of a page says to search engines and to whoever shows a link to it."""

from __future__ import annotations

import pytest

from articles.models import Tag
from tests.articles.test_sharing import meta_of
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_section, make_series, make_sized_picture
from tests.schemas import open_graph_faults

pytestmark = pytest.mark.django_db

SITE = "http://testserver"
LISTS = [
    "/",
    "/section/s/",
    "/tag/t/",
    "/author/ines/",
    "/series/cables/",
    "/2026/",
    "/2026/11/",
    "/corrections/",
]


@pytest.fixture
def magazine(clock):
    section = make_section(name="Société", slug="s", description="Ce qui nous lie.")
    author = make_author(name="Inès Carvalho", slug="ines", biography="Elle écrit.")
    tag = Tag.objects.create(name="réseau", slug="t")
    stories = [make_article(section=section, authors=[author], tags=[tag]) for _number in range(22)]
    make_series(*stories[:2], name="Les câbles", slug="cables", description="Sous la mer.")
    return stories


def head_of(page) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for tag in page.find_all("meta"):
        name = tag.attributes.get("property") or tag.attributes.get("name", "")
        found.setdefault(name, []).append(tag.attributes.get("content", ""))
    return found


def sized():
    return make_sized_picture(alternative_text="La baie")


def test_the_head_of_a_story_is_complete_and_valid(client):
    authors = [make_author(slug="ines"), make_author(slug="hugo")]
    story = make_article(authors=authors, lead_picture=sized(), standfirst="Trois heures.")

    meta = meta_of(client, story)

    assert open_graph_faults(meta) == []
    assert meta["og:image:type"] == ["image/jpeg"]
    assert (meta["og:image:width"], meta["og:image:height"]) == (["1200"], ["675"])
    assert meta["article:author"] == [f"{SITE}/author/ines/", f"{SITE}/author/hugo/"]
    assert meta["og:locale"] == ["fr_FR"]


def test_the_head_of_a_story_without_a_picture_is_valid_but_for_that(client, article):
    assert open_graph_faults(meta_of(client, article), without=["og:image"]) == []


@pytest.mark.parametrize("path", LISTS)
def test_the_head_of_a_list_is_complete_and_valid(client, magazine, path):
    page = page_of(client.get(path))

    assert open_graph_faults(head_of(page)) == []
    assert page.find("link", rel="canonical")["href"] == f"{SITE}{path}"
    assert page.find("meta", property="og:url")["content"] == f"{SITE}{path}"
    assert page.find("meta", name="robots") is None


@pytest.mark.parametrize(
    ("path", "description"),
    [("/section/s/", "Ce qui nous lie."), ("/author/ines/", "Elle écrit."), ("/series/cables/", "Sous la mer.")],
)
def test_a_list_is_described_in_the_newsrooms_words(client, magazine, path, description):
    meta = head_of(page_of(client.get(path)))

    assert meta["description"] == meta["og:description"] == [description]


@pytest.mark.parametrize("path", ["/", "/section/s/", "/tag/t/", "/author/ines/", "/2026/", "/2026/11/"])
def test_a_later_page_of_a_list_is_one_of_its_own_and_not_for_lists_of_hits(client, magazine, path):
    first = page_of(client.get(path))
    query = first.find("a", rel="next")["href"]

    later = page_of(client.get(f"{path}{query}&utm_source=x"))

    assert later.find("link", rel="canonical")["href"] == f"{SITE}{path}{query}"
    assert later.find("meta", name="robots")["content"] == "noindex, follow"


@pytest.mark.parametrize("path", LISTS)
def test_what_nothing_reads_does_not_change_the_canonical_address(client, magazine, path):
    page = page_of(client.get(f"{path}?utm_source=x"))

    assert page.find("link", rel="canonical")["href"] == f"{SITE}{path}"


def test_a_portrait_stands_for_its_author(client):
    author = make_author(slug="ines", portrait=sized())

    meta = head_of(page_of(client.get("/author/ines/")))

    assert meta["og:image"][0].startswith(f"{SITE}/media/")
    assert (meta["og:type"], meta["og:title"]) == (["profile"], [author.name])


@pytest.mark.parametrize("path", ["/2026/11/nowhere/", "/comments/address/x/", "/nowhere/"])
def test_a_page_that_is_no_content_is_kept_out_of_lists_of_hits(client, path):
    assert "noindex" in page_of(client.get(path)).find("meta", name="robots")["content"]


def test_hostile_words_stay_words_in_the_head_of_a_list(client):
    words = '"><script>alert(1)</script>'
    make_article(section=make_section(slug="s", name=words, description=words))

    assert "<script>alert(1)" not in client.get("/section/s/").text
