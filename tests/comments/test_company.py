"""Working beside colleagues: who is here, who looks at what, and who has taken which comments."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from comments.models import Claim, Comment, Presence
from comments.moderation import claiming
from tests.factories import make_article, make_comment, make_journalist

pytestmark = pytest.mark.django_db


@pytest.fixture
def ben(colleague):
    from django.test import Client

    client = Client()
    client.force_login(colleague)
    return client


@pytest.fixture
def six():
    article, at = make_article(), timezone.now()
    return [make_comment(article=article, submitted_at=at - timedelta(minutes=9 - n)) for n in range(6)]


def shown(client, address="/moderation/"):
    return [card.comment for card in client.get(address).context["cards"]]


def look_at(client, comment, *others):
    return client.post("/moderation/presence/", {"comment": comment.pk, "shown": [each.pk for each in others]}).json()


def test_a_comment_that_a_colleague_looks_at_says_so(desk, ben, six):
    look_at(ben, six[2])

    cards = {card.comment.pk: card.looking for card in desk.get("/moderation/").context["cards"]}
    assert "Ben Okafor" in cards.pop(six[2].pk)
    assert set(cards.values()) == {""}
    assert "Ben Okafor" in look_at(desk, six[0], *six)["looking"][str(six[2].pk)]


def test_nobody_is_told_of_themselves(desk, six):
    assert look_at(desk, six[0], *six) == {"here": "", "looking": {}}
    assert desk.get("/moderation/").context["people"] == []


def test_who_was_not_heard_of_for_a_minute_is_gone(desk, ben, six):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        look_at(ben, six[0])
        clock.shift(59)
        assert look_at(desk, six[1], *six)["here"] == "Ben Okafor"
        clock.shift(2)
        assert look_at(desk, six[1], *six) == {"here": "", "looking": {}}


def test_moving_on_leaves_no_trace_on_the_comment_before(desk, ben, six):
    look_at(ben, six[0])
    look_at(ben, six[1])

    assert list(look_at(desk, six[5], *six)["looking"]) == [str(six[1].pk)]
    assert Presence.objects.count() == 2


@pytest.mark.parametrize("number", ["", "x", "0", "9" * 30, "-1"])
def test_a_comment_that_is_none_is_nowhere(desk, number):
    assert desk.post("/moderation/presence/", {"comment": number, "shown": [number]}).status_code == 200
    assert Presence.objects.get().comment is None


def test_presence_changes_nothing_on_a_get_and_is_for_moderators(client, desk):
    assert desk.get("/moderation/presence/").status_code == 405
    client.force_login(make_journalist())
    assert client.post("/moderation/presence/").status_code == 403
    assert not Presence.objects.exists()


def take(client, **asked):
    return client.post("/moderation/claim/", {"queue": "review"} | asked)


def test_what_one_has_taken_others_do_not_see_and_get_the_next(desk, ben, six, monkeypatch):
    monkeypatch.setattr(claiming, "BATCH", 2)

    answer = take(desk)

    assert "claimed=me" in answer.url
    assert shown(desk, answer.url) == six[:2]
    assert shown(desk) == six
    assert shown(ben) == six[2:]
    assert shown(ben, take(ben).url) == six[2:4]


def test_others_are_told_who_has_taken_how_many_until_when(desk, ben, six, monkeypatch):
    monkeypatch.setattr(claiming, "BATCH", 2)
    take(desk)

    (held,) = ben.get("/moderation/").context["held"]

    assert (held.by.username, held.count) == ("ana", 2)
    assert "Ana Ferreira" in ben.get("/moderation/").text


def test_a_claim_ends_by_itself_after_ten_minutes(desk, ben, six):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        take(desk)
        clock.shift(599)
        assert shown(ben) == []
        clock.shift(2)
        assert shown(ben) == six
        take(ben)
        assert shown(desk) == []


def test_a_claim_is_given_back(desk, ben, six):
    take(desk)
    assert shown(ben) == []

    desk.post("/moderation/claim/back/")

    assert shown(ben) == six


def test_a_claim_forbids_nothing_and_the_slower_one_is_told(desk, ben, six):
    take(desk)
    ben.post("/moderation/decide/", {"comment": six[0].pk, "decision": "approve"})

    answer = desk.post("/moderation/decide/", {"comment": six[0].pk, "decision": "spam"})

    assert answer.status_code == 409
    assert "Ben Okafor" in answer.text


def test_taking_again_keeps_what_one_has(desk, six, monkeypatch):
    monkeypatch.setattr(claiming, "BATCH", 3)
    take(desk)
    take(desk)

    assert Claim.objects.count() == 3


def test_the_filter_of_the_list_says_what_is_taken(desk, six):
    six[3].author_email = "x@example.org"
    other = make_comment(author_name="Voulue", body="Un texte rarissime.")

    answer = take(desk, q="rarissime")

    assert shown(desk, answer.url) == [other]
    assert Claim.objects.count() == 1


def test_where_nothing_is_left_to_take_it_says_so(desk, ben, six):
    take(desk)

    answer = ben.post("/moderation/claim/", {"queue": "review"}, follow=True)

    assert [str(message) for message in answer.context["messages"]] != []
    assert set(Claim.objects.values_list("by__username", flat=True)) == {"ana"}


def test_a_decision_on_the_whole_list_leaves_alone_what_a_colleague_has_taken(desk, ben, six, monkeypatch):
    monkeypatch.setattr(claiming, "BATCH", 2)
    take(ben)

    answer = desk.post("/moderation/decide-all/", {"query": "queue=review", "decision": "approve"})
    posted = {"query": "queue=review", "decision": "approve", "until": answer.context["until"]}
    desk.post("/moderation/decide-all/", posted)

    assert set(Comment.objects.filter(status="pending")) == set(six[:2])


@pytest.mark.parametrize("path", ["claim/", "claim/back/"])
def test_others_than_moderators_take_nothing(client, six, path):
    client.force_login(make_journalist())

    assert client.post(f"/moderation/{path}", {"queue": "review"}).status_code == 403
    assert not Claim.objects.exists()
