"""The home page and the sections' pages as readers see them: the edited stories first, the newest in the gaps."""

from __future__ import annotations

import pytest
import time_machine

from articles.models import Front
from tests.articles.pages import ago, ahead, count_queries, headlines
from tests.factories import make_article, make_banner, make_picture, make_pin, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def newest():
    """Five stories, the newest first."""
    return [make_article(headline=f"Récent {number}", published_at=ago(hours=number)) for number in range(1, 6)]


def test_without_an_editor_the_newest_story_leads(client, newest):
    assert headlines(client.get("/")) == [story.headline for story in newest]


def test_a_pinned_story_leads_and_the_newest_follow(client, newest):
    make_pin(make_article(headline="Enquête", published_at=ago(days=30)))

    assert headlines(client.get("/"))[:3] == ["Enquête", "Récent 1", "Récent 2"]


def test_a_pin_keeps_its_place_and_the_newest_fill_the_gaps(client, newest):
    make_pin(make_article(headline="Enquête", published_at=ago(days=30)), place=3)

    assert headlines(client.get("/"))[:4] == ["Récent 1", "Récent 2", "Enquête", "Récent 3"]


def test_no_story_stands_on_two_places(client, newest):
    make_pin(newest[3], place=1)
    make_pin(newest[0], place=2)

    shown = headlines(client.get("/"))

    assert shown[:3] == ["Récent 4", "Récent 1", "Récent 2"]
    assert len(shown) == len(set(shown)) == 5


def test_a_pin_falls_away_at_its_time_by_itself(client, newest):
    make_pin(newest[4], until=ahead(minutes=30))
    assert headlines(client.get("/"))[0] == "Récent 5"

    with time_machine.travel(ahead(minutes=31)):
        assert headlines(client.get("/"))[0] == "Récent 1"


@pytest.mark.parametrize("state", ["draft", "scheduled", "withdrawn"])
def test_a_pinned_story_that_is_not_public_shows_nowhere(client, newest, state):
    article = make_article(headline="Secret", published_at=None)
    if state == "scheduled":
        article.publish(at=ahead(hours=1))
    if state == "withdrawn":
        article.publish(at=ago(days=1))
        article.unpublish()
    make_pin(article)

    page = client.get("/")

    assert "Secret" not in page.text
    assert headlines(page)[0] == "Récent 1"


def test_a_scheduled_story_takes_its_pinned_place_by_itself(client, newest):
    article = make_article(headline="À sept heures", published_at=ahead(hours=1))
    make_pin(article, place=2)

    with time_machine.travel(ahead(minutes=61)):
        assert headlines(client.get("/"))[1] == "À sept heures"


def test_pins_beyond_the_last_story_close_up(client):
    make_pin(make_article(headline="Seule"), place=7)

    assert headlines(client.get("/")) == ["Seule"]


def test_a_pinned_story_is_not_told_again_on_a_later_page(client):
    stories = [make_article(headline=f"Récit {number}", published_at=ago(hours=number)) for number in range(1, 31)]
    make_pin(stories[28])

    first = client.get("/")
    second = client.get(f"/?before={first.context['page'].next_cursor}")

    assert sorted(headlines(first) + headlines(second)) == sorted(story.headline for story in stories)


def test_a_section_has_a_head_of_its_own(client, newest):
    section = newest[0].section
    make_pin(make_article(headline="À la une", section=section, published_at=ago(days=9)), section=section)

    assert headlines(client.get(section.get_absolute_url()))[:2] == ["À la une", "Récent 1"]
    assert headlines(client.get("/"))[0] == "Récent 1"


def test_a_pin_of_a_section_is_not_told_twice_there(client, newest):
    section = newest[0].section
    make_pin(newest[2], section=section)

    shown = headlines(client.get(section.get_absolute_url()))

    assert shown == ["Récent 3", "Récent 1", "Récent 2", "Récent 4", "Récent 5"]


def test_blocks_of_the_sections_show_what_stands_nowhere_else(client):
    one, other = make_section(name="Une", position=1), make_section(name="Autre", position=2)
    for number in range(20):
        make_article(headline=f"Une {number}", section=one, published_at=ago(hours=number + 1))
        make_article(headline=f"Autre {number}", section=other, published_at=ago(days=10, hours=number))
    Front.objects.create(has_blocks=True)

    page = client.get("/")

    shown = headlines(page)
    assert len(shown) == len(set(shown))
    assert shown[12:] == ["Une 12", "Une 13", "Une 14", "Autre 0", "Autre 1", "Autre 2"]
    assert headlines(client.get(f"/?before={page.context['page'].next_cursor}"))[0] == "Une 12"


def test_there_are_no_blocks_unless_they_are_switched_on(client, newest):
    assert client.get("/").context["blocks"] == []


def test_the_number_of_queries_does_not_grow_with_pins_and_blocks(client, django_assert_max_num_queries):
    def pin(places):
        for place in places:
            make_pin(make_article(section=make_section(), lead_picture=make_picture()), place=place)

    Front.objects.create(has_blocks=True)
    for _number in range(20):
        make_article()
    pin([1])
    few = count_queries(client, "/", django_assert_max_num_queries)

    pin(range(2, 9))

    assert count_queries(client, "/", django_assert_max_num_queries) == few


def test_a_home_that_nobody_edits_costs_three_queries_more_than_a_list(client, newest, django_assert_num_queries):
    """
    The stories, their authors, the sections and the pages at the foot; then whether there is an edited head, breaking
    news, and what is most discussed.
    """
    with django_assert_num_queries(7):
        client.get("/")


def test_the_story_of_breaking_news_comes_first_while_the_line_lasts(client, newest):
    make_pin(newest[1])
    make_banner(article=newest[3], ends_at=ahead(hours=1))

    assert headlines(client.get("/"))[:3] == ["Récent 4", "Récent 2", "Récent 1"]
    with time_machine.travel(ahead(minutes=61)):
        assert headlines(client.get("/"))[:2] == ["Récent 2", "Récent 1"]


def test_the_story_of_breaking_news_does_not_come_first_before_it_is_public(client, newest):
    make_banner(article=make_article(headline="Secret", published_at=None))

    page = client.get("/")

    assert "Secret" not in page.text
    assert headlines(page)[0] == "Récent 1"
