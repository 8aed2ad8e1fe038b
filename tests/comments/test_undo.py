"""Undo takes one's own presses back, one after another, and never what a colleague has decided since."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from comments.finding.index import describe, store
from comments.models import Comment, ModerationEvent
from comments.moderation.undoing import take_last_back
from comments.screening.engine import report_due_decisions
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db


def state_of(comment: Comment) -> tuple[object, ...]:
    return Comment.objects.values_list("status", "decided_at", "decided_by", "report_after").get(pk=comment.pk)


@pytest.mark.parametrize("decide", ["approve", "reject", "mark_as_spam"])
def test_a_decision_taken_back_leaves_the_comment_as_it_was(moderator, decide):
    comment = make_comment()
    before = state_of(comment)
    getattr(comment, decide)(by=moderator)

    undone = take_last_back(by=moderator)

    assert undone.count == 1
    assert state_of(comment) == before
    last = ModerationEvent.objects.order_by("pk").last()
    assert (last.user, last.to_status) == (moderator, "pending")
    assert last.undoes == ModerationEvent.objects.order_by("pk").first().batch


def test_presses_are_taken_back_one_after_another_each_once(moderator):
    first, second = make_comment(), make_comment()
    first.approve(by=moderator)
    second.reject(by=moderator)

    undone = [take_last_back(by=moderator) for _ in range(3)]

    assert [done and done.comment_ids for done in undone] == [[second.pk], [first.pk], None]
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}


def test_what_a_colleague_had_decided_before_stands_again_in_the_colleagues_name(moderator, colleague):
    comment = make_comment()
    comment.approve(by=colleague)
    before = state_of(comment)
    comment.mark_as_spam(by=moderator)

    take_last_back(by=moderator)

    assert state_of(comment) == before


def test_a_decision_made_after_one_that_was_taken_back_goes_back_to_the_one_before(moderator):
    comment = make_comment()
    comment.approve(by=moderator)
    approved = state_of(comment)
    comment.reject(by=moderator)
    take_last_back(by=moderator)
    comment.refresh_from_db()
    comment.mark_as_spam(by=moderator)

    take_last_back(by=moderator)

    assert state_of(comment) == approved


def test_what_a_colleague_decided_since_stays(moderator, colleague):
    comment = make_comment()
    comment.approve(by=moderator)
    comment.refresh_from_db()
    comment.reject(by=colleague)

    undone = take_last_back(by=moderator)

    assert undone.count == 0
    assert state_of(comment)[0] == "rejected"


def test_nobody_takes_a_colleagues_press_back(moderator, colleague):
    make_comment().approve(by=colleague)

    assert take_last_back(by=moderator) is None


def test_a_press_on_a_hundred_comments_is_taken_back_at_once(moderator, django_assert_max_num_queries):
    article = make_article()
    numbers = [make_comment(article=article).pk for _ in range(100)]
    Comment.objects.filter(pk__in=numbers).approve(by=moderator, batch=uuid4())

    with django_assert_max_num_queries(16):
        undone = take_last_back(by=moderator)

    assert undone.count == 100
    assert not Comment.objects.exclude(status="pending").exists()


def test_counters_and_pages_of_the_story_are_right_again(moderator):
    comment = make_comment()
    comment.approve(by=moderator)
    version = Article.objects.get().version

    take_last_back(by=moderator)

    article = Article.objects.get()
    assert article.comment_count == 0
    assert article.version > version


def test_after_it_nothing_is_reported(sandbox, moderator):
    make_comment().mark_as_spam(by=moderator)
    take_last_back(by=moderator)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        report_due_decisions()

    assert sandbox.calls == []


def test_a_withdrawn_comment_stays_its_authors(moderator):
    comment = make_comment()
    comment.approve(by=moderator)
    comment.refresh_from_db()
    comment.withdraw()

    assert take_last_back(by=moderator).count == 0
    assert state_of(comment)[0] == "withdrawn"


def test_decisions_of_yesterday_are_not_taken_back_blindly(moderator):
    make_comment().approve(by=moderator)

    with time_machine.travel(timezone.now() + timedelta(days=1)):
        assert take_last_back(by=moderator) is None


def test_five_hundred_decisions_are_undone_as_one_and_nothing_has_left_the_house(client, moderator, sandbox):
    article = make_article()
    at = timezone.now()
    waiting = [_spam(article, number, at) for number in range(500)]
    for comment in waiting:
        describe(comment)
    store(waiting)
    address = article.get_absolute_url()
    before = client.get(address).content
    client.force_login(moderator)

    with time_machine.travel(at, tick=False) as clock:
        posted = {"query": "queue=spam", "decision": "approve"}
        until = client.post("/moderation/decide-all/", posted).context["until"]
        client.post("/moderation/decide-all/", posted | {"until": until})
        assert Comment.objects.filter(status="approved").count() == 500
        clock.shift(100)
        client.post("/moderation/undo/")
        clock.shift(3600)
        report_due_decisions()

    assert Comment.objects.filter(status="pending", decided_at=None).count() == 500
    assert Article.objects.get(pk=article.pk).comment_count == 0
    assert sandbox.calls == []
    client.logout()
    assert client.get(address).content == before


def _spam(article, number, at) -> Comment:
    comment = Comment(
        article=article,
        author_name=f"Lectrice {number}",
        author_email=f"lectrice{number}@example.org",
        body=f"Numéro {number}.",
        submitted_at=at - timedelta(minutes=number + 1),
        verdict="spam",
        reported_as="spam",
        told={"comment_content": f"Numéro {number}."},
        ip_address="192.0.2.7",
    )
    comment.place_in_thread()
    return comment
