"""Readers' search in published comments: only where it is ticked, and only in what every reader may see."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from articles.models import Article
from comments.models import Comment, SearchTerms
from comments.moderation.shortening import put_back, shorten
from comments.search import finding
from comments.search.finding import PAGE_SIZE
from tests.clock import NOW
from tests.comments.readers import page_of, send_comment
from tests.factories import make_article, make_author, make_comment, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)


def hits(q: str, **asked):
    return page_of(Client().get("/search/", {"q": q, "comments": "1"} | asked)).find("section", class_="comment-hits")


def found(q: str, **asked) -> list[str]:
    """Return who wrote the comments that a search shows, in their order."""
    return [who.text for who in hits(q, **asked).find_all("bdi")]


def make(name: str, text: str = "Une panne.", **values) -> Comment:
    return make_comment(**{"author_name": name, "body": text, "status": "approved"} | values)


def test_comments_are_searched_only_where_it_is_ticked(article):
    make("Zoé", article=article)

    answer = Client().get("/search/", {"q": "panne"})

    assert "Zoé" not in answer.text
    assert found("panne") == ["Zoé"]


@pytest.mark.parametrize("status", ["pending", "rejected", "spam", "withdrawn"])
def test_what_is_not_published_is_not_found(article, status):
    make("Zoé", article=article, status=status)

    assert found("panne") == []
    assert hits("panne").find("p", class_="empty") is not None


def test_a_comment_that_was_just_sent_is_found_once_it_is_approved(client, article, moderator):
    send_comment(client, article, body="Une panne.", author_name="Zoé")
    assert found("panne") == []

    Comment.objects.all().approve(by=moderator)
    assert found("panne") == ["Zoé"]

    Comment.objects.all().reopen(by=moderator)
    assert found("panne") == []


def test_comments_of_stories_that_readers_may_not_read_are_not_found():
    for hidden in (
        make_article(published_at=None),
        make_article(published_at=NOW + DAY),
        make_article(published_at=NOW - DAY, ends_at=NOW),
    ):
        make("Zoé", article=hidden)
    withdrawn = make("Zoé").article
    withdrawn.unpublish(by=None, reason="Faux.")

    assert found("panne") == []


def test_comments_are_asked_as_stories_are(article):
    make("Zoé", "Les réseaux publics, d’abord", article=article)
    make("Ana", "Un public pour le réseau", article=article)

    assert found('"réseau public"') == ["Zoé"]
    assert found("reseau -publics") == []
    assert found("reseau -pour") == ["Zoé"]
    assert found("zoé") == ["Zoé"]


def test_nothing_is_found_by_what_readers_do_not_see(article):
    make("Zoé", article=article, author_email="lemaitre@example.org", author_url="https://site-de-zoe.example/")

    assert found("lemaitre") == found("example") == found("tests") == []


def test_a_passage_that_was_taken_out_is_not_found_until_it_is_put_back(article, moderator):
    comment = make("Zoé", "Une panne, imbécile, à Lyon.", article=article)

    shorten(comment, "imbécile", "Injure", revision=1, by=moderator)
    assert (found("imbécile"), found("panne")) == ([], ["Zoé"])
    assert "imbécile" not in hits("panne").text

    put_back(comment.shortenings.get(), by=moderator)
    assert found("imbécile") == ["Zoé"]


def test_comments_are_narrowed_by_what_their_stories_are_and_by_when_they_were_sent():
    author = make_author(name="Léa Roux", slug="lea-roux")
    networks = make_article(section=make_section(slug="reseaux"), authors=[author])
    make("Zoé", article=networks, submitted_at=NOW - 5 * DAY)
    make("Ana", article=make_article(section=make_section()))

    assert found("panne", section="reseaux") == found("panne", author="lea-roux") == ["Zoé"]
    assert found("panne", until="2026-11-21") == ["Zoé"]
    assert found("panne", **{"from": "2026-11-25"}) == ["Ana"]


def test_comments_stand_newest_first_on_pages(article):
    for number in range(PAGE_SIZE + 2):
        make(f"Lectrice {number}", article=article, submitted_at=NOW - number * DAY)

    first = hits("panne")
    answer = Client().get("/search/" + first.find("a", rel="next")["href"].removesuffix("#comment-hits"))
    second = page_of(answer).find("section", class_="comment-hits")

    assert first.find("h2").text.startswith(str(PAGE_SIZE + 2))
    assert [who.text for who in second.find_all("bdi")] == ["Lectrice 10", "Lectrice 11"]
    assert second.find("a", rel="next") is None


@pytest.mark.parametrize("cursor", ["x", "1-1", "9" * 40, "\0"])
def test_a_page_of_comments_that_does_not_exist_answers_404(article, cursor):
    make("Zoé", article=article)

    assert Client().get("/search/", {"q": "panne", "comments": "1", "comments_before": cursor}).status_code == 404


def test_words_that_many_comments_hold_are_found_all_the_same(article, monkeypatch):
    monkeypatch.setattr(finding, "FEW_HITS", 1)
    for number in range(3):
        make(f"Lectrice {number}", article=article, submitted_at=NOW - number * DAY)
    make("Zoé", article=article, status="pending")

    assert found("panne") == ["Lectrice 0", "Lectrice 1", "Lectrice 2"]


def test_what_a_reader_wrote_is_escaped_before_it_is_marked(article):
    make("<b>Zoé</b>", '<script>alert("panne")</script> & panne', article=article)

    text = Client().get("/search/", {"q": "panne", "comments": "1"}).text

    assert "&lt;script&gt;alert(&quot;<mark>panne</mark>&quot;)&lt;/script&gt; &amp; <mark>panne</mark>" in text
    assert "&lt;b&gt;Zoé&lt;/b&gt;" in text


def test_a_hit_leads_into_the_discussion(article):
    comment = make("Zoé", article=article)

    assert hits("panne").find("a")["href"] == comment.get_absolute_url()


def test_a_deleted_comment_leaves_nothing_behind(article):
    make("Zoé", article=article, status="pending").delete()

    assert SearchTerms.objects.count() == 0


def test_searching_in_comments_costs_the_same_however_many_there_are(article, django_assert_max_num_queries):
    make("Zoé", article=article)
    with django_assert_max_num_queries(14) as few:
        hits("panne")
    for number in range(8):
        make(f"Lectrice {number}", article=make_article(section=article.section))

    with django_assert_max_num_queries(len(few)):
        hits("panne")
    assert Article.objects.published().count() == 9
