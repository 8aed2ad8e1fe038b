"""
Each way in which Akismet may fail: what it does to a comment, what the moderators' desk says, and how it ends.

The stand-in fails over real HTTP; the clock is moved to the time at which the worker wants to come back.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
import time_machine
from django.utils import timezone

from comments.models import AkismetService, Comment, ServiceOutage
from comments.screening.circuit import FAILURES_TO_PAUSE
from comments.screening.engine import screen_due_comments
from comments.screening.sandbox import VERIFY, Mode
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 9, 30, tzinfo=UTC)
IN_FIVE_MINUTES = format_datetime(NOW + timedelta(minutes=5), usegmt=True)
SEVERAL = FAILURES_TO_PAUSE + 2
PATIENT = 10  # seconds: what is answered at all is answered in time, on a busy machine too


@dataclass(frozen=True)
class Failure:
    """A way to fail, what it is called in the row, and what it does to the queue."""

    mode: Mode
    error: str
    state: str = "away"
    retry_after: str = ""
    pause: int = 0  # seconds, where the failure asks for so many

    def __str__(self):
        when = "date" if "GMT" in self.retry_after else self.retry_after
        return f"{self.mode} {when}".strip()


FAILURES = [
    Failure(Mode.REFUSED, "refused"),
    Failure(Mode.STALLED, "timeout"),
    Failure(Mode.DRIPPING, "timeout"),
    Failure(Mode.RESET, "broken"),
    Failure(Mode.ERROR500, "http_500"),
    Failure(Mode.ERROR503, "http_503"),
    Failure(Mode.THROTTLED, "busy", "busy", "120", pause=120),
    Failure(Mode.THROTTLED, "busy", "busy", IN_FIVE_MINUTES, pause=300),
    Failure(Mode.THROTTLED, "busy", "busy", pause=60),
    Failure(Mode.BAD_KEY, "invalid_key", "refused"),
    Failure(Mode.SUSPENDED, "suspended", "refused"),
    Failure(Mode.EMPTY, "unreadable"),
    Failure(Mode.HTML, "unreadable"),
    Failure(Mode.OVERSIZED, "oversized"),
    Failure(Mode.OVERSIZED_CHUNKED, "oversized"),
    Failure(Mode.WRONG_CHARSET, "unreadable"),
    Failure(Mode.MISSING_FIELD, "unreadable"),
]
each_failure = pytest.mark.parametrize("failure", FAILURES, ids=str)

# How the line of the desk begins, by the state of the queue.
FIRST_WORDS = {
    "away": "Akismet ne répond plus depuis",
    "busy": "Akismet demande d’attendre.",
    "refused": "Akismet refuse la clé depuis",
}


@pytest.fixture(autouse=True)
def clock(sandbox):
    """A clock that stands still, so that the time to come back is a time and not a range."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def fail(sandbox, settings):
    """Make comments and let Akismet fail about them; return them and when the worker wants to come back."""

    def fail(failure, count):
        settings.AKISMET_TIMEOUT = 0.4 if failure.error == "timeout" else PATIENT
        article = make_article()
        comments = [make_comment(article=article, screened=False) for _ in range(count)]
        sandbox.set_mode(failure.mode, retry_after=failure.retry_after)
        return comments, screen_due_comments()

    return fail


@pytest.fixture
def recover(sandbox, settings, clock):
    """Let Akismet answer again, and the worker come back when it wished to."""

    def recover(come_back_at):
        settings.AKISMET_TIMEOUT = PATIENT
        sandbox.set_mode(Mode.OK)
        sandbox.clear()
        clock.move_to(come_back_at)
        screen_due_comments()

    return recover


@pytest.fixture
def warnings(client, moderator):
    def warnings():
        client.force_login(moderator)
        return [line.text for line in page_of(client.get("/moderation/")).find_all(class_="notice-warning")]

    return warnings


@each_failure
def test_failure_leaves_the_comment_unscreened_in_the_review_queue(fail, failure):
    (comment,), come_back_at = fail(failure, 1)

    comment.refresh_from_db()
    uses_up_an_attempt = failure.state == "away"
    assert (comment.verdict, comment.status, comment.told) == ("", "pending", None)
    assert (comment.lease, comment.leased_until) == ("", None)
    assert list(Comment.objects.in_queue("review")) == [comment]
    assert comment.screening_error == failure.error
    assert comment.screening_attempts == uses_up_an_attempt
    assert (comment.screen_after > timezone.now()) == uses_up_an_attempt
    assert come_back_at == (comment.screen_after if uses_up_an_attempt else AkismetService.current().paused_until)
    if failure.pause:
        assert come_back_at == timezone.now() + timedelta(seconds=failure.pause)


@each_failure
def test_failure_is_one_line_of_the_desk_until_akismet_answers(fail, recover, warnings, failure):
    _comments, come_back_at = fail(failure, SEVERAL)

    (warning,) = warnings()

    assert warning.startswith(FIRST_WORDS[failure.state])
    assert f" {SEVERAL} commentaires " in warning
    assert (failure.error in warning) == (failure.state == "away")
    recover(come_back_at)
    assert warnings() == []


def test_failure_about_a_single_comment_is_one_line_of_the_desk_too(fail, recover, warnings):
    _comments, come_back_at = fail(Failure(Mode.ERROR503, "http_503"), 1)

    (warning,) = warnings()

    assert " 1 commentaire " in warning
    assert "http_503" in warning
    assert "Prochain essai" in warning
    recover(come_back_at)
    assert warnings() == []


@each_failure
def test_recovery_gives_every_comment_its_verdict_with_one_more_call_each(sandbox, fail, recover, failure):
    comments, come_back_at = fail(failure, SEVERAL)
    service = AkismetService.current()
    assert (service.state, service.error, service.paused_until) == (failure.state, failure.error, come_back_at)

    recover(come_back_at)

    for comment in comments:
        comment.refresh_from_db()
    assert {(comment.verdict, comment.screening_error, comment.screening_attempts) for comment in comments} == {
        ("ham", "", 0)
    }
    asked = [call.fields["comment_content"] for call in sandbox.checks]
    assert sorted(asked) == sorted(comment.body for comment in comments)
    assert len([call for call in sandbox.calls if call.path == VERIFY]) == (failure.state == "refused")
    assert [outage.ended_at for outage in ServiceOutage.objects.all()] == [timezone.now()]
