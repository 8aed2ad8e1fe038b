"""Followers at their mail: what the worker does in a minute, and what the mails lead to."""

from __future__ import annotations

import re
import smtplib

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.test import Client
from django.urls import reverse

from comments.models import Subscription
from comments.receipts.links import receipt_path
from comments.tasks import send_mails_to_followers
from tests.comments.readers import SAME_ORIGIN, URLENCODED, page_of

ONE_CLICK = "List-Unsubscribe=One-Click"


def post(path, body="x=1", headers=SAME_ORIGIN, address="192.0.2.7"):
    return Client(enforce_csrf_checks=True).post(
        path, body, content_type=URLENCODED, headers=headers, REMOTE_ADDR=address
    )


def ask(article, email, **how):
    """Send the form under the thread."""
    return post(reverse("comments:ask_to_follow", args=[article.pk]), f"email={email}", **how)


def ask_on_receipt(comment, **how):
    return post(f"{receipt_path(comment)}follow/", **how)


def a_minute_passes(clock, seconds=60):
    """Let the worker do what it does every minute; return the mails that left meanwhile."""
    clock.shift(seconds)
    before = len(mail.outbox)
    send_mails_to_followers.call()
    return mail.outbox[before:]


def link_in(message):
    """Return the path of the link in a mail that asks."""
    return re.search(r"^http://testserver(/comments/following/\S+/)$", message.body, re.MULTILINE)[1]


def leave_link_of(message):
    """Return the path that the head of a mail with news names."""
    return re.fullmatch(r"<http://testserver(/comments/leave/\S+/)>", message.extra_headers["List-Unsubscribe"])[1]


def confirm(path, **how):
    return post(f"{path}confirm/", **how)


def followers():
    return list(Subscription.objects.confirmed().values_list("email", flat=True))


def headline_of(answer):
    return page_of(answer).find(class_="receipt-state").find(class_="headline").text


class Refuses(BaseEmailBackend):
    """A mail server that is there and takes no mail for these people."""

    def send_messages(self, email_messages):
        refused = {each: (550, b"no such user") for message in email_messages for each in message.to}
        raise smtplib.SMTPRecipientsRefused(refused)


class BreaksOff(BaseEmailBackend):
    """A mail server that breaks off in the middle: nobody knows whether the mail has arrived."""

    def send_messages(self, email_messages):
        raise smtplib.SMTPServerDisconnected("gone")


def mailer(backend, **options):
    return {"default": {"BACKEND": backend, "OPTIONS": options}}


REFUSES = mailer("tests.comments.followers.Refuses")
BREAKS_OFF = mailer("tests.comments.followers.BreaksOff")
AWAY = mailer("django.core.mail.backends.smtp.EmailBackend", host="127.0.0.1", port=9)
