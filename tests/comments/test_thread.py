"""The published thread of a story: what stands in it, in which order, page by page, and what never does."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from comments.models.comment import MAX_DEPTH
from comments.thread import PAGE_SIZE
from tests.comments.readers import page_of, shown_text
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

MORE_THAN_ANY_PAGE = 10


@pytest.fixture
def say(article):
    """Publish comments one minute after the other, so that their order is the order in which they are said."""
    start = timezone.now() - timedelta(days=1)
    minutes = iter(range(100_000))

    def say(parent=None, **values):
        at = start + timedelta(minutes=next(minutes))
        return make_comment(**{"article": article, "status": "approved", "parent": parent, "submitted_at": at} | values)

    return say


def read_page(client, address):
    """Read a page without what was kept of it: comments made by the tests have not told it that it changed."""
    cache.clear()
    return page_of(client.get(address))


def read_thread(client, article):
    return read_page(client, article.get_absolute_url()).find(id="comments")


def places(thread):
    return [place["id"] for place in thread.find_all("article")]


def ids(*comments):
    return [f"comment-{comment.pk}" for comment in comments]


def all_pages(client, article):
    """Return the pages of a thread, following the link to the next one."""
    page = read_thread(client, article)
    pages = [page]
    while (link := page.find("a", rel="next")) and len(pages) < MORE_THAN_ANY_PAGE:
        page = read_page(client, link["href"]).find(id="comments")
        pages.append(page)
    return pages


# Order and depth


def test_a_story_without_comments_says_so(client, article):
    thread = read_thread(client, article)

    assert thread.find(id="comments-title").text
    assert places(thread) == []


def test_comments_stand_in_the_order_in_which_they_were_sent(client, article, say):
    first, second, third = say(), say(), say()

    assert places(read_thread(client, article)) == ids(first, second, third)


def test_answers_stand_under_what_they_answer_whenever_they_came(client, article, say):
    first, second = say(), say()
    to_second = say(parent=second)
    to_first = say(parent=first)
    to_that = say(parent=to_first)
    also_to_first = say(parent=first)

    thread = read_thread(client, article)

    assert places(thread) == ids(first, to_first, to_that, also_to_first, second, to_second)


def test_each_comment_says_how_deep_it_stands(client, article, say):
    root = say()
    answer = say(parent=root)

    thread = read_thread(client, article)

    assert thread.find(id=f"comment-{root.pk}", class_="comment-0")
    assert thread.find(id=f"comment-{answer.pk}", class_="comment-1")


def test_an_answer_to_the_deepest_comment_stands_beside_it(client, article, say):
    chain = [say()]
    for _ in range(MAX_DEPTH + 3):
        chain.append(say(parent=chain[-1]))

    thread = read_thread(client, article)

    assert [comment.depth for comment in chain] == [0, 1, 2, 3, 4, 4, 4, 4]
    assert places(thread) == ids(*chain)


def test_an_answer_names_whom_it_answers_where_it_stands_beside(client, article, say):
    chain = [say(author_name="Un")]
    for name in ("Deux", "Trois", "Quatre", "Cinq", "Six", "Sept"):
        chain.append(say(parent=chain[-1], author_name=name))

    last = read_thread(client, article).find(id=f"comment-{chain[-1].pk}")

    assert [name.text for name in last.find(class_="comment-head").find_all("bdi")] == ["Sept", "Six"]


def test_comments_of_the_same_moment_all_stand_in_the_thread(client, article):
    at = timezone.now()
    together = [make_comment(article=article, status="approved", submitted_at=at) for _ in range(20)]

    assert sorted(places(read_thread(client, article))) == sorted(ids(*together))


@pytest.mark.parametrize(
    "words",
    [
        "{name} {text}",
        "{} {0} {number!r}",
        "{{ name }} {% url %}",
        "%s %(name)s",
        "\ue000name\ue001",
        "987654321987654321",
    ],
    ids=ascii,
)
def test_words_that_look_like_placeholders_of_the_page_are_shown_as_typed(client, article, say, words):
    question = say(author_name=words, body=words, author_url=f"https://zoe.example/{quote(words)}")
    answer = say(parent=question, author_name="Zoé")

    thread = read_thread(client, article)

    shown = thread.find(id=f"comment-{question.pk}")
    assert shown.find(class_="comment-author").text == words
    assert shown.find(class_="comment-author").find("a")["href"] == question.author_url
    assert shown.find(class_="comment-body").text == words
    assert words in thread.find(id=f"comment-{answer.pk}").find(class_="comment-head").text


# What is not public


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_approved_is_nowhere(client, article, status):
    hidden = make_comment(article=article, status=status, author_name="Cachée", body="Un texte caché.")

    for address in (article.get_absolute_url(), "/", reverse("articles:feed")):
        answer = client.get(address)
        assert "Un texte caché." not in answer.text
        assert "Cachée" not in answer.text
    assert client.get(hidden.get_absolute_url()).status_code == 404
    assert client.get(reverse("comments:reply", args=[hidden.pk])).status_code == 404


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_approved_leaves_no_place_when_nobody_answered(client, article, say, status):
    say()
    say(status=status)

    assert len(places(read_thread(client, article))) == 1


@pytest.mark.parametrize("verdict", ["", "ham", "spam", "discard"])
def test_no_verdict_makes_a_comment_public(client, article, verdict):
    make_comment(article=article, verdict=verdict, screened=bool(verdict), body="Un texte.")

    assert "Un texte." not in read_thread(client, article).text


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_public_any_more_keeps_its_place_without_words_above_its_answers(client, article, say, status):
    root = say(status=status, author_name="Cachée", body="Un texte caché.", author_url="https://cachee.example/")
    answer = say(parent=root, body="Une réponse.")

    thread = read_thread(client, article)

    assert places(thread) == ids(root, answer)
    place = thread.find(id=f"comment-{root.pk}")
    assert place.find(class_="comment-gone").text
    assert place.find("a") is None
    for hidden in ("Cachée", "Un texte caché."):
        assert hidden not in thread.text


def test_a_comment_that_is_read_again_is_not_said_to_be_removed(client, article, say, moderator):
    root = say()
    say(parent=root)
    root.reopen(by=moderator)

    place = read_thread(client, article).find(id=f"comment-{root.pk}")

    assert "retiré" not in place.text
    assert "modération" in place.text


def test_several_generations_that_are_not_public_keep_their_places(client, article, say):
    root = say(status="withdrawn")
    child = say(parent=root, status="rejected")
    grandchild = say(parent=child)

    thread = read_thread(client, article)

    assert places(thread) == ids(root, child, grandchild)
    assert len(thread.find_all(class_="comment-gone")) == 2


def test_answers_that_are_not_public_leave_no_place_under_what_is(client, article, say):
    root = say()
    say(parent=root, status="spam")

    assert places(read_thread(client, article)) == ids(root)


def test_the_name_of_who_is_answered_is_not_told_where_it_stands_beside(client, article, say):
    chain = [say()]
    for _ in range(MAX_DEPTH):
        chain.append(say(parent=chain[-1]))
    hidden = say(parent=chain[-1], author_name="Cachée", status="withdrawn")
    say(parent=hidden, body="Une réponse.")

    thread = read_thread(client, article)

    assert "Une réponse." in thread.text
    assert "Cachée" not in thread.text


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=365)])
def test_comments_of_a_story_that_is_not_public_are_nowhere(client, published_at):
    story = make_article(published_at=published_at)
    comment = make_comment(article=story, status="approved", body="Un texte caché.")

    assert client.get(comment.get_absolute_url()).status_code == 404
    assert client.get(reverse("comments:reply", args=[comment.pk])).status_code == 404
    assert client.get(story.get_absolute_url()).status_code == 404


def test_comments_of_a_withdrawn_story_are_gone_with_it(client, article, say):
    comment = say(body="Un texte caché.")
    article.unpublish()

    answer = client.get(article.get_absolute_url())

    assert answer.status_code == 410
    assert "Un texte caché." not in answer.text
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_comments_of_other_stories_stand_elsewhere(client, article, say):
    say(article=make_article(), body="Sous un autre article.")

    assert "Sous un autre article." not in read_thread(client, article).text


def test_a_site_that_is_no_web_address_is_no_link(client, article, say):
    comments = [
        say(author_url=address)
        for address in ("javascript:alert(1)", "JavaScript:alert(1)", "data:text/html,x", " javascript:alert(1)", "//x")
    ]

    thread = read_thread(client, article)

    for comment in comments:
        author = thread.find(id=f"comment-{comment.pk}").find(class_="comment-author")
        assert author.text == comment.author_name
        assert author.find("a") is None


# A page after the other


def test_a_thread_of_one_page_has_no_link_to_more(client, article, say):
    for _ in range(PAGE_SIZE):
        say()

    (page,) = all_pages(client, article)

    assert len(places(page)) == PAGE_SIZE


def test_a_long_thread_is_read_to_its_end_and_each_comment_once(client, article, say):
    said = [say() for _ in range(2 * PAGE_SIZE + 5)]

    pages = all_pages(client, article)

    assert [len(places(page)) for page in pages] == [PAGE_SIZE, PAGE_SIZE, 5]
    assert [place for page in pages for place in places(page)] == ids(*said)


def test_a_page_that_begins_among_answers_begins_with_what_they_answer(client, article, say):
    root = say(body="La question.")
    child = say(parent=root, body="La réponse.")
    answers = [say(parent=child) for _ in range(PAGE_SIZE)]

    first, second = all_pages(client, article)

    assert places(first) == ids(root, child, *answers[: PAGE_SIZE - 2])
    assert places(second) == ids(root, child, *answers[PAGE_SIZE - 2 :])
    assert "La question." in second.text


def test_a_later_page_leads_back_to_the_beginning(client, article, say):
    for _ in range(PAGE_SIZE + 1):
        say()

    first, second = all_pages(client, article)

    assert second.find("a", href=f"{article.get_absolute_url()}#comments")
    assert first.find("a", href=f"{article.get_absolute_url()}#comments") is None


def test_every_page_has_the_count_of_all_and_the_form(client, article, say):
    for _ in range(PAGE_SIZE + 1):
        say()

    first = read_thread(client, article)
    second = read_page(client, first.find("a", rel="next")["href"])

    assert second.find(id="comments-title").text.startswith(f"{PAGE_SIZE + 1} ")
    assert second.find(id="comment-form")


@pytest.mark.parametrize("after", ["zz", "0F", "-1", "é", "0" * 81, "0\x00", "0 ", "' OR 1=1 --"], ids=ascii)
def test_a_place_in_the_thread_that_is_none_is_no_page(client, article, after):
    assert client.get(article.get_absolute_url(), {"after": after}).status_code == 404


# Permalinks


def test_a_permalink_of_a_short_thread_leads_to_the_story_itself(client, article, say):
    comment = say()

    answer = client.get(comment.get_absolute_url())

    assert answer.status_code == 302
    assert answer.url == f"{article.get_absolute_url()}#comment-{comment.pk}"


def test_every_permalink_of_a_long_thread_leads_to_a_page_with_the_comment(client, article, say):
    said = []
    for number in range(2 * PAGE_SIZE + 10):
        said.append(say(parent=said[number - 1] if number % 3 else None, body=f"Texte numéro {number}."))

    for number, comment in list(enumerate(said))[::20]:
        address, fragment = client.get(comment.get_absolute_url()).url.split("#")
        shown = read_page(client, address).find(id=fragment)

        assert shown_text(shown.find(class_="comment-body")) == f"Texte numéro {number}."


def test_a_permalink_shows_what_the_comment_answers(client, article, say):
    root = say(body="La question.")
    answers = [say(parent=root) for _ in range(PAGE_SIZE + 10)]

    address = client.get(answers[-1].get_absolute_url()).url.split("#")[0]

    assert places(read_page(client, address).find(id="comments")) == ids(root, answers[-1])


def test_a_permalink_follows_the_story_to_its_address(client, article, say):
    comment = say()
    Article.objects.filter(pk=article.pk).update(slug="une-autre-adresse")

    assert "/une-autre-adresse/#" in client.get(comment.get_absolute_url()).url


def test_a_comment_that_never_was_has_no_permalink(client, db):
    assert client.get("/comments/4711/").status_code == 404


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_permalink_is_only_read(client, say, method):
    assert getattr(client, method)(say().get_absolute_url()).status_code == 405


# Cost


def queries_of_the_page(client, address):
    cache.clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


def grow(say, count):
    """Let a thread grow with answers, and with places of what is not public any more."""
    for _ in range(count // 5):
        root = say()
        gone = say(status="withdrawn")
        say(parent=root)
        answer = say(parent=gone)
        say(parent=answer)


def test_the_number_of_queries_does_not_grow_with_the_comments(client, article, say):
    grow(say, 5)
    of_five = queries_of_the_page(client, article.get_absolute_url())

    grow(say, 300)
    of_three_hundred = queries_of_the_page(client, article.get_absolute_url())

    assert of_three_hundred == of_five
    assert of_five <= 16


def test_a_later_page_and_a_permalink_cost_no_more(client, article, say):
    grow(say, 5)
    of_five = queries_of_the_page(client, article.get_absolute_url())
    grow(say, 300)
    later = read_thread(client, article).find("a", rel="next")["href"]

    assert queries_of_the_page(client, later) <= of_five


def test_a_page_that_is_kept_does_not_read_its_comments_again(client, article, say):
    say()
    client.get(article.get_absolute_url())

    with CaptureQueriesContext(connection) as queries:
        client.get(article.get_absolute_url())

    assert not [query["sql"] for query in queries if "comments_comment" in query["sql"]]
