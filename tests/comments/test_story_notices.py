"""Authors are told that readers comment on their story, once that is published."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from articles.models import Notice
from comments.models import Comment
from comments.story_notices import tell_of_published_comments
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 1, tzinfo=UTC)


@pytest.fixture
def clock():
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def comment(clock, journalist):
    return make_comment(article=make_article(created_by=journalist), body="Des mots de lecteur.")


def told(clock, minutes: int) -> int:
    clock.move_to(NOW + timedelta(minutes=minutes))
    return tell_of_published_comments(NOW + timedelta(minutes=minutes))


def test_an_author_is_told_once_of_a_published_comment(clock, comment, moderator, journalist):
    comment.approve(by=moderator)

    assert [told(clock, minutes) for minutes in (1, 4, 9, 14, 19)] == [0, 0, 1, 0, 0]

    notice = Notice.objects.get()
    assert (notice.to, notice.kind, notice.article) == (journalist, "comment", comment.article)
    assert "Des mots" not in notice.words


def test_nobody_is_told_of_what_was_taken_back_in_time(clock, comment, moderator):
    comment.approve(by=moderator)
    Comment.objects.get().reopen(by=moderator)

    assert told(clock, 9) == 0
    assert not Notice.objects.exists()


def test_nobody_is_told_of_what_waits_or_was_refused(clock, comment, moderator):
    comment.mark_as_spam(by=moderator)

    assert told(clock, 9) == 0


def test_a_hundred_comments_are_one_notice(clock, comment, moderator):
    for _number in range(4):
        make_comment(article=comment.article).approve(by=moderator)
    comment.approve(by=moderator)

    told(clock, 9)

    assert Notice.objects.count() == 1
