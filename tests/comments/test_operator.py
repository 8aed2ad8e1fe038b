"""What reaches the operator: metrics, one mail a day, and the deletion of blatant spam when its time has passed."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from comments.models import AkismetService, Comment
from comments.screening.engine import screen_due_comments
from comments.screening.operator_mail import tell_operator
from comments.screening.sandbox import Mode
from comments.screening.told import FIELDS_SENT
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

TOKEN = "jeton-du-moniteur"


def service(state: str, since_hours: float, **values) -> AkismetService:
    since = timezone.now() - timedelta(hours=since_hours)
    return AkismetService.objects.create(pk=1, state=state, since=since, **values)


# Metrics


@pytest.mark.parametrize("authorization", [None, "", TOKEN, "Bearer ", "Bearer autre", f"Basic {TOKEN}"])
def test_metrics_are_closed_to_the_public(client, settings, authorization):
    settings.METRICS_TOKEN = TOKEN

    answer = client.get("/metrics", headers={"authorization": authorization} if authorization is not None else {})

    assert answer.status_code == 404
    assert "newsroom_" not in answer.text


def test_without_a_token_there_are_no_metrics(client, settings):
    settings.METRICS_TOKEN = ""

    assert client.get("/metrics", headers={"authorization": "Bearer "}).status_code == 404


def test_metrics_tell_backlog_age_state_and_outcomes(client, settings, sandbox, moderator):
    settings.METRICS_TOKEN = TOKEN
    make_comment().mark_as_spam(by=moderator)
    make_comment(screened=False)
    screen_due_comments()
    sandbox.set_mode(Mode.ERROR503)
    make_comment(screened=False, submitted_at=timezone.now() - timedelta(minutes=3))
    screen_due_comments()

    lines = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"}).text.splitlines()

    found = dict(line.rsplit(" ", 1) for line in lines if not line.startswith("#"))
    assert float(found["newsroom_screening_waiting"]) == 1
    assert 180 <= float(found["newsroom_screening_oldest_waiting_seconds"]) < 240
    assert float(found["newsroom_screening_reports_due"]) == 1
    assert float(found['newsroom_akismet_state{state="well"}']) == 1
    assert float(found['newsroom_akismet_calls_recent{call="check",outcome="ham"}']) == 1
    assert float(found['newsroom_akismet_calls_recent{call="check",outcome="http_503"}']) == 1


# Mail


@pytest.fixture(autouse=True)
def _operator(settings):
    settings.ADMINS = ["exploitation@example.org"]


@pytest.mark.parametrize(
    ("state", "hours", "is_told"),
    [("refused", 0, True), ("away", 0.5, False), ("away", 1.1, True), ("busy", 1, False), ("well", 100, False)],
)
def test_the_operator_is_told_of_what_does_not_mend_by_itself(state, hours, is_told):
    service(state, hours, error="timeout")

    assert tell_operator(timezone.now()) is is_told
    assert len(mail.outbox) == is_told


def test_the_mail_says_what_to_do_and_holds_no_key(settings):
    settings.AKISMET_API_KEY = "0123456789ab"
    service("refused", 1, error="suspended", alert_message="Your plan is unpaid.")

    tell_operator(timezone.now())

    (message,) = mail.outbox
    assert message.to == ["exploitation@example.org"]
    assert "check_akismet" in message.body
    assert "Your plan is unpaid." in message.body
    assert "0123456789ab" not in message.body + message.subject


def test_one_mail_a_day_is_enough():
    service("refused", 1)
    now = timezone.now()

    sent = [tell_operator(now + timedelta(hours=hours)) for hours in (0, 1, 23, 24.1, 25)]

    assert sent == [True, False, False, True, False]


def test_a_mail_that_cannot_be_sent_is_tried_again(settings):
    service("refused", 1)
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }

    assert tell_operator(timezone.now()) is False
    assert AkismetService.current().operator_told_at is None


def test_without_an_address_nobody_is_told(settings):
    settings.ADMINS = []
    service("refused", 1)

    assert tell_operator(timezone.now()) is False


# Blatant spam


def old_blatant_spam(**values) -> Comment:
    comment = make_comment(verdict="discard", **values)
    Comment.objects.filter(pk=comment.pk).update(screened_at=timezone.now() - timedelta(days=61))
    return comment


def purge(*arguments: str) -> str:
    out = io.StringIO()
    call_command("purge_blatant_spam", *arguments, stdout=out)
    return out.getvalue()


def test_blatant_spam_is_deleted_after_its_time_and_not_before(caplog):
    caplog.set_level("INFO")
    overdue = old_blatant_spam()
    fresh = make_comment(verdict="discard")

    said = purge()

    assert said.startswith("1 ")
    assert list(Comment.objects.all()) == [fresh]
    assert str(overdue.pk) in caplog.text


def test_what_a_person_decided_on_is_kept_whichever_way(moderator):
    for decide in ("approve", "reject", "mark_as_spam", "reopen"):
        comment = old_blatant_spam()
        if decide == "reopen":
            comment.mark_as_spam(by=moderator)
        getattr(comment, decide)(by=moderator)

    purge()

    assert Comment.objects.count() == 4


@pytest.mark.parametrize("verdict", ["ham", "spam"])
def test_no_other_verdict_is_ever_deleted(verdict):
    make_comment(verdict=verdict)
    Comment.objects.update(screened_at=timezone.now() - timedelta(days=1000))

    purge()

    assert Comment.objects.count() == 1


@pytest.mark.parametrize("arguments", [["--days", "0"], ["--dry-run"]])
def test_zero_days_and_a_rehearsal_delete_nothing(arguments):
    old_blatant_spam()

    purge(*arguments)

    assert Comment.objects.count() == 1


# What the owner may leave out


def test_the_owner_may_leave_the_e_mail_address_out(client, sandbox, settings):
    settings.AKISMET_SEND_EMAIL = False
    make_comment(screened=False, author_email="zoe@example.org")

    screen_due_comments()

    assert "zoe@example.org" not in str(sandbox.checks[0].fields)
    assert "comment_author_email" not in sandbox.checks[0].fields
    assert str(FIELDS_SENT["comment_author_email"]) not in client.get("/privacy/").text


def test_the_privacy_page_lists_exactly_what_is_sent(client, sandbox):
    make_comment(screened=False)
    screen_due_comments()

    page = client.get("/privacy/").text

    of_the_protocol = {"api_key", "blog"}
    assert set(sandbox.checks[0].fields) - of_the_protocol == set(FIELDS_SENT)
    assert all(str(words) in page for words in FIELDS_SENT.values())
