"""Blatant spam is folded away from the queue of spam: what is shown where, and that a false alarm can be found."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment
from comments.moderation import queues
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

SPAM = "/moderation/?queue=spam"
BLATANT = f"{SPAM}&blatant=1"


@pytest.fixture
def full_queue(moderator):
    make_comment(author_name="Publicité", verdict="spam")
    make_comment(author_name="Grossière", verdict="discard")
    make_comment(author_name="Énorme", verdict="discard")
    make_comment(author_name="Signalée", status="spam", decided_by=moderator)
    make_comment(author_name="Confirmée", verdict="discard", status="spam", decided_by=moderator)


def names_on(answer):
    return [card.comment.author_name for card in answer.context["cards"]]


def links_to(answer, address):
    return f'href="{address.replace("&", "&amp;")}"' in answer.text


def test_the_list_of_spam_leaves_out_what_is_blatant_and_undecided(desk, full_queue):
    assert set(names_on(desk.get(SPAM))) == {"Publicité", "Signalée", "Confirmée"}


def test_blatant_spam_has_a_list_of_its_own(desk, full_queue):
    assert set(names_on(desk.get(BLATANT))) == {"Grossière", "Énorme"}


def test_both_lists_together_are_the_queue(desk, full_queue):
    lists = names_on(desk.get(SPAM)) + names_on(desk.get(BLATANT))

    assert sorted(lists) == sorted(comment.author_name for comment in Comment.objects.in_queue("spam"))


def test_the_tab_counts_the_whole_queue(desk, full_queue):
    for address in (SPAM, BLATANT):
        counts = {queue.name: queue.count for queue in desk.get(address).context["queues"]}
        assert counts["spam"] == "5"


def test_the_list_says_how_many_are_folded_away_and_leads_to_them(desk, full_queue):
    answer = desk.get(SPAM)

    assert answer.context["folded"].sentence.startswith("2 ")
    assert links_to(answer, "?queue=spam&blatant=1")


def test_the_blatant_list_leads_back(desk, full_queue):
    answer = desk.get(BLATANT)

    assert answer.context["folded"] is None
    assert links_to(answer, "?queue=spam")
    assert 'class="folded"' in answer.text


def test_nothing_is_said_where_nothing_is_folded_away(desk, moderator):
    make_comment(verdict="spam")
    make_comment(verdict="discard", status="spam", decided_by=moderator)

    assert 'class="folded"' not in desk.get(SPAM).text


@pytest.mark.parametrize("queue", ["review", "approved", "rejected"])
def test_other_queues_know_nothing_of_blatant_spam(desk, full_queue, moderator, queue):
    status = "pending" if queue == "review" else queue
    make_comment(author_name="Ici", status=status, decided_by=moderator)

    answer = desk.get(f"/moderation/?queue={queue}&blatant=1")

    assert names_on(answer) == ["Ici"]
    assert 'class="folded"' not in answer.text


@pytest.mark.parametrize("value", ["", "0", "2", "yes", "%00"])
def test_only_a_one_asks_for_blatant_spam(desk, full_queue, value):
    assert "Grossière" not in names_on(desk.get(f"{SPAM}&blatant={value}"))


def test_a_list_with_nothing_but_blatant_spam_does_not_say_that_the_queue_is_empty(desk):
    empty = desk.get(SPAM).text
    make_comment(verdict="discard")

    answer = desk.get(SPAM)

    assert 'class="empty"' in answer.text
    assert empty[empty.index('class="empty"') :] != answer.text[answer.text.index('class="empty"') :]
    assert links_to(answer, "?queue=spam&blatant=1")


def test_an_empty_list_of_blatant_spam_says_so_and_leads_back(desk):
    answer = desk.get(BLATANT)

    assert 'class="empty"' in answer.text
    assert links_to(answer, "?queue=spam")


def test_more_than_a_thousand_are_not_counted_out(desk, monkeypatch):
    monkeypatch.setattr(queues, "COUNTED_UP_TO", 3)
    article = make_article()
    for _ in range(5):
        make_comment(article=article, verdict="discard")

    assert desk.get(SPAM).context["folded"].sentence.startswith("3+ ")


def test_a_search_in_the_spam_says_how_much_blatant_spam_holds_the_words(desk, full_queue):
    answer = desk.get(f"{SPAM}&q=Grossière")

    assert names_on(answer) == []
    assert answer.context["folded"].sentence.startswith("1 ")
    assert links_to(answer, "?queue=spam&q=Grossi%C3%A8re&blatant=1")


def test_a_search_in_the_blatant_spam_stays_in_it(desk, full_queue):
    answer = desk.get(f"{BLATANT}&q=Grossière")

    assert names_on(answer) == ["Grossière"]
    assert '<input type="hidden" name="blatant" value="1">' in answer.text


def test_a_search_without_success_leads_to_all_of_the_same_list(desk, full_queue):
    answer = desk.get(f"{BLATANT}&q=Publicité")

    assert names_on(answer) == []
    assert links_to(answer, "/moderation/?queue=spam&blatant=1")


def test_the_order_can_be_turned_in_the_blatant_list(desk):
    now = timezone.now()
    make_comment(author_name="Ancienne", verdict="discard", submitted_at=now - timedelta(hours=2))
    make_comment(author_name="Récente", verdict="discard", submitted_at=now)

    answer = desk.get(BLATANT)

    assert names_on(answer) == ["Récente", "Ancienne"]
    assert links_to(answer, "?queue=spam&blatant=1&order=oldest")
    assert names_on(desk.get(f"{BLATANT}&order=oldest")) == ["Ancienne", "Récente"]


@pytest.mark.parametrize(("address", "verdict"), [(SPAM, "spam"), (BLATANT, "discard")])
@pytest.mark.parametrize("order", ["oldest", "newest"])
def test_pages_by_keyset_show_every_comment_of_a_list_once(desk, monkeypatch, address, verdict, order):
    monkeypatch.setattr(queues, "PAGE_SIZE", 3)
    article, at, made = make_article(), timezone.now(), {"spam": set(), "discard": set()}
    for number in range(14):
        kind = "spam" if number % 2 else "discard"
        comment = make_comment(article=article, verdict=kind, submitted_at=at - timedelta(seconds=number // 3))
        made[kind].add(comment.author_name)

    address, seen = f"{address}&order={order}", []
    while address:
        answer = desk.get(address)
        seen += names_on(answer)
        address = answer.context["next"]

    assert sorted(seen) == sorted(made[verdict])


def test_a_false_alarm_is_approved_from_the_blatant_list_and_leads_back_to_it(desk):
    alarm = make_comment(verdict="discard")
    here = desk.get(BLATANT).context["here"]
    chosen = {"comment": alarm.pk, f"seen_{alarm.pk}": 1, f"state_{alarm.pk}": "pending"}

    answer = desk.post("/moderation/decide/", {**chosen, "decision": "approve", "next": here})

    alarm.refresh_from_db()
    assert alarm.status == "approved"
    assert "blatant=1" in answer.url


def test_the_whole_page_of_blatant_spam_can_be_decided_at_once(desk):
    comments = [make_comment(verdict="discard") for _ in range(3)]
    other = make_comment(verdict="spam")
    page = desk.get(BLATANT).text
    shown = [comment.pk for comment in (*comments, other) if f'name="shown" value="{comment.pk}"' in page]

    desk.post("/moderation/decide/", {"all": "1", "shown": shown, "decision": "spam"})

    assert [Comment.objects.get(pk=comment.pk).status for comment in (*comments, other)] == ["spam"] * 3 + ["pending"]


def test_a_decision_that_is_taken_back_is_folded_away_again(desk, moderator):
    comment = make_comment(verdict="discard", status="spam", decided_by=moderator)

    comment.reopen(by=moderator)

    assert names_on(desk.get(SPAM)) == []
    assert names_on(desk.get(BLATANT)) == [comment.author_name]


@pytest.mark.parametrize("address", [SPAM, BLATANT])
def test_the_number_of_queries_does_not_grow_with_blatant_spam(desk, address):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            desk.get(address)
        return len(captured)

    make_comment(verdict="discard")
    make_comment(verdict="spam")
    few = queries()
    for _ in range(10):
        make_comment(verdict="discard")
        make_comment(verdict="spam")

    assert queries() == few


@pytest.mark.parametrize(
    ("is_blatant", "indexes"),
    [(False, ["comment_spam_in_sight"]), (True, ["comment_spam_waits", "comment_queue_spam"])],
)
def test_both_lists_are_answered_by_an_index(is_blatant, indexes):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")
    comments = queues.listed("spam", is_blatant=is_blatant)
    plans = [
        comments.order_by("submitted_at", "pk")[:51].explain(),
        comments.order_by("-submitted_at", "-pk")[:51].explain(),
        comments.order_by()[:1001].explain(),
    ]

    assert all(any(index in plan for index in indexes) for plan in plans)
