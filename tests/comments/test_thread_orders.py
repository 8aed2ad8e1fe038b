"""The order in which threads stand: as plain addresses, as a setting, page after page, at a bounded cost."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.views import THREAD_ORDERS
from comments.discussion.changing import Scope, change
from comments.models.comment import MAX_DEPTH
from comments.models.discussion import ThreadOrder
from comments.thread import PAGE_SIZE
from tests.comments.readers import page_of
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

MORE_THAN_ANY_PAGE = 10


@pytest.fixture
def say(article):
    """Publish comments one minute after the other."""
    start = timezone.now() - timedelta(days=1)
    minutes = iter(range(100_000))

    def say(parent=None, **values):
        at = start + timedelta(minutes=next(minutes))
        return make_comment(**{"article": article, "status": "approved", "parent": parent, "submitted_at": at} | values)

    return say


@pytest.fixture
def set_order(article, editor):
    def set_order(order, **scope):
        change(Scope(**scope), {"thread_order": order}, by=editor)

    return set_order


def read(address):
    cache.clear()
    return page_of(Client().get(address)).find(id="comments")


def in_order(article, order):
    return f"{article.get_absolute_url()}?thread={order}"


def places(thread):
    return [place["id"] for place in thread.find_all("article")]


def ids(*comments):
    return [f"comment-{comment.pk}" for comment in comments]


def all_places(address):
    """Return what stands on the pages of a thread, each page by itself."""
    thread = read(address)
    pages = [places(thread)]
    while (link := thread.find("a", rel="next")) and len(pages) < MORE_THAN_ANY_PAGE:
        thread = read(link["href"])
        pages.append(places(thread))
    return pages


def each_once(pages):
    return list(dict.fromkeys(place for page in pages for place in page))


def featured(comment, moderator):
    comment.feature(by=moderator)
    return comment


# What stands where


def test_the_newest_threads_come_first_and_answers_stay_below_what_they_answer(article, say):
    first, second = say(), say()
    to_first = say(parent=first)
    also_to_first = say(parent=first)

    assert places(read(in_order(article, "newest"))) == ids(second, first, to_first, also_to_first)


def test_threads_that_the_newsroom_chose_from_come_first_and_whole(article, say, moderator):
    first, second, third = say(), say(), say()
    to_second = featured(say(parent=second), moderator)
    featured(third, moderator)

    assert places(read(in_order(article, "featured"))) == ids(third, second, to_second, first)


@pytest.mark.parametrize("order", ["oldest", "", "random", "newest'", "NEWEST"])
def test_any_other_order_is_the_usual_one(article, say, order):
    first, second = say(), say()

    assert places(read(in_order(article, order))) == ids(first, second)


def test_a_long_thread_is_read_to_its_end_from_the_newest(article, say):
    said = [say() for _ in range(2 * PAGE_SIZE + 5)]

    pages = all_places(in_order(article, "newest"))

    assert [len(page) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 5]
    assert each_once(pages) == ids(*reversed(said))


def test_a_thread_that_fits_on_no_page_shows_its_newest_answers_below_their_question(article, say):
    root = say()
    answers = [say(parent=root) for _ in range(PAGE_SIZE + 10)]

    first, second = all_places(in_order(article, "newest"))

    assert first == ids(root, *answers[10:])
    assert second == ids(root, *answers[:10])


def test_a_long_thread_is_read_to_its_end_from_what_was_chosen(article, say, moderator):
    roots = [say() for _ in range(PAGE_SIZE)]
    answers = [say(parent=roots[50]) for _ in range(PAGE_SIZE)]
    for comment in (roots[7], answers[3], roots[99], roots[0]):
        featured(comment, moderator)

    pages = all_places(in_order(article, "featured"))

    rest = [root for root in roots if root not in (roots[0], roots[99], roots[50], roots[7])]
    assert each_once(pages) == ids(roots[0], roots[99], roots[50], *answers, roots[7], *rest)
    assert len(pages) == 2


# Links


def test_other_orders_are_linked_without_a_recommendation_and_the_usual_one_by_the_address_of_the_story(article, say):
    say(), say()

    usual = {link.text: link for link in read(article.get_absolute_url()).find(class_="thread-orders").find_all("a")}
    newest = read(in_order(article, "newest")).find(class_="thread-orders").find_all("a")

    assert [(link["href"], link["rel"]) for link in usual.values()] == [
        (f"{in_order(article, 'newest')}#comments", "nofollow")
    ]
    assert [link["href"] for link in newest] == [f"{article.get_absolute_url()}#comments"]


def test_the_order_of_choices_is_offered_where_there_are_any(article, say, moderator):
    featured(say(), moderator), say()

    links = read(article.get_absolute_url()).find(class_="thread-orders").find_all("a")

    assert f"{in_order(article, 'featured')}#comments" in [link["href"] for link in links]


def test_the_page_of_a_story_knows_every_order():
    assert sorted(THREAD_ORDERS) == sorted(ThreadOrder.values)


def test_one_comment_has_no_order(article, say):
    say()

    assert read(article.get_absolute_url()).find(class_="thread-orders") is None


@pytest.mark.parametrize("order", ["newest", "oldest", "featured"])
def test_every_order_has_the_address_of_the_story_as_its_canonical_one(article, say, order):
    say()
    page = page_of(Client().get(in_order(article, order)))

    assert page.find("link", rel="canonical")["href"].endswith(article.get_absolute_url())


# The setting


def test_a_setting_says_which_order_is_usual_and_the_page_is_right_at_once(article, say, set_order):
    first, second = say(), say()
    client = Client()
    etag = client.get(article.get_absolute_url()).headers["ETag"]

    set_order("newest", section=article.section)

    answer = client.get(article.get_absolute_url(), headers={"if-none-match": etag})
    thread = page_of(answer).find(id="comments")
    assert places(thread) == ids(second, first)
    assert [link["href"] for link in thread.find(class_="thread-orders").find_all("a")] == [
        f"{in_order(article, 'oldest')}#comments"
    ]
    assert places(read(in_order(article, "oldest"))) == ids(first, second)


def test_an_editor_sets_the_order_in_the_form(client, article, say, editor):
    first, second = say(), say()
    client.force_login(editor)

    answer = client.post(f"/moderation/discussion/story/{article.pk}/change/", {"thread_order": "newest"})

    assert answer.status_code == 302
    assert places(read(article.get_absolute_url())) == ids(second, first)


def test_an_order_that_is_none_is_refused_beside_its_field(client, article, editor):
    client.force_login(editor)

    answer = client.post(f"/moderation/discussion/story/{article.pk}/change/", {"thread_order": "random"})

    assert answer.status_code == 422
    assert page_of(answer).find(id="id_thread_order_error").text.strip()


@pytest.mark.parametrize("order", ["oldest", "newest", "featured"])
def test_every_permalink_leads_to_a_page_with_the_comment_in_any_order(article, say, set_order, moderator, order):
    said = []
    for number in range(PAGE_SIZE + 50):
        said.append(say(parent=said[number - 1] if number % (MAX_DEPTH + 3) else None))
    featured(said[60], moderator)
    featured(said[MAX_DEPTH + 3], moderator)
    set_order(order)

    for comment in [*said[:8], *said[::13], *said[56:64]]:
        address, fragment = Client().get(comment.get_absolute_url()).url.split("#")

        assert fragment in places(read(address))


# Kept pages, and cost


def test_pages_in_different_orders_are_kept_apart(article, say):
    first, second = say(), say()
    client = Client()
    cache.clear()

    tags = {client.get(in_order(article, order)).headers["ETag"] for order in ("newest", "oldest", "")}

    assert len(tags) == 3
    assert places(page_of(client.get(in_order(article, "newest"))).find(id="comments")) == ids(second, first)
    assert places(page_of(client.get(article.get_absolute_url())).find(id="comments")) == ids(first, second)


def queries_of(address):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200
    return len(queries)


def test_the_newest_first_cost_what_the_oldest_first_do(article, say):
    for _ in range(PAGE_SIZE + 20):
        say()
    newest = in_order(article, "newest")
    later = read(newest).find("a", rel="next")["href"]

    usual = queries_of(article.get_absolute_url())

    assert queries_of(newest) == usual
    assert queries_of(later) <= usual


def test_the_order_of_choices_costs_two_more_queries_for_each_choice_at_most(article, say, moderator):
    roots = [say() for _ in range(PAGE_SIZE + 20)]
    usual = queries_of(article.get_absolute_url())
    for root in roots[10:110:20]:
        featured(root, moderator)
    address = in_order(article, "featured")
    later = read(address).find("a", rel="next")["href"]

    assert queries_of(address) <= usual + 2 * 5 + 1
    assert queries_of(later) <= usual + 2 * 5 + 1
