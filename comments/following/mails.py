"""
The worker's part of following: the mail that asks whether an address wants to follow, and the one that tells of news.

A mail is claimed before it leaves, by an UPDATE that only one of several workers wins, and what it told of is taken
off once the server has it. So an outage loses nothing, and a worker that dies in between has one mail sent twice at
most: unlike a digest, what is not sent here is told nowhere else. Both have one Message-ID, if nothing came since.
"""

from __future__ import annotations

import logging
import smtplib
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation

from comments.following.words import news_mail, question_mail
from comments.mail import MAIL_ERRORS, Mail, mail_connection
from comments.models import Subscription, Untold
from comments.posting.limits import Times, TooManyPosts, enforce_limits

logger = logging.getLogger(__name__)

AT_ONCE = 100
# So many mails that ask one address gets at most, whoever makes the wishes; the others wait, and nobody is told.
QUESTION_LIMITS = [(3, 3600), (6, 24 * 3600)]
# One mail tells of so many comments at most; the rest comes in the next one.
NEWS_MOST = 500
AWAY = timedelta(minutes=1)

# The server is there and says no to this mail; a ValueError is an address or a head that no mail can have.
REFUSALS = (
    smtplib.SMTPRecipientsRefused,
    smtplib.SMTPResponseException,
    smtplib.SMTPNotSupportedError,
    ValueError,
)

type Send = Callable[[Subscription, datetime, Any], None]


class MailServerGone(Exception):
    """The connection has broken off: nobody knows whether the mail has arrived, and no other one leaves by it."""


def ask_followers(now: datetime) -> bool:
    """Send the mails that ask, of those that are due; tell whether more are."""
    if not settings.FOLLOW_BY_MAIL:
        return False
    due = Subscription.objects.to_ask(now).select_related("article")
    return _send_all(list(due[: AT_ONCE + 1]), _ask, now)


def tell_followers(now: datetime) -> bool:
    """Send the mails with news that are due; tell whether more are."""
    if not settings.FOLLOW_BY_MAIL:
        return False
    waiting = Untold.objects.in_public().filter(subscription__next_mail_at__lte=now).order_by()
    numbers = waiting.values_list("subscription", flat=True).distinct()[: AT_ONCE + 1]
    due = Subscription.objects.filter(pk__in=list(numbers)).select_related("article")
    return _send_all(list(due.order_by("next_mail_at", "pk")), _tell, now)


def _send_all(due: list[Subscription], send: Send, now: datetime) -> bool:
    """Send to each of these by one connection; where no mail server answers, nothing is claimed."""
    if not due:
        return False
    with translation.override(settings.LANGUAGE_CODE), mail_connection("mail to followers") as connection:
        if connection is None:
            return False
        try:
            for subscription in due[:AT_ONCE]:
                send(subscription, now, connection)
        except MailServerGone:
            return False
    return len(due) > AT_ONCE


def _ask(wish: Subscription, now: datetime, connection: Any) -> None:
    try:
        enforce_limits(wish.email_hash, now, _times_asked, QUESTION_LIMITS)
    except TooManyPosts as limit:
        Subscription.objects.postpone(wish, now + timedelta(seconds=limit.retry_after))
        return
    if Subscription.objects.claim(wish, now) and _leaves(wish, question_mail(wish), now, connection):
        Subscription.objects.note_asked(wish, now)


def _tell(subscription: Subscription, now: datetime, connection: Any) -> None:
    if not Subscription.objects.claim(subscription, now):
        return
    # Read when the mail is written: what was taken back a moment ago is not in it.
    waiting = Untold.objects.in_public().filter(subscription=subscription).order_by("comment__submitted_at", "pk")
    told = list(waiting.select_related("comment")[:NEWS_MOST])
    if not told:
        Subscription.objects.postpone(subscription, now)
    elif _leaves(subscription, news_mail(subscription, [each.comment for each in told]), now, connection):
        Subscription.objects.note_told(subscription, told, now)


def _leaves(subscription: Subscription, mail: Mail, now: datetime, connection: Any) -> bool:
    """Hand a mail over; tell whether the server took it. One that it refuses is tried again later."""
    try:
        connection.send_messages([mail])
    except REFUSALS as error:
        logger.warning("A mail to follower %s was refused: %s", subscription.pk, type(error).__name__)
        Subscription.objects.note_refusal(subscription, now)
        return False
    except MAIL_ERRORS as error:
        logger.error("A mail to follower %s broke off: %s", subscription.pk, type(error).__name__)
        Subscription.objects.postpone(subscription, now + AWAY)
        raise MailServerGone from error
    return True


def _times_asked(email_hash: str) -> Times:
    asked = Subscription.objects.of_address(email_hash).exclude(sent_at=None).order_by("-sent_at")
    return asked.values_list("sent_at", flat=True)  # type: ignore[return-value]  # the null ones are left out
