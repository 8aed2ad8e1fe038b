"""A series: its page and feed, and where a story stands in it."""

from __future__ import annotations

import pytest
import time_machine
from django.urls import reverse

from articles.models import Series
from tests.articles.desk import change_path, form_of, signed_in
from tests.articles.pages import ago, ahead, count_queries, headlines
from tests.comments.readers import page_of
from tests.factories import make_article, make_picture, make_section, make_series

pytestmark = pytest.mark.django_db


@pytest.fixture
def parts():
    """Four parts in the order of the series, which is not that of their publication; the third is a draft."""
    return [
        make_article(headline="Un", published_at=ago(days=1)),
        make_article(headline="Deux", published_at=ago(days=9)),
        make_article(headline="Brouillon", published_at=None),
        make_article(headline="Trois", published_at=ago(days=5)),
    ]


@pytest.fixture
def series(parts):
    return make_series(*parts, name="Les câbles", slug="les-cables", description="Sous la mer.", picture=make_picture())


def box(client, article):
    return page_of(client.get(article.get_absolute_url())).find("aside", class_="series-box")


def lines(found) -> list[str]:
    return [line.text for line in found.find("ol").find_all("li")]


def test_its_page_shows_the_public_parts_in_their_order(client, series):
    page = client.get("/series/les-cables/")

    assert headlines(page) == ["Un", "Deux", "Trois"]
    assert page_of(page).find("h1").text == "Les câbles"
    assert "Sous la mer." in page.text


def test_its_feed_holds_the_public_parts(client, series):
    feed = client.get("/series/les-cables/feed/").text

    assert "<title>Deux</title>" in feed
    assert "Brouillon" not in feed
    assert client.get("/series/les-cables/feed/atom/").status_code == 200


def test_it_is_in_the_sitemap_once_a_part_is_public(client, series):
    make_series(make_article(published_at=None), slug="en-preparation")

    sitemap = client.get("/sitemap.xml").text

    assert "/series/les-cables/" in sitemap
    assert "/series/en-preparation/" not in sitemap


def test_a_story_says_which_part_it_is_and_what_comes_before_and_after(client, series, parts):
    found = box(client, parts[1])

    assert lines(found) == ["Un", "Deux", "Trois"]
    assert found.find("strong").text == "Deux"
    assert found.find("a", rel="prev")["href"] == parts[0].get_absolute_url()
    assert found.find("a", rel="next")["href"] == parts[3].get_absolute_url()
    assert "2" in found.find("p", class_="kicker").text
    assert "3" in found.find("p", class_="kicker").text


def test_the_first_part_has_none_before_and_the_last_none_after(client, series, parts):
    assert box(client, parts[0]).find("a", rel="prev") is None
    assert box(client, parts[3]).find("a", rel="next") is None


def test_a_story_of_no_series_and_a_part_that_is_alone_say_nothing(client):
    alone = make_article()
    make_series(alone, make_article(published_at=None))

    assert box(client, make_article()) is None
    assert box(client, alone) is None


def test_a_part_that_is_published_is_on_the_kept_pages_of_the_others_at_once(client, series, parts):
    assert lines(box(client, parts[0])) == ["Un", "Deux", "Trois"]

    parts[2].publish()

    assert lines(box(client, parts[0])) == ["Un", "Deux", "Brouillon", "Trois"]


def test_a_part_that_is_withdrawn_leaves_the_kept_pages_of_the_others_at_once(client, series, parts):
    assert lines(box(client, parts[0])) == ["Un", "Deux", "Trois"]

    parts[1].unpublish()

    assert lines(box(client, parts[0])) == ["Un", "Trois"]


def test_a_scheduled_part_comes_onto_the_kept_pages_of_the_others_by_itself(client, series, parts):
    parts[2].publish(at=ahead(minutes=7))
    assert lines(box(client, parts[0])) == ["Un", "Deux", "Trois"]

    with time_machine.travel(ahead(minutes=8)):
        assert lines(box(client, parts[0])) == ["Un", "Deux", "Brouillon", "Trois"]


def series_form(series, parts, **fields) -> dict:
    rows = list(series.parts.all()) if series else []
    form = {"name": "Les câbles", "slug": "les-cables", "description": "", "picture": ""}
    form |= {"parts-TOTAL_FORMS": len(parts), "parts-INITIAL_FORMS": len(rows)}
    for number, article in enumerate(parts):
        form |= {f"parts-{number}-article": article.pk, f"parts-{number}-position": number}
        if number < len(rows):
            form |= {f"parts-{number}-id": rows[number].pk, f"parts-{number}-series": series.pk}
    return form | fields


def test_an_editor_makes_a_series_and_the_kept_pages_of_its_parts_say_so_at_once(client, editor):
    articles = [make_article(), make_article()]
    assert box(client, articles[0]) is None

    signed_in(editor).post(reverse("admin:articles_series_add"), series_form(None, articles))

    assert Series.objects.get().parts.count() == 2
    assert box(client, articles[0])


def test_a_series_that_is_renamed_is_so_on_kept_pages_at_once(client, editor, series, parts):
    assert "Les câbles" in box(client, parts[0]).text
    path = reverse("admin:articles_series_change", args=[series.pk])

    signed_in(editor).post(path, series_form(series, parts, name="Les navires"))

    assert "Les navires" in box(client, parts[0]).text


def test_a_part_that_is_taken_out_says_so_at_once(client, editor, series, parts):
    assert box(client, parts[1])
    path = reverse("admin:articles_series_change", args=[series.pk])

    signed_in(editor).post(path, series_form(series, parts) | {"parts-1-DELETE": "on"})

    assert box(client, parts[1]) is None
    assert lines(box(client, parts[0])) == ["Un", "Trois"]


def test_a_story_is_part_of_one_series_at_most(editor, series, parts):
    answer = signed_in(editor).post(
        reverse("admin:articles_series_add"), series_form(None, [parts[0]], name="Autre", slug="autre")
    )

    assert answer.status_code == 200
    assert Series.objects.count() == 1


def test_its_page_and_the_box_cost_no_more_for_twelve_parts_than_for_three(client, django_assert_max_num_queries):
    def story_and_series(count):
        section = make_section()
        parts = [make_article(section=section, lead_picture=make_picture()) for _number in range(count)]
        return parts[0], make_series(*parts)

    costs = []
    for count in (3, 12):
        story, series = story_and_series(count)
        paths = [series.get_absolute_url(), story.get_absolute_url()]
        costs.append([count_queries(client, path, django_assert_max_num_queries) for path in paths])

    assert costs[0] == costs[1]


def test_a_renamed_part_is_so_on_kept_pages_at_once(client, editor, series, parts):
    assert "Deux" in lines(box(client, parts[0]))

    signed_in(editor).post(change_path(parts[1]), form_of(parts[1], headline="Deuxième volet"))

    assert "Deuxième volet" in lines(box(client, parts[0]))
