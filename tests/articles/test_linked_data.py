"""Linked data: valid by the published rules, and equal to what the pages show."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest

from articles.models import AuthorLink, Byline, PreviewLink, Tag
from tests.articles.desk import reloaded, signed_in
from tests.articles.linked_data import linked_data, of_type
from tests.articles.live import make_live
from tests.comments.readers import naughty_strings, page_of, xss_lines
from tests.factories import (
    make_article,
    make_author,
    make_comment,
    make_picture,
    make_section,
    make_series,
    make_sized_picture,
)
from tests.schemas import linked_data_faults

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


def sized():
    return make_sized_picture(caption="La baie", credit="Léa Roux")


def story_data(client, story) -> dict:
    (data,) = of_type("NewsArticle", linked_data(client.get(story.get_absolute_url())))
    return data


@pytest.fixture
def story(editor):
    """A story with everything that linked data may say."""
    section = make_section(name="Sécurité", slug="securite")
    authors = [make_author(name=name) for name in ("Inès Carvalho", "Hugo Bihan")]
    tags = [Tag.objects.create(name=name, slug=name) for name in ("panne", "reseau")]
    story = make_article(
        headline="Une panne",
        standfirst="Trois heures sans réseau.",
        body="<p>Le réseau est tombé à midi.</p><p>L’année dernière aussi.</p>",
        section=section,
        authors=authors,
        tags=tags,
        lead_picture=sized(),
    )
    Byline.objects.create(article=story, author=make_author(name="Zoé Lam"), role="photos", position=5)
    Byline.objects.create(article=story, author=make_author(name="Ana Sol"), role="translation", position=6)
    make_series(make_article(), story, name="Les câbles", slug="les-cables")
    story.correct("Il était midi, pas une heure.", by=editor)
    story.correct("Le réseau est revenu.", by=editor, kind="update")
    make_comment(article=story, status="approved")
    return reloaded(story)


def test_a_story_says_all_that_is_required_and_recommended(client, story):
    data = linked_data(client.get(story.get_absolute_url()))

    assert linked_data_faults(data, recommended=False) == []
    assert linked_data_faults(of_type("NewsArticle", data), recommended=False) == []
    missing = [fault for fault in linked_data_faults(data, recommended=True) if " has no " in fault]
    assert missing == ["Person has no sameAs", "Person has no image", "Person has no description"] * 4


def test_a_story_says_what_its_page_shows(client, story):
    page = page_of(client.get(story.get_absolute_url()))

    data = story_data(client, story)

    assert data["headline"] == page.find("h1").text
    assert data["description"] == page.find("p", class_="standfirst").text
    published, updated = [time["datetime"] for time in page.find("p", class_="byline").find_all("time")]
    assert datetime.fromisoformat(data["datePublished"]) == datetime.fromisoformat(published).replace(microsecond=0)
    assert datetime.fromisoformat(data["dateModified"]) == datetime.fromisoformat(updated).replace(microsecond=0)
    links = {link.text: SITE + link["href"] for link in page.find("p", class_="byline").find_all("a", rel="author")}
    signing = [*data["author"], *data["contributor"], *data["translator"]]
    assert {person["name"]: person["url"] for person in signing} == links
    assert data["articleSection"] == page.find(class_="crumb-parent").text
    assert data["keywords"] == [link.text for link in page.find_all("a", rel="tag")]
    assert data["wordCount"] == 9
    assert data["commentCount"] == 1
    assert data["mainEntityOfPage"] == data["url"] == page.find("link", rel="canonical")["href"]
    assert data["isAccessibleForFree"] is True
    assert data["inLanguage"] == "fr"


def test_writers_are_the_authors_and_others_are_named_for_what_they_did(client, story):
    data = story_data(client, story)

    names = {role: [person["name"] for person in data[role]] for role in ("author", "contributor", "translator")}
    assert names == {
        "author": ["Inès Carvalho", "Hugo Bihan"],
        "contributor": ["Zoé Lam"],
        "translator": ["Ana Sol"],
    }


def test_the_picture_is_given_in_three_shapes_around_its_focal_point(client, story):
    images = story_data(client, story)["image"]

    assert [(each["width"], each["height"]) for each in images] == [(1200, 675), (1200, 900), (800, 800)]
    assert {(each["caption"], each["creditText"]) for each in images} == {("La baie", "Léa Roux")}
    for each in images:
        answer = client.get(each["url"].removeprefix(SITE))
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
        answer.close()


def test_a_picture_without_sizes_is_given_as_it_is(client):
    picture = make_picture(width=40, height=30)

    (image,) = story_data(client, make_article(lead_picture=picture))["image"]

    assert (image["url"], image["width"], image["height"]) == (SITE + picture.file.url, 40, 30)


def test_corrections_are_told_and_updates_are_none(client, story, editor):
    (correction,) = story_data(client, story)["correction"]
    assert correction["text"] == "Il était midi, pas une heure."
    note = story.corrections.get(kind="correction")
    assert correction["url"] == f"{SITE}{story.get_absolute_url()}#correction-{note.pk}"

    note.withdraw(by=editor, reason="C’était juste.")

    (correction,) = story_data(client, story)["correction"]
    assert correction["text"] in page_of(client.get(story.get_absolute_url())).find("section", id="notes").text
    assert "C’était juste." in correction["text"]


def test_a_part_of_a_series_says_which(client, story):
    data = story_data(client, story)

    assert data["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "Les câbles",
        "url": f"{SITE}/series/les-cables/",
    }
    assert data["position"] == 2


def test_the_publisher_has_a_logo_that_is_there(client, story):
    publisher = story_data(client, story)["publisher"]

    answer = client.get(publisher["logo"]["url"].removeprefix(SITE))

    assert answer.status_code == 200
    assert publisher["name"] == "Le Commutateur"
    answer.close()


def test_the_way_to_a_story_leads_over_its_section(client, story):
    (way,) = of_type("BreadcrumbList", linked_data(client.get(story.get_absolute_url())))

    steps = [(step["position"], step["name"], step["item"].removeprefix(SITE)) for step in way["itemListElement"]]
    assert steps[1:] == [(2, "Sécurité", "/section/securite/"), (3, "Une panne", story.get_absolute_url())]
    assert {client.get(path).status_code for _position, _name, path in steps} == {200}


def test_a_live_story_is_told_once(client):
    story = make_live(headline="La panne", entries=3, lead_picture=sized())
    make_series(make_article(), story)

    data = linked_data(client.get(story.get_absolute_url()))

    assert [each["@type"] for each in data] == ["BreadcrumbList", "LiveBlogPosting"]
    assert linked_data_faults(data) == []
    live = data[1]
    assert (len(live["image"]), live["publisher"]["logo"]["width"], live["position"]) == (3, 512, 2)


def test_a_draft_and_a_preview_link_say_nothing_to_machines(client, editor):
    draft, public = make_article(published_at=None), make_article()
    link = PreviewLink(article=public, label="Un expert").make(by=editor)

    for answer in (
        signed_in(editor).get(f"/admin/articles/article/{draft.pk}/preview/"),
        client.get(link),
    ):
        assert answer.status_code == 200
        assert linked_data(answer) == []


def hostile() -> list[str]:
    own = [
        "</script><script>alert(1)</script>",
        "<!--<script>",
        "a\u2028b\u2029c",
        "]]>",
        "\\u003c/script>",
        "&lt;/script&gt;",
    ]
    return [text for text in own + naughty_strings()[:200:4] + xss_lines()[:2000:100] if text.strip("\0 ")]


def test_no_words_close_the_element_or_open_another(client):
    author = make_author(name="</script><script>alert(2)</script>")
    tag = Tag.objects.create(name="<!--<script>", slug="t")
    story = make_article(authors=[author], tags=[tag])
    harmless = [element.tag for element in page_of(client.get(story.get_absolute_url())).walk()]

    for text in hostile():
        words = text.replace("\0", "")[:200]
        type(story).objects.filter(pk=story.pk).update(headline=words, standfirst=words, version=story.version + 1)
        story = reloaded(story)
        answer = client.get(story.get_absolute_url())

        assert [element.tag for element in page_of(answer).walk() if element.tag == "script"] == ["script"] * (
            harmless.count("script")
        )
        for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL):
            assert not re.search("[<>&\u2028\u2029]", block)
        (data,) = of_type("NewsArticle", linked_data(answer))
        assert data["headline"] == words


# The pages that list stories


def test_the_front_page_says_what_the_site_is_and_how_it_is_searched(client, article):
    data = linked_data(client.get("/"))

    assert [each["@type"] for each in data] == ["WebSite", "NewsMediaOrganization"]
    assert linked_data_faults(data, recommended=True) == []
    assert data[0]["potentialAction"]["target"]["urlTemplate"] == f"{SITE}/search/?q={{search_term_string}}"


def test_an_authors_page_is_a_profile(client):
    author = make_author(
        name="Inès Carvalho", slug="ines", role="Journaliste", biography="Elle écrit.", portrait=sized()
    )
    AuthorLink.objects.create(author=author, label="Mastodon", url="https://example.org/@ines")
    make_article(authors=[author])

    data = linked_data(client.get("/author/ines/"))

    assert linked_data_faults(data, recommended=True) == []
    assert [each["@type"] for each in data] == ["ProfilePage", "BreadcrumbList"]
    person = data[0]["mainEntity"]
    assert (person["name"], person["jobTitle"], person["description"]) == (
        "Inès Carvalho",
        "Journaliste",
        "Elle écrit.",
    )
    assert person["sameAs"] == ["https://example.org/@ines"]
    assert person["image"]["width"] == person["image"]["height"]


@pytest.mark.parametrize(
    ("path", "name"), [("/section/s/", "Société"), ("/tag/t/", "réseau"), ("/series/les-cables/", "Les câbles")]
)
def test_a_page_that_collects_stories_says_so(client, path, name):
    section = make_section(name="Société", slug="s", description="Ce qui nous lie.")
    story = make_article(section=section, tags=[Tag.objects.create(name="réseau", slug="t")])
    make_series(story, make_article(), name="Les câbles", slug="les-cables")

    data = linked_data(client.get(path))

    assert linked_data_faults(data) == []
    assert [each["@type"] for each in data] == ["CollectionPage", "BreadcrumbList"]
    assert (data[0]["name"], data[0]["url"]) == (name, f"{SITE}{path}")
    assert data[1]["itemListElement"][-1]["item"] == f"{SITE}{path}"


def test_linked_data_ask_for_nothing_that_the_page_has_loaded(client, story, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as asked:
        client.get(story.get_absolute_url())

    statements = [query["sql"] for query in asked]
    assert len(statements) == len(set(statements))


def test_the_moment_of_a_correction_is_that_of_the_note(client, story):
    note = story.corrections.get(kind="correction")

    (correction,) = story_data(client, story)["correction"]

    assert abs(datetime.fromisoformat(correction["datePublished"]) - note.at) < timedelta(seconds=1)
