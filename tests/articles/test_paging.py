"""Long lists in pages: each begins behind the last story of the one before, and nothing clamps to the first."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from articles.models import Tag
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_section

pytestmark = pytest.mark.django_db

START = datetime(2025, 11, 1, 12, tzinfo=UTC)
LISTS = ["/", "/section/societe/", "/author/lea-roux/", "/tag/reseau/", "/2025/", "/2025/11/"]


@pytest.fixture
def publish():
    """Publish stories of one section, author and tag, each a minute after the one before."""
    section = make_section(slug="societe")
    author = make_author(slug="lea-roux")
    tag = Tag.objects.create(name="réseau", slug="reseau")

    def publish(count, start=START, step=timedelta(minutes=1)):
        return [
            make_article(section=section, authors=[author], tags=[tag], published_at=start + number * step)
            for number in range(count)
        ]

    return publish


def headlines(answer) -> list[str]:
    return [title.text for title in page_of(answer).find_all("h2")]


def next_of(answer) -> str | None:
    link = page_of(answer).find("a", rel="next")
    return link["href"] if link else None


def walk(client, path) -> list[list[str]]:
    """Return the headlines of each page, from the first to the last."""
    pages, following = [], ""
    while following is not None:
        answer = client.get(path + following)
        assert answer.status_code == 200
        pages.append(headlines(answer))
        following = next_of(answer)
    return pages


@pytest.mark.parametrize("path", LISTS)
def test_the_pages_together_show_every_story_once_and_newest_first(client, publish, path):
    stories = publish(45)

    pages = walk(client, path)

    assert sum(pages, []) == [story.headline for story in reversed(stories)]
    assert len(pages) == 3


def test_stories_of_one_moment_are_told_apart(client, publish):
    stories = publish(45, step=timedelta(0))

    pages = walk(client, "/")

    assert sum(pages, []) == [story.headline for story in reversed(stories)]


def test_stories_a_microsecond_apart_are_told_apart(client, publish):
    stories = publish(45, step=timedelta(microseconds=1))

    pages = walk(client, "/")

    assert sum(pages, []) == [story.headline for story in reversed(stories)]


def test_a_story_that_appears_meanwhile_moves_nothing_on_the_next_page(client, publish):
    publish(40)
    following = next_of(client.get("/"))
    before = headlines(client.get(f"/{following}"))

    publish(5, start=START + timedelta(days=1))

    assert headlines(client.get(f"/{following}")) == before


def test_a_list_that_just_fills_its_page_has_no_next_one(client, publish):
    publish(20)

    assert next_of(client.get("/section/societe/")) is None


@pytest.mark.parametrize("path", LISTS)
def test_a_page_beyond_the_end_answers_404(client, publish, path):
    first = publish(3)[0]
    microseconds = int(START.timestamp()) * 1_000_000

    assert client.get(f"{path}?before={microseconds}-{first.pk}").status_code == 404


def test_a_place_that_no_story_has_is_still_a_place(client, publish):
    stories = publish(3)
    between = int((START + timedelta(seconds=90)).timestamp()) * 1_000_000

    assert headlines(client.get(f"/?before={between}-1")) == [stories[1].headline, stories[0].headline]


NO_CURSORS = [
    "x",
    "-",
    "1",
    "1-",
    "-1",
    "1-1-1",
    "-1-1",
    "1.5-1",
    "1_0-1",
    "+1-1",
    " 1-1",
    "1-1%0A",
    "%00",
    "١٢-١٢",
    "1e9-1",
] + ["9223372036854775808-1", "1-9223372036854775808", "9" * 16 + "-x", "9" * 5000 + "-1", "1-" + "9" * 5000, "0-0"]


@pytest.mark.parametrize("path", LISTS)
def test_a_cursor_that_is_none_answers_404(client, publish, path):
    publish(1)

    for cursor in NO_CURSORS:
        assert client.get(f"{path}?before={cursor}").status_code == 404, cursor


def test_an_empty_cursor_is_the_first_page(client, publish):
    (story,) = publish(1)

    assert headlines(client.get("/?before=")) == [story.headline]


def test_only_the_first_page_is_meant_for_search_engines(client, publish):
    publish(40)

    first = client.get("/section/societe/")
    second = client.get(f"/section/societe/{next_of(first)}")

    assert page_of(first).find("meta", name="robots") is None
    assert page_of(second).find("meta", name="robots")["content"] == "noindex, follow"


def test_later_pages_of_a_list_take_no_more_queries_than_the_first(client, publish, django_assert_max_num_queries):
    publish(60)
    with django_assert_max_num_queries(100) as first:
        following = next_of(client.get("/"))

    with django_assert_max_num_queries(len(first)):
        client.get(f"/{following}")


@pytest.mark.parametrize("after", ["x", "G", "0123456789abcdef" * 6, "%00", "a-b", "A", "٣"])
def test_a_place_in_the_thread_that_is_none_answers_404(client, article, after):
    assert client.get(f"{article.get_absolute_url()}?after={after}").status_code == 404
