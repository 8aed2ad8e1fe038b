"""What is sent twice is taken once: a double click, the back button, a retry after a lost answer."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django_tasks_db.models import DBTaskResult

from comments.models import Comment
from tests.comments.readers import SAME_ORIGIN, page_of, send_comment
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

# A second before the first of two periods of 15 minutes ends, in the way in which submissions are keyed.
BEFORE_THE_BOUNDARY = datetime(2026, 11, 25, 12, 14, 59, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
SECOND = timedelta(seconds=1)


def withdraw(client, receipt):
    return client.post(f"{receipt}withdraw/", headers=SAME_ORIGIN)


# The same


def test_the_same_submission_twice_is_one_comment_with_one_receipt(client, article):
    first = send_comment(client, article)
    second = send_comment(client, article)

    assert (first.status_code, second.status_code) == (302, 302)
    assert second.url == first.url
    assert Comment.objects.count() == 1


def test_the_same_submission_twice_rings_for_screening_once(client, article):
    send_comment(client, article)
    send_comment(client, article)

    assert DBTaskResult.objects.count() == 1


def test_the_same_answer_twice_is_one_comment(client, article):
    question = make_comment(article=article, status="approved")

    first = send_comment(client, article, parent=question.pk)
    second = send_comment(client, article, parent=question.pk)

    assert second.url == first.url
    assert question.replies.count() == 1


def test_another_browser_at_the_same_address_sends_the_same_submission(article):
    first = send_comment(Client(headers={"user-agent": "Lynx"}), article)
    second = send_comment(Client(headers={"user-agent": "w3m"}), article)

    assert second.url == first.url


def test_line_breaks_that_a_browser_writes_in_its_own_way_are_the_same(client, article):
    first = send_comment(client, article, body="un\r\ndeux")
    second = send_comment(client, article, body="un\ndeux")

    assert second.url == first.url


@pytest.mark.parametrize("decide", ["approve", "reject", "mark_as_spam"])
def test_what_is_sent_again_after_a_decision_gives_the_receipt_that_tells_it(client, article, moderator, decide):
    first = send_comment(client, article)
    getattr(Comment.objects.get(), decide)(by=moderator)

    second = send_comment(client, article)

    assert second.url == first.url
    assert Comment.objects.count() == 1


# Time


@pytest.mark.parametrize("later", [SECOND, 2 * SECOND, timedelta(minutes=8), QUARTER - SECOND])
def test_within_fifteen_minutes_it_is_one_submission_across_a_boundary_too(client, time_machine, later):
    time_machine.move_to(BEFORE_THE_BOUNDARY, tick=False)
    article = make_article()
    first = send_comment(client, article)

    time_machine.move_to(BEFORE_THE_BOUNDARY + later, tick=False)
    second = send_comment(client, article)

    assert second.url == first.url
    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    "sent_at", [BEFORE_THE_BOUNDARY, BEFORE_THE_BOUNDARY + SECOND, BEFORE_THE_BOUNDARY - 7 * SECOND]
)
@pytest.mark.parametrize("later", [QUARTER, QUARTER + SECOND, timedelta(days=1)])
def test_after_fifteen_minutes_it_has_been_received_and_no_receipt_is_given(client, time_machine, sent_at, later):
    time_machine.move_to(sent_at, tick=False)
    article = make_article()
    first = send_comment(client, article)

    time_machine.move_to(sent_at + later, tick=False)
    second = send_comment(client, article)

    form = page_of(second).find(id="comment-form")
    assert second.status_code == 409
    assert first.url not in second.text
    assert form.find(role="alert").find("li").text
    assert form.field("body").typed == Comment.objects.get().body


def test_after_fifteen_minutes_the_same_words_from_elsewhere_are_another_comment(client, time_machine):
    time_machine.move_to(BEFORE_THE_BOUNDARY, tick=False)
    article = make_article()
    send_comment(client, article)

    time_machine.move_to(BEFORE_THE_BOUNDARY + QUARTER, tick=False)
    second = send_comment(client, article, address="198.51.100.9")

    assert second.status_code == 302
    assert Comment.objects.count() == 2


def test_what_was_withdrawn_long_ago_may_be_sent_again(client, time_machine):
    time_machine.move_to(BEFORE_THE_BOUNDARY, tick=False)
    article = make_article()
    withdraw(client, send_comment(client, article).url)

    time_machine.move_to(BEFORE_THE_BOUNDARY + timedelta(days=1), tick=False)
    second = send_comment(client, article)

    assert second.status_code == 302


# Another


@pytest.mark.parametrize(
    "other",
    [
        {"author_name": "Zoé L."},
        {"author_email": "ines@example.org"},
        {"author_url": "https://zoe.example/"},
        {"body": "Merci pour cet article : « clair » et précis !"},
        {"address": "192.0.2.8"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_differs_in_one_field_is_another_comment_with_its_own_receipt(client, article, other):
    first = send_comment(client, article)
    second = send_comment(client, article, **other)

    assert second.status_code == 302
    assert second.url != first.url
    assert Comment.objects.count() == 2


def test_the_same_words_under_another_story_are_another_comment(client, article):
    first = send_comment(client, article)
    second = send_comment(client, make_article())

    assert second.url != first.url
    assert Comment.objects.count() == 2


def test_the_same_words_to_another_comment_are_another_answer(client, article):
    questions = [make_comment(article=article, status="approved") for _ in range(2)]

    receipts = {send_comment(client, article, parent=parent).url for parent in ["", *(q.pk for q in questions)]}

    assert len(receipts) == 3


def test_values_that_only_read_the_same_when_put_together_are_another_comment(client, article):
    first = send_comment(client, article, author_name="Zoé', 'x", body="texte")
    second = send_comment(client, article, author_name="Zoé", body="x', 'texte")

    assert second.url != first.url


def test_a_reader_who_sends_anothers_words_and_id_never_gets_the_receipt(client, article, moderator):
    hers = send_comment(client, article, body="Mes mots.", submission_id="abc")
    Comment.objects.get().approve(by=moderator)

    theirs = send_comment(
        Client(),
        article,
        author_email="autre@example.org",
        body="Mes mots.",
        submission_id="abc",
        address="198.51.100.9",
    )

    assert theirs.status_code == 302
    assert theirs.url != hers.url


# The hint of a script


def test_the_same_submission_with_the_same_id_is_one_comment(client, article):
    first = send_comment(client, article, submission_id="a-Z_09")
    second = send_comment(client, article, submission_id="a-Z_09")

    assert second.url == first.url


def test_the_same_words_with_another_id_are_another_comment(client, article):
    receipts = {send_comment(client, article, submission_id=hint).url for hint in ("", "a", "b")}

    assert len(receipts) == 3


def test_the_same_id_with_other_words_is_another_comment(client, article):
    first = send_comment(client, article, submission_id="a")
    second = send_comment(client, article, submission_id="a", body="D’autres mots.")

    assert second.url != first.url


@pytest.mark.parametrize(
    "hint", ["x" * 65, "a b", "é", "٣", "a/b", "a\n", "\x00", "a\x00b", "<script>", "{}", "x" * 5000], ids=ascii
)
def test_an_id_that_is_malformed_counts_as_absent(client, article, hint):
    first = send_comment(client, article)
    second = send_comment(client, article, submission_id=hint)

    assert (second.status_code, second.url) == (302, first.url)


# Withdrawn


def test_what_is_sent_again_after_withdrawing_is_a_new_comment(client, article):
    first = send_comment(client, article)
    withdraw(client, first.url)

    second = send_comment(client, article)

    assert second.url != first.url
    assert sorted(Comment.objects.values_list("status", flat=True)) == ["pending", "withdrawn"]


def test_what_is_sent_again_after_withdrawing_is_itself_taken_once(client, article):
    withdraw(client, send_comment(client, article).url)

    second = send_comment(client, article)
    third = send_comment(client, article)

    assert third.url == second.url
    assert Comment.objects.count() == 2


# At once


@pytest.mark.django_db(transaction=True)
def test_one_submission_that_arrives_many_times_at_once_is_one_comment(tmp_path):
    senders, rounds = 6, 5
    articles = [make_article() for _ in range(rounds)]

    with database_for_threads(tmp_path), ThreadPoolExecutor(senders) as pool:
        for article in articles:
            answers = at_once(pool, senders, lambda article=article: send_comment(Client(), article))

            assert {answer.status_code for answer in answers} == {302}
            assert len({answer.url for answer in answers}) == 1
        (stored,) = at_once(pool, 1, lambda: list(Comment.objects.values_list("article_id", flat=True)))

    assert sorted(stored) == sorted(article.pk for article in articles)
