"""Confirming an e-mail address: asked for on the receipt, mailed by the worker, done by a press and never by a look."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.confirming.asking import ask_to_confirm
from comments.confirming.links import address_key
from comments.confirming.mails import forget_confirmations, send_confirmation_mails
from comments.finding.index import email_hash
from comments.models import AddressConfirmation, Comment
from comments.posting.limits import TooManyPosts
from comments.receipts.links import receipt_path
from comments.tasks import forget_what_has_had_its_time, send_confirmations
from tests.comments.readers import SAME_ORIGIN, URLENCODED, page_of
from tests.comments.rules import apply_to, due
from tests.factories import confirm_address, make_article, make_comment, make_rule

pytestmark = pytest.mark.django_db

ZOE = "zoe@example.org"
TRUSTING = {"trusted": {"times": 1, "days": 30}}


@pytest.fixture
def comment():
    return make_comment(author_name="Zoé", author_email=ZOE, body="Des mots de lectrice.")


def ask(comment, headers=SAME_ORIGIN, address="192.0.2.7"):
    path = f"{receipt_path(comment)}confirm/"
    return Client().post(path, "x=1", content_type=URLENCODED, headers=headers, REMOTE_ADDR=address)


def send():
    send_confirmation_mails(timezone.now())
    return mail.outbox


def link():
    """Return the path of the link in the one mail that was sent."""
    (message,) = send()
    return re.search(r"http://testserver(/comments/address/\S+/)$", message.body, re.MULTILINE)[1]


def press(path, headers=SAME_ORIGIN):
    return Client().post(f"{path}confirm/", "x=1", content_type=URLENCODED, headers=headers)


def is_confirmed(address=ZOE):
    return email_hash(address) in AddressConfirmation.objects.moments([email_hash(address)])


def state_of(answer):
    return page_of(answer).find(class_="receipt-state").find(class_="headline").text


def button_on_receipt(comment):
    path = f"{receipt_path(comment)}confirm/"
    return page_of(Client().get(receipt_path(comment))).find("form", action=path)


# Asking


def test_the_receipt_offers_to_confirm_the_address(comment):
    assert button_on_receipt(comment)
    assert not AddressConfirmation.objects.exists()


@pytest.mark.parametrize("status", ["rejected", "spam", "withdrawn"])
def test_of_what_is_not_to_be_published_no_address_is_confirmed(comment, status):
    Comment.objects.filter(pk=comment.pk).update(status=status)

    assert button_on_receipt(comment) is None
    assert ask(comment).url == receipt_path(comment)
    assert not AddressConfirmation.objects.exists()


def test_an_answer_of_the_newsroom_has_no_address_to_confirm(moderator):
    answer = make_comment(status="approved", newsroom_by=moderator)

    assert button_on_receipt(answer) is None


@pytest.mark.parametrize(
    ("address", "is_offered"),
    [
        ("zoe@faß.example", False),
        ("zoe@\N{KELVIN SIGN}iosk.example", False),
        ("Zoe@EXAMPLE.org", True),
        ("zoe@café.example", True),
    ],
)
def test_an_address_that_folds_into_another_ones_is_not_confirmed(address, is_offered):
    comment = make_comment(author_email=address)

    assert bool(button_on_receipt(comment)) is is_offered
    ask(comment)
    assert AddressConfirmation.objects.exists() is is_offered


def test_the_receipt_does_not_tell_the_verdict_by_what_it_offers(comment):
    pages = []
    for verdict in ("ham", "spam", "discard", ""):
        Comment.objects.filter(pk=comment.pk).update(verdict=verdict)
        pages.append(bool(button_on_receipt(comment)))

    assert pages == [True] * 4


def test_asking_sends_nothing_in_the_request_and_the_worker_one_mail(comment):
    answer = ask(comment)

    assert answer.url == receipt_path(comment)
    assert mail.outbox == []
    assert [message.to for message in send()] == [[ZOE]]
    send()
    assert len(mail.outbox) == 1


def test_the_task_sends_what_was_asked_for(comment):
    ask(comment)

    send_confirmations.call()

    assert [message.to for message in mail.outbox] == [[ZOE]]


def test_the_mail_is_in_the_sites_language_and_holds_no_word_of_a_reader(comment, settings):
    settings.LANGUAGE_CODE = "en"
    ask(comment)

    (message,) = send()

    assert message.subject == "[Le Commutateur] Confirm your e-mail address"
    assert comment.article.headline in message.body
    assert "mots de lectrice" not in message.body
    assert "Zoé" not in message.body
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"


@pytest.mark.parametrize("verdict", ["spam", "discard", ""])
def test_no_mail_leaves_for_spam_or_for_what_was_not_checked(comment, verdict):
    Comment.objects.filter(pk=comment.pk).update(verdict=verdict)

    ask(comment)

    assert send() == []


@pytest.mark.parametrize("decision", ["mark_as_spam", "reject"])
def test_no_mail_leaves_for_what_people_refused_meanwhile(comment, moderator, decision):
    ask(comment)

    getattr(comment, decision)(by=moderator)

    assert send() == []


def test_the_mail_leaves_once_the_comment_has_been_checked(comment):
    Comment.objects.filter(pk=comment.pk).update(verdict="")
    ask(comment)
    assert send() == []

    Comment.objects.filter(pk=comment.pk).update(verdict="ham")

    assert len(send()) == 1


def test_what_people_published_against_the_verdict_may_be_confirmed(comment, moderator):
    Comment.objects.filter(pk=comment.pk).update(verdict="spam")
    ask(comment)
    comment.approve(by=moderator)

    assert len(send()) == 1


def test_one_address_gets_one_mail_an_hour_whoever_asks(comment):
    other = make_comment(author_name="Une autre", author_email="ZOE@example.org ")
    assert ask(comment).status_code == 302
    send()

    again, theirs = ask(comment), ask(other, address="198.51.100.4")

    assert (again.status_code, theirs.status_code) == (429, 429)
    assert 0 < int(again.headers["Retry-After"]) <= 3600
    assert page_of(again).find(class_="late", role="alert")
    assert len(send()) == 1


def test_one_address_gets_three_mails_a_day(comment):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(5):
            ask(comment)
            send()
            clock.shift(3601)

        assert len(mail.outbox) == 3
        clock.shift(24 * 3600)
        ask(comment)
        assert len(send()) == 4


def test_one_network_asks_no_more_often_than_it_may_post(settings):
    settings.COMMENT_LIMITS = ["2/m"]
    comments = [make_comment() for _ in range(3)]

    codes = [ask(comment, address="198.51.100.4").status_code for comment in comments]

    assert codes == [302, 302, 429]
    assert ask(comments[2], address="203.0.113.9").status_code == 302


def test_two_presses_in_one_moment_are_one_wish(comment):
    now = timezone.now()
    ask_to_confirm(comment, "", now)
    AddressConfirmation.objects.update(asked_at=now - timedelta(hours=2))

    with pytest.raises(TooManyPosts):
        ask_to_confirm(comment, "", now)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressConfirmation.objects.create(
            email_hash=comment.email_hash, asked_at=now, asked_hour=int(now.timestamp()) // 3600
        )


def test_another_site_cannot_ask(comment):
    assert ask(comment, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not AddressConfirmation.objects.exists()


def test_without_the_receipts_key_nobody_asks(comment):
    assert Client().post(f"/comments/receipt/{comment.pk}/{'0' * 40}/confirm/", {"x": 1}).status_code == 404


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_asking_is_a_post(comment, method):
    assert getattr(Client(), method)(f"{receipt_path(comment)}confirm/").status_code == 405


def test_while_the_mail_server_is_away_the_wish_waits(comment, settings):
    ask(comment)
    backend = "django.core.mail.backends.smtp.EmailBackend"
    with_mail = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": 9}}}
    assert send() == []
    settings.MAILERS = with_mail

    assert len(send()) == 1


def test_of_two_workers_one_sends(comment):
    ask(comment)
    wish, now = AddressConfirmation.objects.get(), timezone.now()

    assert [AddressConfirmation.objects.claim(wish, now), AddressConfirmation.objects.claim(wish, now)] == [True, False]


def test_wishes_that_waited_for_one_address_leave_as_one_mail(comment):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        Comment.objects.filter(pk=comment.pk).update(verdict="")
        ask(comment)
        clock.shift(3601)
        ask(comment)
        Comment.objects.filter(pk=comment.pk).update(verdict="ham")

        assert len(send()) == 1
        assert AddressConfirmation.objects.count() == 1


# Confirming


def test_looking_confirms_nothing_and_pressing_does(comment):
    ask(comment)
    path = link()

    looked = Client().get(path)
    assert looked.status_code == 200
    assert page_of(looked).find("form", action=f"{path}confirm/")
    assert not is_confirmed()

    assert press(path).status_code == 200
    assert is_confirmed()


def test_a_second_press_says_kindly_that_it_is_done(comment):
    ask(comment)
    path = link()
    first = press(path)
    at = AddressConfirmation.objects.get().confirmed_at

    second = press(path)

    assert second.status_code == 200
    assert state_of(first) != state_of(second) == state_of(Client().get(path))
    assert page_of(second).find("button") is None
    assert AddressConfirmation.objects.get().confirmed_at == at


@pytest.mark.parametrize("damage", [lambda path: f"{path[:-3]}xy/", lambda path: path.replace(":", "x:", 1)])
def test_a_link_that_was_not_made_here_is_not_found(comment, damage):
    ask(comment)
    path = damage(link())

    assert (Client().get(path).status_code, press(path).status_code) == (404, 404)
    assert not is_confirmed()


@pytest.mark.parametrize("key", ["x", "1:2:3", "é", "0" * 2000, "%00", "WzFd:1abc:xyz"])
def test_any_other_key_is_not_found(key):
    assert Client().get(f"/comments/address/{key}/").status_code == 404
    assert press(f"/comments/address/{key}/").status_code == 404


def test_a_link_has_its_time(comment):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(comment)
        path = link()
        clock.shift(7 * 86_400 - 1)
        assert Client().get(path).status_code == 200
        clock.shift(2)

        looked, pressed = Client().get(path), press(path)

    assert (looked.status_code, pressed.status_code) == (410, 410)
    assert page_of(looked).find("button") is None
    assert not is_confirmed()


def test_a_link_whose_wish_was_deleted_has_had_its_time_too(comment):
    ask(comment)
    path = link()
    AddressConfirmation.objects.all().delete()

    assert (Client().get(path).status_code, press(path).status_code) == (410, 410)


def test_a_link_is_bound_to_its_address(comment):
    ask(comment)
    link()
    wish = AddressConfirmation.objects.get()
    path = f"/comments/address/{address_key(wish)}/"
    AddressConfirmation.objects.update(email_hash=email_hash("autre@example.org"))

    assert press(path).status_code == 410
    assert not is_confirmed("autre@example.org")


def test_another_site_confirms_nothing(comment):
    ask(comment)

    assert press(link(), headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not is_confirmed()


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_confirming_is_a_post(comment, method):
    ask(comment)

    assert getattr(Client(), method)(f"{link()}confirm/").status_code == 405
    assert not is_confirmed()


def test_the_pages_are_kept_by_nobody_set_no_cookie_and_show_no_address(comment):
    ask(comment)
    path = link()

    for answer in (Client().get(path), press(path), press(path)):
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Robots-Tag"] == "noindex"
        assert not answer.cookies
        assert ZOE not in answer.text
        assert "Des mots de lectrice" not in answer.text


# What follows


def test_the_address_is_stored_nowhere_in_clear(comment):
    ask(comment)
    press(link())

    (row,) = AddressConfirmation.objects.values()

    assert row["email_hash"] == email_hash(" Zoe@Example.ORG")
    assert "zoe" not in str(row).lower()


def test_the_receipt_tells_of_its_own_wish_alone(comment):
    other = make_comment(author_name="Une autre", author_email=ZOE)
    ask(comment)
    press(link())

    assert button_on_receipt(comment) is None
    assert button_on_receipt(other)


def test_two_people_with_one_address_are_one_writer_for_the_rules(comment, moderator):
    """Nothing proves who types an address: the form of the rule says so."""
    make_rule(action="approve", conditions=TRUSTING)
    make_comment(author_name="Zoé", author_email=ZOE, status="approved", decided_by=moderator)
    ask(comment)
    press(link())

    theirs = apply_to(due(author_name="Une autre", author_email=ZOE.upper(), body="Bonjour."))

    assert theirs.status == "approved"


def test_a_rule_that_trusted_before_publishes_no_unconfirmed_writer_any_more(moderator):
    make_rule(action="approve", conditions=TRUSTING)
    for _ in range(3):
        make_comment(author_email=ZOE, status="approved", decided_by=moderator)

    before = apply_to(due(author_email=ZOE))
    confirm_address(ZOE)
    after = apply_to(due(author_email=ZOE))

    assert (before.status, after.status) == ("pending", "approved")


@pytest.mark.parametrize("verdict", ["spam", "discard", ""])
def test_trust_publishes_nothing_that_akismet_does_not_call_ham(moderator, verdict):
    make_rule(action="approve", conditions=TRUSTING)
    make_comment(author_email=ZOE, status="approved", decided_by=moderator)
    confirm_address(ZOE)

    assert apply_to(due(author_email=ZOE, verdict=verdict, screened=bool(verdict))).status == "pending"


def test_confirming_changes_no_comment_and_rings_for_no_rule(comment, moderator):
    make_rule(action="approve", conditions=TRUSTING)
    make_comment(author_email=ZOE, status="approved", decided_by=moderator)
    ask(comment)
    path = link()
    before = list(Comment.objects.order_by("pk").values())

    press(path)

    assert list(Comment.objects.order_by("pk").values()) == before
    assert not Comment.objects.filter(rules_due_at__isnull=False).exists()


@pytest.mark.parametrize("is_asked", [True, False])
def test_the_evidence_says_whether_the_address_is_confirmed(desk, comment, settings, is_asked):
    settings.LANGUAGE_CODE = "en"
    if is_asked:
        confirm_address(ZOE)

    evidence = desk.get(f"/moderation/comments/{comment.pk}/").text

    assert ("Address confirmed" in evidence) is is_asked
    assert ("Address not confirmed" in evidence) is not is_asked
    assert ("Address confirmed" in desk.get("/moderation/?queue=review").text) is is_asked


def test_the_form_of_a_rule_says_what_trust_rests_on(client, settings):
    from tests.factories import make_administrator

    settings.LANGUAGE_CODE = "en"
    client.force_login(make_administrator())

    form = client.get("/moderation/rules/new/").text

    assert "only once its owner has opened the link" in form
    assert "whoever knows a confirmed address can type it too" in form


# How long it is kept


def test_what_is_kept_has_its_time():
    now = timezone.now()
    silent, active = "silencieuse@example.org", "active@example.org"
    confirm_address(silent, at=now - timedelta(days=366))
    confirm_address(active, at=now - timedelta(days=366))
    confirm_address("recente@example.org", at=now - timedelta(days=364))
    make_comment(author_email=active, submitted_at=now - timedelta(days=300))
    make_comment(author_email=silent, submitted_at=now - timedelta(days=367))

    forget_what_has_had_its_time.call()

    kept = set(AddressConfirmation.objects.values_list("email_hash", flat=True))
    assert kept == {email_hash(active), email_hash("recente@example.org")}


def test_a_wish_that_came_to_nothing_is_deleted_and_who_asked_is_forgotten(comment):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        ask(comment)
        clock.shift(86_401)
        forget_confirmations(timezone.now())
        assert AddressConfirmation.objects.get().sender_hash == ""
        clock.shift(6 * 86_400)
        forget_confirmations(timezone.now())

    assert not AddressConfirmation.objects.exists()


def test_the_privacy_page_says_what_is_kept(client, settings):
    settings.LANGUAGE_CODE = "en"

    assert "a confirmed address is forgotten a year after the last comment from it" in client.get("/privacy/").text


def test_more_mails_cost_a_bounded_number_of_statements():
    article = make_article()

    def statements(count):
        for _ in range(count):
            ask(make_comment(article=article))
        with CaptureQueriesContext(connection) as captured:
            send()
        return len(captured)

    one = statements(1)

    assert statements(4) <= one + 3 * 2 * 3  # a claim and its savepoint for each mail, no more look-ups
