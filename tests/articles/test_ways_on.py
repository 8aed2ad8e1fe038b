"""What leads from a page to the next: crumbs, neighbours, subjects near a subject, months, what is most discussed."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from articles.models import Article, RelatedStory, Section, Tag
from tests.articles.pages import ago, ahead
from tests.comments.readers import page_of
from tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
PARIS = ZoneInfo("Europe/Paris")


def told(client, story):
    """Return the headlines before and after a story, as its page tells them."""
    way = page_of(client.get(story.get_absolute_url())).find("nav", class_="neighbours")
    links = {link["rel"]: link["href"] for link in way.find_all("a")} if way else {}
    return links.get("prev"), links.get("next")


def test_a_story_leads_to_those_before_and_after_it_in_its_section(client):
    section = make_section()
    first, second, third = (make_article(section=section, published_at=ago(days=days)) for days in (3, 2, 1))
    make_article(section=Section.objects.create(name="Autre", slug="autre"), published_at=ago(days=2, hours=1))

    assert told(client, first) == (None, second.get_absolute_url())
    assert told(client, second) == (first.get_absolute_url(), third.get_absolute_url())
    assert told(client, third) == (second.get_absolute_url(), None)


def test_stories_of_one_moment_are_told_apart(client):
    section, at = make_section(), ago(days=1)
    first, second, third = (make_article(section=section, published_at=at) for _ in range(3))

    assert told(client, second) == (first.get_absolute_url(), third.get_absolute_url())


def test_what_is_not_public_is_nobodys_neighbour(client):
    section = make_section()
    story = make_article(section=section, published_at=ago(days=2))
    make_article(section=section, published_at=ahead(days=1))
    make_article(section=section, published_at=None)
    make_article(section=section, published_at=ago(days=3), ends_at=ago(days=1))

    assert told(client, story) == (None, None)


@pytest.mark.parametrize("is_neighbour", [True, False])
def test_a_story_whose_end_comes_leaves_the_pages_that_name_it_at_that_moment(client, clock, is_neighbour):
    section, minute = make_section(), timedelta(minutes=1)
    story = make_article(section=section, published_at=ago(days=2))
    elsewhere = section if is_neighbour else Section.objects.create(name="Autre", slug="autre")
    ending = make_article(section=elsewhere, published_at=ago(days=1), headline="À terme", ends_at=ahead(minutes=5))
    if not is_neighbour:
        RelatedStory.objects.create(article=story, related=ending)
    clock.shift(2 * minute)
    assert "À terme" in client.get(story.get_absolute_url()).text

    clock.shift(4 * minute)

    assert "À terme" not in client.get(story.get_absolute_url()).text


def test_a_story_that_goes_leaves_the_pages_of_its_neighbours_at_once(client, editor):
    section = make_section()
    first, second, third = (make_article(section=section, published_at=ago(days=days)) for days in (30, 20, 10))
    assert told(client, first)[1] == second.get_absolute_url()

    Article.objects.get(pk=second.pk).unpublish(by=editor, reason="Erreur")

    assert told(client, first) == (None, third.get_absolute_url())


def test_the_page_says_how_long_the_reading_takes(client):
    short, long = make_article(body="<p>Court.</p>"), make_article(body=f"<p>{'mot ' * 1200}</p>")

    assert "1 minute de lecture" in client.get(short.get_absolute_url()).text
    assert "5 minutes de lecture" in client.get(long.get_absolute_url()).text


@pytest.mark.parametrize("place", ["section", "tag", "author", "year", "month"])
def test_every_page_says_where_it_stands(client, place):
    story = make_article(published_at=datetime(2026, 3, 4, tzinfo=PARIS))
    story.tags.add(Tag.objects.create(name="réseau", slug="reseau"))
    path = {
        "section": story.section.get_absolute_url(),
        "tag": "/tag/reseau/",
        "author": story.authors.get().get_absolute_url(),
        "year": "/2026/",
        "month": "/2026/03/",
    }[place]

    crumbs = page_of(client.get(path)).find("nav", class_="crumbs")

    assert crumbs.find("a")["href"] == "/"


def test_the_crumbs_of_a_story_lead_to_its_section(client):
    story = make_article()

    links = page_of(client.get(story.get_absolute_url())).find("nav", class_="crumbs").find_all("a")

    assert [link["href"] for link in links] == ["/", story.section.get_absolute_url()]


def test_a_subject_leads_to_those_that_its_stories_share(client):
    network, law, hidden = (Tag.objects.create(name=name, slug=name) for name in ("reseau", "droit", "secret"))
    make_article().tags.set([network, law])
    make_article(published_at=None).tags.set([network, hidden])

    near = page_of(client.get(network.get_absolute_url())).find("nav", class_="near")

    assert [link["href"] for link in near.find_all("a")] == ["/tag/droit/"]


def test_a_month_leads_to_those_before_and_after_that_hold_stories(client):
    for month in (2, 5, 12):
        make_article(published_at=datetime(2025, month, 1, tzinfo=PARIS))
    make_article(published_at=datetime(2026, 1, 31, 23, 59, tzinfo=PARIS))

    def steps(path):
        found = page_of(client.get(path)).find(class_="archive-steps")
        return [link["href"] for link in found.find_all("a")]

    assert steps("/2025/02/") == ["/2025/05/"]
    assert steps("/2025/05/") == ["/2025/02/", "/2025/12/"]
    assert steps("/2025/12/") == ["/2025/05/", "/2026/01/"]
    assert steps("/2026/01/") == ["/2025/12/"]


def test_the_front_page_lists_what_is_most_discussed(client):
    few, many, some = (make_article(comment_count=count) for count in (2, 40, 9))
    make_article(comment_count=99, published_at=ago(days=40))
    make_article(comment_count=99, published_at=None)
    make_article()

    discussed = page_of(client.get("/")).find(class_="discussed")

    links = [heading.find("a")["href"] for heading in discussed.find_all("h3")]
    assert links == [story.get_absolute_url() for story in (many, some, few)]
    assert "40 commentaires" in discussed.text


def test_too_few_discussed_stories_make_no_list(client):
    make_article(comment_count=3)
    make_article(comment_count=2, published_at=ago(days=1) + timedelta(hours=1))

    assert page_of(client.get("/")).find(class_="discussed") is None
