"""The thread around a comment and the history of its author, in a drawer of the card or on a page of their own."""

import pytest

from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
IN_PLACE = {"HX-Request": "true"}


@pytest.fixture
def thread(moderator):
    article = make_article(headline="Éloge des puces lentes", standfirst="Pourquoi se presser ?")
    make = {"article": article, "status": "approved", "decided_by": moderator}
    root = make_comment(author_name="Racine", **make)
    answer = make_comment(author_name="Réponse", parent=root, **make)
    make_comment(author_name="Voisine", parent=root, **make)
    waiting = make_comment(author_name="En attente", parent=answer, article=article)
    make_comment(author_name="Ailleurs", **make)
    return root, answer, waiting


def names(answer, part):
    return [comment.author_name for comment in getattr(answer.context["around"], part)]


def test_the_thread_shows_what_stands_above_beside_and_below(desk, thread):
    answer = desk.get(f"/moderation/comments/{thread[1].pk}/thread/")

    assert names(answer, "above") == ["Racine"]
    assert names(answer, "beside") == ["Voisine"]
    assert names(answer, "below") == ["En attente"]
    assert "Pourquoi se presser ?" in answer.text


def test_a_long_thread_is_shown_in_part(desk, thread, moderator):
    for _ in range(30):
        make_comment(article=thread[0].article, parent=thread[0], status="approved", decided_by=moderator)

    assert len(names(desk.get(f"/moderation/comments/{thread[0].pk}/thread/"), "below")) == 12


@pytest.mark.parametrize("drawer", ["thread", "author"])
def test_a_drawer_is_a_part_of_the_page_and_a_page_without_javascript(desk, thread, drawer):
    address = f"/moderation/comments/{thread[1].pk}/{drawer}/"

    assert "<html" not in desk.get(address, headers=IN_PLACE).text
    assert "<html" in desk.get(address).text


def test_the_history_of_an_author_shows_other_names_and_other_addresses(desk):
    comment = make_comment(author_name="Zoé", author_email="zoe@example.org", ip_address="198.51.100.7")
    make_comment(author_name="Zoé B.", author_email="ZOE@example.org", ip_address="203.0.113.9", body="Un autre jour.")
    make_comment(author_name="Max", author_email="max@example.org", ip_address="198.51.100.7", body="Du même bureau.")
    make_comment(author_name="Inconnue", ip_address="203.0.113.77", body="Sans rapport.")

    answer = desk.get(f"/moderation/comments/{comment.pk}/author/")

    assert answer.context["names"] == ["Zoé B."]
    assert [each.body for each in answer.context["history"]] == ["Un autre jour."]
    assert [each.body for each in answer.context["others"]] == ["Du même bureau."]
    assert "Sans rapport." not in answer.text


def test_without_an_address_nothing_is_known(desk):
    make_comment(author_email="", ip_address=None)
    comment = make_comment(author_email="", ip_address=None)

    answer = desk.get(f"/moderation/comments/{comment.pk}/author/")

    assert answer.status_code == 200
    assert (answer.context["history"], answer.context["others"], answer.context["names"]) == ([], [], [])


@pytest.mark.parametrize("drawer", ["thread", "author"])
def test_a_comment_that_is_not_there_is_not_found(desk, drawer):
    assert desk.get(f"/moderation/comments/999/{drawer}/").status_code == 404
