"""
A mail to moderators who asked for one when comments pile up: counts and links, and not a word that a reader wrote.

The row of the receiver remembers what was sent. It is written before the mail leaves, by an UPDATE that only one of
several schedulers wins, so whatever fails or runs twice, nobody gets the same news again.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.mail import MAIL_ERRORS, Mail, mail_connection
from comments.models import Comment, DeskPreferences
from comments.moderation.durations import duration_in_words
from comments.moderation.queues import bounded_count

logger = logging.getLogger(__name__)

_SIGNER = Signer(salt="comments.digest")


@dataclass(frozen=True)
class News:
    """What waits for review: a count that goes no further than a thousand, and when the oldest was sent."""

    count: str
    oldest_at: datetime | None

    @property
    def number(self) -> int:
        return int(self.count.rstrip("+"))


def send_digests(now: datetime) -> int:
    """Send the mails that are due; return how many went out. Where no mail server answers nothing is claimed."""
    wanting = list(DeskPreferences.objects.wanting_digests().select_related("user"))
    news = what_waits() if wanting else None
    due = [theirs for theirs in wanting if news and is_due(theirs, news, now)]
    if news is None or not due:
        return 0
    with translation.override(settings.LANGUAGE_CODE), mail_connection("digest") as connection:
        return sum(_send(theirs, news, now, connection) for theirs in due) if connection else 0


def what_waits() -> News:
    waiting = Comment.objects.in_queue("review")
    oldest = waiting.order_by("submitted_at", "pk").values_list("submitted_at", flat=True).first()
    return News(bounded_count(waiting), oldest)


def is_due(theirs: DeskPreferences, news: News, now: datetime) -> bool:
    """Tell whether a threshold is reached, the interval has passed and something is other than it was in the last."""
    if theirs.digest_sent_at and now < theirs.digest_sent_at + timedelta(hours=theirs.digest_every):
        return False
    if (news.count, news.oldest_at) == (theirs.digest_sent_count, theirs.digest_sent_oldest_at):
        return False
    if theirs.digest_waiting is not None and news.number >= theirs.digest_waiting:
        return True
    if theirs.digest_hours is None or news.oldest_at is None:
        return False
    return now - news.oldest_at >= timedelta(hours=theirs.digest_hours)


def digest_key(theirs: DeskPreferences) -> str:
    return _SIGNER.sign(str(theirs.pk))


def whose_digest(key: str) -> int | None:
    """Return the number of the person to whom a mail with this key was sent; None where it was never signed here."""
    try:
        return int(_SIGNER.unsign(key))
    except (BadSignature, ValueError):
        return None


def _send(theirs: DeskPreferences, news: News, now: datetime, connection: Any) -> bool:
    claimed = DeskPreferences.objects.claim_digest(theirs, count=news.count, oldest_at=news.oldest_at, at=now)
    if not claimed:
        return False
    try:
        connection.send_messages([_message(theirs, news, now)])
    except MAIL_ERRORS as error:
        # It may have arrived all the same, so it is not sent again.
        logger.error("A digest did not leave: %s", type(error).__name__)
        return False
    return True


def _message(theirs: DeskPreferences, news: News, now: datetime) -> Mail:
    links = {name: settings.SITE_URL + reverse(f"comments:{name}") for name in ("desk", "start", "my_desk")}
    leave = settings.SITE_URL + reverse("comments:leave_digest", args=[digest_key(theirs)])
    return Mail(
        subject=f"{settings.EMAIL_SUBJECT_PREFIX}{_count_sentence(news)}",
        body=_text(news, now, links | {"leave": leave}),
        to=[theirs.user.email],
        headers={
            "List-Unsubscribe": f"<{leave}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )


def _count_sentence(news: News) -> str:
    sentence = ngettext("%(count)s comment waits for review", "%(count)s comments wait for review", news.number)
    return sentence % {"count": news.count}


def _text(news: News, now: datetime, links: dict[str, str]) -> str:
    words = links | {
        "waiting": _count_sentence(news),
        "age": duration_in_words(now - news.oldest_at if news.oldest_at else None),
    }
    return (
        _(
            "%(waiting)s. The oldest has waited for %(age)s.\n\n"
            "To the queue: %(desk)s?queue=review\n"
            "To the start page of the desk: %(start)s\n\n"
            "You get this mail because you asked for it on “My desk”: %(my_desk)s\n"
            "No more of these: %(leave)s\n"
        )
        % words
    )
