"""“17 more like this”: comments that share a text, an address or a site stand together and are decided at once."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment
from comments.moderation import alike
from comments.moderation.alike import alike_in
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

TEXT = "Je gagne trois mille euros par mois depuis chez moi grâce à cette méthode simple et gratuite"


def wave(count, **values):
    article = make_article()
    return [
        make_comment(article=article, body=f"{TEXT} {number}", ip_address=f"198.51.100.{number + 1}", **values)
        for number in range(count)
    ]


def alone(**values):
    return make_comment(body="Tout autre chose, écrit par quelqu’un d’autre.", ip_address="203.0.113.9", **values)


def cards_on(answer):
    return {card.comment.pk: card for card in answer.context["cards"]}


def test_a_card_says_how_many_more_are_like_it(desk):
    first, *_others = wave(4)
    other = alone()

    cards = cards_on(desk.get("/moderation/"))

    assert cards[first.pk].alike.count == "3"
    assert [shared.kind for shared in cards[first.pk].alike.shared] == ["t"]
    assert cards[other.pk].alike is None


def test_each_kind_of_likeness_is_counted_for_itself_and_all_together(desk):
    article = make_article()
    one = make_comment(article=article, author_email="x@example.org", ip_address="198.51.100.1", body="Un.")
    make_comment(article=article, author_email="X@example.org", ip_address="198.51.100.2", body="Deux.")
    make_comment(article=article, author_email="x@example.org", ip_address="198.51.100.1", body="Trois.")
    make_comment(article=article, author_email="y@example.org", ip_address="198.51.100.1", body="Quatre.")

    card = cards_on(desk.get("/moderation/"))[one.pk]

    assert card.alike.count == "3"
    assert {shared.kind: shared.count for shared in card.alike.shared} == {"e": "2", "a": "2"}


def test_the_same_site_is_the_same_whatever_page_of_it_is_linked(desk):
    article = make_article()
    made = [
        make_comment(article=article, body=body, ip_address=f"198.51.100.{number}")
        for number, body in enumerate(["https://www.vendeur.example/a", "Ici : http://vendeur.example/b?c=1"], 1)
    ]

    cards = cards_on(desk.get("/moderation/"))

    assert all([shared.kind for shared in cards[comment.pk].alike.shared] == ["h"] for comment in made)


def test_only_what_waits_in_the_same_queue_counts(desk, moderator):
    first, second, *_ = wave(3)
    Comment.objects.filter(pk=second.pk).approve(by=moderator)

    assert cards_on(desk.get("/moderation/"))[first.pk].alike.count == "1"


def test_the_link_leads_to_those_that_are_alike_and_says_what_they_share(desk):
    first, *others = wave(3)
    alone()

    answer = desk.get(f"/moderation/?queue=review&alike={first.pk}&by=t")

    cards = cards_on(answer)
    assert set(cards) == {first.pk, *(other.pk for other in others)}
    assert all(card.shares for card in cards.values())
    assert "checked" in answer.text.split('name="all"')[1][:40]


def test_a_group_is_decided_on_with_one_press(desk):
    first, *others = wave(5)
    other = alone()

    answer = desk.get(f"/moderation/?alike={first.pk}")
    shown = [card.comment.pk for card in answer.context["cards"]]
    desk.post("/moderation/decide/", {"all": "1", "shown": shown, "decision": "spam"})

    assert set(Comment.objects.filter(status="spam")) == {first, *others}
    other.refresh_from_db()
    assert other.status == "pending"


@pytest.mark.parametrize("given", ["", "0", "x", "9" * 30, "%00"])
def test_a_list_like_nothing_is_a_list_of_nothing_or_of_everything(desk, given):
    comment = make_comment()

    answer = desk.get(f"/moderation/?alike={given}")

    assert answer.status_code == 200
    assert set(cards_on(answer)) <= {comment.pk}


def test_a_wave_without_end_is_counted_to_a_bound(monkeypatch, desk):
    monkeypatch.setattr(alike, "READ_AT_ONCE", 3)
    first, *_others = wave(9)

    counted = alike_in(Comment.objects.in_queue("review"), [first])[first.pk]

    assert counted.count.endswith("+")


def test_the_number_of_queries_does_not_grow_with_the_wave(desk):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get("/moderation/")
        return len(captured)

    wave(2)
    few = queries()
    wave(20)

    assert queries() == few


def test_what_is_folded_away_does_not_count(desk):
    first, _second = wave(2, verdict="spam")
    make_comment(article=first.article, body=first.body, verdict="discard", ip_address="198.51.100.77")

    answer = desk.get("/moderation/?queue=spam")

    assert cards_on(answer)[first.pk].alike.count == "1"
    assert len(cards_on(desk.get(f"/moderation/?queue=spam&alike={first.pk}"))) == 2
