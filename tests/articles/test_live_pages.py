"""A live story as readers get it: its page, how far it is, and the addresses of its entries."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article
from tests.articles.desk import preview_path, signed_in
from tests.articles.live import make_live, tell
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db


def read(client, story, query="", **headers):
    return client.get(f"{story.get_absolute_url()}{query}", headers=headers)


def listed(client, story, query="") -> list[str]:
    """Return the ids of the entries on a page, in the order of the page."""
    return [entry["id"] for entry in page_of(read(client, story, query)).find_all("article", class_="live-entry")]


def ids(*numbers) -> list[str]:
    return [f"entry-{number}" for number in numbers]


def news(client, story, **headers):
    return client.get(f"{story.get_absolute_url()}live.json", headers=headers)


# The page


def test_entries_stand_newest_first_each_with_its_time_and_permalink(client, clock):
    story = make_live()
    tell(story, title="Un")
    clock.shift(timedelta(minutes=5))
    tell(story, title="Deux")

    page = page_of(read(client, story))

    first, second = page.find_all("article", class_="live-entry")
    assert [entry.find("h3").text for entry in (first, second)] == ["Deux", "Un"]
    assert first.find("a")["href"] == f"{story.get_absolute_url()}?entry=2#entry-2"
    assert datetime.fromisoformat(first.find("time")["datetime"]) == datetime(2026, 11, 25, 12, 5, tzinfo=UTC)


def test_a_story_that_was_never_live_shows_nothing_of_it(client):
    page = read(client, make_article()).text

    assert "live" not in page


def test_parameters_of_live_stories_make_no_other_page_of_a_plain_one(client):
    story = make_article()

    pages = {read(client, story, query).headers["ETag"] for query in ("", "?entry=3", "?since=2", "?order=oldest")}

    assert len(pages) == 1


def test_a_live_without_an_entry_says_that_one_will_come(client):
    assert page_of(read(client, make_live())).find("p", class_="live-none") is not None


def test_a_page_of_an_entry_names_the_story_as_its_own_address(client):
    story = make_live(entries=50)

    links = page_of(read(client, story, "?entry=3")).find_all("link")

    (canonical,) = [link for link in links if link["rel"] == "canonical"]
    assert canonical["href"] == f"http://testserver{story.get_absolute_url()}"


def test_an_ended_live_says_so_and_asks_nobody_to_wait(client):
    story = make_live(entries=2)
    story.close_live()

    page = page_of(read(client, story))

    assert page.find("a", class_="live-refresh") is None
    assert page.find("span", class_="live-badge") is None
    assert "data-news" not in page.find("section", id="live")
    assert "live.js" not in read(client, story).text


def test_the_first_page_may_be_read_from_the_beginning_once_it_has_ended(client):
    story = make_live(entries=25)

    assert listed(client, story, "?order=oldest")[0] == "entry-25"
    story.close_live()

    assert listed(client, story, "?order=oldest") == ids(*range(1, 21))
    assert listed(client, story, "?order=oldest&entry=21") == ids(*range(21, 26))
    assert "?order=oldest&amp;entry=21#live" in read(client, story, "?order=oldest").text


def test_key_moments_are_listed_above_and_lead_to_their_entries(client):
    story = make_live(entries=2)
    tell(story, title="Décisif", is_key=True)
    tell(story, "<p>Sans titre non plus.</p>", is_key=True)

    keys = page_of(read(client, story)).find("nav", class_="live-keys")

    assert [link["href"] for link in keys.find_all("a")] == ["#entry-4", "#entry-3"]
    assert "Décisif" in keys.text
    assert "Sans titre non plus." in keys.text


def test_a_key_moment_of_another_page_is_led_to_there(client):
    story = make_live()
    tell(story, title="Décisif", is_key=True)
    for number in range(2, 45):
        tell(story, title=str(number))

    keys = page_of(read(client, story)).find("nav", class_="live-keys")

    assert keys.find("a")["href"] == f"{story.get_absolute_url()}?entry=1#entry-1"


def test_a_pinned_entry_leads_the_newest_page_once(client, editor):
    story = make_live(entries=45)
    story.live_entries.get(number=30).pin(by=editor)

    assert listed(client, story) == ids(30, *range(45, 30, -1), *range(29, 20, -1))


def test_a_pinned_entry_that_is_old_leads_the_newest_page_and_keeps_its_place(client, editor):
    story = make_live(entries=45)
    story.live_entries.get(number=3).pin(by=editor)

    assert listed(client, story)[:2] == ids(3, 45)
    assert listed(client, story, "?entry=3") == ids(*range(20, 0, -1))


def test_the_preview_shows_the_entries(editor):
    story = make_live(entries=1)

    assert "Entrée 1" in signed_in(editor).get(preview_path(story)).text


def test_a_comment_that_comes_back_has_the_entries_around_it(client):
    story = make_live(entries=1)

    answer = client.post(reverse("comments:post_comment", args=[story.pk]), {"body": ""})

    assert answer.status_code == 422
    assert "Entrée 1" in answer.text


# Addresses that stay right


def test_a_permalink_shows_the_same_page_whatever_came_after(client):
    story = make_live(entries=45)
    before = listed(client, story, "?entry=7")

    for number in range(30):
        tell(story, title=f"Suite {number}")

    assert listed(client, story, "?entry=7") == before == ids(*range(20, 0, -1))


def test_every_entry_is_on_the_page_of_its_permalink(client):
    story = make_live(entries=65)

    pages = {number: listed(client, story, f"?entry={number}") for number in range(1, 66)}

    assert [number for number, page in pages.items() if f"entry-{number}" not in page] == []


def test_the_pages_lead_from_the_newest_to_the_first_without_a_gap(client):
    story = make_live(entries=65)
    seen, query = [], ""

    while True:
        page = page_of(read(client, story, query))
        seen += [entry["id"] for entry in page.find_all("article", class_="live-entry")]
        following = [link["href"] for link in page.find_all("a") if link.attributes.get("rel") == "next"]
        if not following:
            break
        query = following[0].removeprefix(story.get_absolute_url())

    assert seen == ids(*range(65, 0, -1))


@pytest.mark.parametrize("count", [0, 1, 19, 20, 21, 39, 40, 41, 60])
def test_the_newest_page_holds_the_block_that_is_being_filled_and_the_one_before(client, count):
    story = make_live(entries=count)

    assert len(listed(client, story)) == (count if count <= 40 else count % 20 + 20 if count % 20 else 40)


@pytest.mark.parametrize(
    "query",
    ["?entry=0", "?entry=4", "?entry=-1", "?entry=x", "?entry=1%0A", "?entry=99999999999", "?since=x", "?entry=²"],
)
def test_an_entry_that_there_is_not_answers_404(client, query):
    assert read(client, make_live(entries=3), query).status_code == 404


def test_a_withdrawn_story_takes_its_entries_along(client):
    story = make_live(entries=3)
    story.unpublish()

    assert read(client, story, "?entry=2").status_code == 410
    assert news(client, story).status_code == 404
    assert client.get(f"{story.get_absolute_url()}live/feed/").status_code == 404


# What is new


def test_a_reader_who_comes_back_is_told_how_many_entries_are_new(client):
    story = make_live(entries=5)
    link = page_of(read(client, story)).find("a", class_="live-refresh")["href"]
    assert link == f"{story.get_absolute_url()}?since=5#live-news"
    for number in range(3):
        tell(story, title=f"Suite {number}")

    page = page_of(client.get(link.removesuffix("#live-news")))

    assert page.find("div", class_="live-news").text.strip().startswith("3")
    new = [entry["id"] for entry in page.find_all("article", class_="is-new")]
    assert new == ids(8, 7, 6)
    assert page.find("a", class_="live-refresh")["href"].endswith("?since=8#live-news")


def test_a_withdrawn_entry_is_no_news(client, editor):
    story = make_live(entries=5)
    story.live_entries.get(number=5).withdraw(by=editor)

    page = page_of(read(client, story, "?since=3"))

    assert page.find("div", class_="live-news").text.strip().startswith("1")


def test_a_reader_who_has_all_is_told_so(client):
    page = page_of(read(client, make_live(entries=5), "?since=5"))

    assert page.find("div", class_="live-news").find("p") is not None
    assert page.find_all("article", class_="is-new") == []


def test_a_reader_who_missed_more_than_a_page_gets_one_page_for_all_of_them(client):
    story = make_live(entries=65)

    tags = {read(client, story, f"?since={number}").headers["ETag"] for number in (1, 5, 40)}

    assert len(tags) == 1


def test_a_page_without_a_question_says_nothing_of_news(client):
    assert page_of(read(client, make_live(entries=5))).find("div", class_="live-news").find("p") is None


def test_the_news_are_a_few_bytes_that_any_cache_may_keep(client, editor):
    story = make_live(entries=5)
    story.live_entries.get(number=4).withdraw(by=editor)

    answer = news(client, story)

    assert json.loads(answer.content) == {"newest": 5, "ended": False, "withdrawn": [4]}
    assert answer.headers["Cache-Control"] == "public, max-age=10"
    assert len(answer.content) < 100
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


def test_whoever_has_the_news_is_told_so_from_two_queries(client, django_assert_max_num_queries):
    story = make_live(entries=45)
    etag = news(client, story).headers["ETag"]

    with django_assert_max_num_queries(2):
        answer = news(client, story, if_none_match=etag)

    assert (answer.status_code, answer.content) == (304, b"")


def test_the_news_say_that_the_live_has_ended(client):
    story = make_live(entries=1)
    etag = news(client, story).headers["ETag"]

    story.close_live()

    assert json.loads(news(client, story, if_none_match=etag).content)["ended"] is True


def test_a_story_that_was_never_live_has_no_news(client):
    assert news(client, make_article()).status_code == 404
    assert client.get("/2026/11/rien/live.json").status_code == 404


def test_the_news_under_another_month_are_not_there(client):
    story = make_live(entries=1)

    assert client.get(f"/2019/01/{story.slug}/live.json").status_code == 404


def test_news_change_nothing_on_a_post(client):
    assert client.post(f"{make_live().get_absolute_url()}live.json").status_code == 405


# What it costs


@pytest.mark.parametrize("query", ["", "?since=40", "?entry=7"])
def test_each_page_of_a_live_is_kept(client, query, django_assert_max_num_queries):
    story = make_live(entries=45)
    page = read(client, story, query).content

    with django_assert_max_num_queries(2):
        again = read(client, story, query)
    with django_assert_max_num_queries(2):
        had = read(client, story, query, if_none_match=again.headers["ETag"])

    assert again.content == page
    assert had.status_code == 304


def test_pages_of_a_live_are_told_apart(client):
    story = make_live(entries=65)
    queries = ["", "?entry=1", "?entry=21", "?since=60", "?since=61"]

    assert len({read(client, story, query).headers["ETag"] for query in queries}) == len(queries)
    assert read(client, story, "?entry=1").headers["ETag"] == read(client, story, "?entry=20").headers["ETag"]
    assert read(client, story, "?entry=60").headers["ETag"] == read(client, story).headers["ETag"]


def test_a_new_entry_is_on_the_page_at_once(client):
    story = make_live(entries=1)
    etag = read(client, story).headers["ETag"]

    tell(story, "<p>À l’instant.</p>")

    answer = read(client, story, if_none_match=etag)
    assert "À l’instant." in answer.text
    assert "À l’instant." in gzip.decompress(read(client, story, accept_encoding="gzip").content).decode()


def test_more_entries_take_no_more_queries(client):
    author = make_author()
    story = make_live()

    def add(count):
        for _number in range(count):
            picture = make_picture()
            text = f'<figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>'
            tell(story, text, author=author, is_key=True)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            read(client, story)
        return len(captured)

    add(1)
    few = queries()
    add(70)

    assert queries() == few


def test_ten_entries_a_minute_cost_three_queries_more_than_a_plain_page(client):
    plain, story = make_article(), make_live(entries=60)
    with CaptureQueriesContext(connection) as without:
        read(client, plain)

    with CaptureQueriesContext(connection) as captured:
        read(client, story)

    assert len(captured) <= len(without) + 3


def test_the_credit_of_a_picture_in_an_entry_is_on_the_page_at_once(client, editor):
    picture = make_picture(credit="Anonyme")
    story = make_live()
    tell(story, f'<figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>')
    assert "Anonyme" in read(client, story).text

    path = reverse("admin:articles_picture_change", args=[picture.pk])
    values = {"alternative_text": "x", "caption": "", "credit": "Léa Roux", "focus_x": 50, "focus_y": 50}
    assert signed_in(editor).post(path, values).status_code == 302

    assert "Léa Roux" in read(client, story).text


def test_the_name_under_an_entry_is_right_at_once(client, editor):
    author = make_author(name="Léa Roux")
    story = make_live()
    tell(story, author=author)
    assert "Léa Roux" in read(client, story).text

    path = reverse("admin:articles_author_change", args=[author.pk])
    values = {"name": "Léa Roux-Martin", "slug": author.slug, "role": "", "biography": "", "portrait": "", "user": ""}
    values |= {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    assert signed_in(editor).post(path, values).status_code == 302

    assert "Léa Roux-Martin" in read(client, story).text


def test_a_live_story_is_marked_in_lists_while_it_is_open(client):
    story = make_live()
    assert page_of(client.get("/")).find("span", class_="live-badge") is not None

    story.close_live()

    assert page_of(client.get("/")).find("span", class_="live-badge") is None


def test_the_story_counts_as_changed_with_each_entry(clock):
    story = make_live()
    clock.shift(timedelta(hours=1))

    tell(story)

    assert Article.objects.get().updated_at == datetime(2026, 11, 25, 13, tzinfo=UTC)
