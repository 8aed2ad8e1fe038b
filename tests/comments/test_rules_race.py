"""Workers and people at the same comments at the same time: each comment has one decision, and a person's stands."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from django.db import connections

from comments.models import Comment, ModerationEvent
from comments.models.states import Seen
from comments.moderation.deciding import Decision, decide
from comments.rules.engine import apply_due_rules
from tests.comments.rules import due
from tests.comments.threads import database_for_threads
from tests.factories import make_article, make_moderator, make_rule


def closing_connections(work):
    try:
        return work()
    finally:
        connections.close_all()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("action", ["spam", "approve", "hold"])
def test_people_and_workers_at_once_leave_each_comment_with_one_decision(tmp_path, action, monkeypatch):
    monkeypatch.setattr("comments.rules.engine.BATCH", 7)
    make_rule(action=action)
    people = [make_moderator("ana"), make_moderator("ben")]
    article = make_article()
    numbers = [due(article=article).pk for _ in range(40)]

    def decide_on_all(person):
        order = Random(person.pk).sample(numbers, len(numbers))
        return sum(len(decide({pk: Seen("pending", 1)}, Decision("reject"), by=person).done) for pk in order)

    def look():
        comments = list(Comment.objects.values_list("pk", "status", "decided_by", "rules_due_at"))
        events = list(ModerationEvent.objects.values_list("comment_id", "to_status", "user"))
        article.refresh_from_db()
        return comments, events, article.comment_count

    with database_for_threads(tmp_path), ThreadPoolExecutor(4) as pool:
        tasks = [pool.submit(closing_connections, lambda person=person: decide_on_all(person)) for person in people]
        tasks += [pool.submit(closing_connections, apply_due_rules) for _ in range(2)]
        decided = [task.result() for task in tasks][:2]
        comments, events, count = pool.submit(closing_connections, look).result()

    assert all(due_at is None for *_rest, due_at in comments)
    assert len(events) == len(numbers)
    assert {(pk, status, by) for pk, status, by, _due in comments} == set(events)
    assert sum(by is not None for _pk, _status, by in events) == sum(decided)
    assert count == sum(status == "approved" for _pk, status, *_rest in comments)
