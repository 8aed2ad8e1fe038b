"""The mail to moderators who asked for one: when it is due, what is in it, who gets none, and its switch."""

import smtplib
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import DeskPreferences
from comments.moderation import queues
from comments.moderation.digest import digest_key, send_digests
from comments.tasks import send_digests_of_the_queue
from tests.factories import make_administrator, make_article, make_comment, make_editor

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("Europe/Paris"))


class FailsWhileSending(BaseEmailBackend):
    """A mail server that breaks off in the middle: nobody knows whether the mail has arrived."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected("gone")


def wish(person, **values):
    """Let a person ask for mail when two wait, or when one has waited for an hour, at most every four hours."""
    defaults = {"digest_on": True, "digest_waiting": 2, "digest_hours": 1, "digest_every": 4}
    return DeskPreferences.objects.create(user=person, **defaults | values)


def make_waiting(count=1, **ago):
    article = make_article()
    return [make_comment(article=article, submitted_at=NOW - timedelta(**ago)) for _ in range(count)]


def sent_after(*hours):
    """Return how many mails go out at each of these hours from now."""
    return [send_digests(NOW + timedelta(hours=hour)) for hour in hours]


# When it is due


@pytest.mark.parametrize(
    ("count", "minutes", "is_sent"), [(0, 0, False), (1, 59, False), (1, 60, True), (2, 0, True), (3, 300, True)]
)
def test_it_is_sent_when_many_wait_or_one_waits_for_long(moderator, count, minutes, is_sent):
    wish(moderator)
    make_waiting(count, minutes=minutes)

    assert send_digests(NOW) == is_sent
    assert len(mail.outbox) == is_sent


@pytest.mark.parametrize(
    ("wishes", "is_sent"),
    [
        ({"digest_waiting": None}, False),
        ({"digest_hours": None}, True),
        ({"digest_waiting": 3}, False),
        ({"digest_waiting": 3, "digest_hours": None}, False),
    ],
)
def test_each_threshold_can_stand_alone(moderator, wishes, is_sent):
    wish(moderator, **wishes)
    make_waiting(2, minutes=5)

    assert send_digests(NOW) == is_sent


def test_what_does_not_wait_for_review_is_no_news(moderator):
    wish(moderator)
    make_comment(verdict="spam", submitted_at=NOW - timedelta(days=2))
    make_comment(status="approved", decided_by=moderator, submitted_at=NOW - timedelta(days=2))

    assert send_digests(NOW) == 0


def test_many_comments_make_one_mail(moderator):
    wish(moderator)
    make_waiting(7, hours=3)

    assert send_digests(NOW) == 1
    assert len(mail.outbox) == 1


def test_the_next_one_comes_when_the_interval_has_passed_and_there_is_news(moderator):
    wish(moderator)
    make_waiting(2, hours=2)
    assert sent_after(0) == [1]
    make_waiting(1)

    assert sent_after(0.1, 3.9, 4, 4.1) == [0, 0, 1, 0]


def test_the_same_news_is_not_sent_again_however_long_it_lasts(moderator):
    wish(moderator, digest_every=1)
    make_waiting(2, hours=2)

    assert sent_after(0, 1, 5, 24, 48) == [1, 0, 0, 0, 0]


def test_each_gets_what_each_has_asked_for(moderator, colleague):
    wish(moderator)
    wish(colleague, digest_waiting=100, digest_hours=100)
    make_waiting(2)

    send_digests(NOW)

    assert [message.to for message in mail.outbox] == [[moderator.email]]


# Nothing is sent twice


def test_of_two_schedulers_one_sends(moderator):
    theirs = wish(moderator)
    both_loaded = [DeskPreferences.objects.get(pk=theirs.pk) for _ in range(2)]

    won = [
        DeskPreferences.objects.claim_digest(loaded, count="2", oldest_at=NOW, at=NOW + timedelta(seconds=second))
        for second, loaded in enumerate(both_loaded)
    ]

    assert won == [True, False]
    theirs.refresh_from_db()
    assert theirs.digest_sent_at == NOW


def test_who_switches_it_off_in_that_moment_gets_none(moderator):
    theirs = wish(moderator)
    DeskPreferences.objects.filter(user=moderator).stop_digest()

    assert not DeskPreferences.objects.claim_digest(theirs, count="2", oldest_at=NOW, at=NOW)


def test_while_the_mail_server_is_away_nothing_is_claimed(moderator, settings):
    wish(moderator)
    make_waiting(2)
    reachable = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9, "timeout": 1},
        }
    }
    assert sent_after(0, 0.1) == [0, 0]

    settings.MAILERS = reachable

    assert sent_after(0.2, 0.3) == [1, 0]


def test_a_mail_that_may_have_arrived_is_not_sent_again(moderator, settings):
    wish(moderator)
    make_waiting(2)
    reachable = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.FailsWhileSending"}}
    assert sent_after(0, 0.1) == [0, 0]

    settings.MAILERS = reachable

    assert sent_after(0.2, 3.9) == [0, 0]
    assert mail.outbox == []


def test_the_task_sends(moderator):
    wish(moderator, digest_waiting=1)
    make_comment()

    send_digests_of_the_queue.call()

    assert len(mail.outbox) == 1


# Who gets none


def test_nobody_gets_mail_unasked(moderator):
    DeskPreferences.objects.create(user=moderator)
    make_waiting(500, hours=100)

    assert send_digests(NOW) == 0


def test_who_may_no_longer_moderate_gets_none(moderator):
    wish(moderator)
    moderator.groups.clear()
    make_waiting(2)

    assert send_digests(NOW) == 0


def test_who_is_not_active_gets_none(moderator):
    wish(moderator)
    moderator.is_active = False
    moderator.save()
    make_waiting(2)

    assert send_digests(NOW) == 0


def test_who_never_could_moderate_gets_none():
    wish(make_editor())
    make_waiting(2)

    assert send_digests(NOW) == 0


def test_who_has_no_address_gets_none(moderator):
    wish(moderator)
    moderator.email = ""
    moderator.save()
    make_waiting(2)

    assert send_digests(NOW) == 0


def test_an_administrator_who_asks_gets_it():
    wish(make_administrator())
    make_waiting(2)

    assert send_digests(NOW) == 1


# What is in it


def test_it_holds_counts_and_links_and_no_word_of_a_reader(moderator):
    wish(moderator)
    make_comment(
        author_name="Zoé",
        author_email="zoe@example.net",
        body="Un mot rarissime.",
        submitted_at=NOW - timedelta(hours=3, minutes=20),
    )
    make_waiting(1)

    send_digests(NOW)

    (message,) = mail.outbox
    whole = str(message.message())
    assert "2" in message.subject
    assert "3 h 20 min" in message.body
    for link in ("/moderation/?queue=review", "/moderation/start/", "/moderation/my-desk/"):
        assert f"http://testserver{link}" in message.body
    for word in ("Zoé", "zoe@", "rarissime"):
        assert word not in whole


def test_a_count_has_its_bound(moderator, monkeypatch):
    monkeypatch.setattr(queues, "COUNTED_UP_TO", 3)
    wish(moderator)
    make_waiting(5)

    send_digests(NOW)

    assert "3+" in mail.outbox[0].subject


def test_it_is_in_the_sites_language(moderator, settings):
    from django.utils import translation

    wish(moderator)
    make_waiting(2)
    settings.LANGUAGE_CODE = "en"

    with translation.override("fr"):
        send_digests(NOW)

    assert mail.outbox[0].subject.endswith("2 comments wait for review")


def test_the_number_of_queries_does_not_grow_with_what_waits(moderator, colleague):
    wish(moderator, digest_waiting=900, digest_hours=300)
    wish(colleague, digest_waiting=900, digest_hours=300)
    make_waiting(30)

    with CaptureQueriesContext(connection) as captured:
        send_digests(NOW)

    assert len(captured) == 3


# The switch


def stop_address(message):
    return message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://testserver")


@pytest.fixture
def message(moderator):
    wish(moderator)
    make_waiting(2)
    send_digests(NOW)
    return mail.outbox[0]


def wants_mail(person):
    return DeskPreferences.objects.get(user=person).digest_on


def test_its_headers_let_a_mail_program_stop_it_in_one_press(message, moderator):
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"http://testserver{stop_address(message)}" in message.body

    answer = Client(enforce_csrf_checks=True).post(stop_address(message), {"List-Unsubscribe": "One-Click"})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert not wants_mail(moderator)


def test_a_long_address_stays_an_address_in_the_headers(moderator, settings):
    settings.SITE_URL = f"https://{'commentaires.' * 8}example.org"
    wish(moderator)
    make_waiting(2)
    send_digests(NOW)

    sent = mail.outbox[0].message().as_bytes().decode("ascii")

    assert f"\nList-Unsubscribe: <{settings.SITE_URL}/moderation/digest/" in sent
    head, _, body = sent.partition("\n\n")
    assert max(len(line) for line in body.splitlines()) <= 78


def test_opening_the_link_stops_nothing_and_asks(message, moderator, client):
    answer = client.get(stop_address(message))

    assert answer.status_code == 200
    assert '<form method="post">' in answer.text
    assert wants_mail(moderator)


def test_pressing_twice_is_as_good_as_once(message, moderator, client):
    answers = [client.post(stop_address(message)).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert not wants_mail(moderator)


def test_a_key_stops_the_mails_of_its_own_person_alone(message, colleague, client):
    wish(colleague)

    client.post(stop_address(message))

    assert wants_mail(colleague)


@pytest.mark.parametrize("method", ["get", "post"])
def test_a_key_that_was_not_signed_here_opens_nothing(moderator, client, method):
    theirs = wish(moderator)
    forged = [f"{theirs.pk}:forged", str(theirs.pk), digest_key(theirs)[:-1], "x" * 500, "1:1:1"]

    answers = [getattr(client, method)(f"/moderation/digest/{key}/").status_code for key in forged]

    assert answers == [404] * len(forged)
    assert wants_mail(moderator)


def test_mails_that_were_stopped_come_no_more(message, client):
    client.post(stop_address(message))
    make_waiting(5)

    assert sent_after(24) == [0]
