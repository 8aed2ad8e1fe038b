"""Deep answers are collapsed where many stand together; a permalink to one of them leads to where it is open."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from comments.thread_html import COLLAPSED_MIN, SHOWN_DEPTH
from tests.comments.readers import page_of
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


@pytest.fixture
def say(article):
    start = timezone.now() - timedelta(days=1)
    minutes = iter(range(1000))

    def say(parent=None, **values):
        at = start + timedelta(minutes=next(minutes))
        return make_comment(**{"article": article, "status": "approved", "parent": parent, "submitted_at": at} | values)

    return say


@pytest.fixture
def shallow(say):
    """The deepest comment whose answers are collapsed."""
    comment = say()
    for _ in range(SHOWN_DEPTH):
        comment = say(parent=comment)
    return comment


def read(address):
    cache.clear()
    return page_of(Client().get(address)).find(id="comments")


def ids(*comments):
    return [f"comment-{comment.pk}" for comment in comments]


def places(element):
    return [place["id"] for place in element.find_all("article")]


def test_many_deep_answers_are_collapsed_under_their_number(article, say, shallow):
    deep = [say(parent=shallow) for _ in range(COLLAPSED_MIN + 1)]
    after = say()

    thread = read(article.get_absolute_url())

    (collapsed,) = thread.find_all("details")
    assert "open" not in collapsed
    assert collapsed.find("summary").text.startswith(f"{COLLAPSED_MIN + 1} ")
    assert places(collapsed) == ids(*deep)
    assert places(thread)[-1] == ids(after)[0]


def test_a_few_deep_answers_are_shown(article, say, shallow):
    for _ in range(COLLAPSED_MIN - 1):
        say(parent=shallow)

    assert read(article.get_absolute_url()).find("details") is None


def test_answers_that_are_not_deep_are_shown_however_many(article, say):
    root = say()
    for _ in range(20):
        say(parent=root)

    assert read(article.get_absolute_url()).find("details") is None


def test_places_without_words_are_not_counted(article, say, shallow):
    gone = say(parent=shallow, status="withdrawn")
    for _ in range(COLLAPSED_MIN):
        say(parent=gone)

    collapsed = read(article.get_absolute_url()).find("details")

    assert collapsed.find("summary").text.startswith(f"{COLLAPSED_MIN} ")
    assert len(places(collapsed)) == COLLAPSED_MIN + 1


def test_a_permalink_into_a_collapsed_part_leads_to_a_page_where_it_is_open(article, say, shallow):
    deep = [say(parent=shallow) for _ in range(10)]

    address, fragment = Client().get(deep[4].get_absolute_url()).url.split("#")

    opened = read(address).find("details")
    assert "open" in opened
    assert fragment in places(opened)


# What leads through the thread


def test_an_answer_links_to_what_it_answers(article, say):
    question = say(author_name="Inès")
    answer = say(parent=question)

    link = read(article.get_absolute_url()).find(id=f"comment-{answer.pk}").find("a", class_="answered")

    assert (link["href"], link.text) == (f"#comment-{question.pk}", "Inès")


def test_each_thread_with_answers_has_a_way_to_the_next_one_and_the_last_to_the_form(article, say):
    first = say()
    say(parent=first)
    say()
    third = say()
    say(parent=third)
    fourth = say()
    say(parent=fourth)

    ways = [way.find("a")["href"] for way in read(article.get_absolute_url()).find_all(class_="way-on")]

    assert ways[1:] == [f"#comment-{fourth.pk}", "#comment-form"]
    assert len(ways) == 3


def test_a_thread_leads_to_the_form_where_there_is_one(article, say):
    say()
    assert read(article.get_absolute_url()).find("a", class_="to-form")["href"] == "#comment-form"

    article.comments_open = False
    article.save()
    thread = read(article.get_absolute_url())

    assert thread.find("a", href="#comment-form") is None
