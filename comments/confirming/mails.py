"""
The worker's part of confirming: one mail with a link and not a word that a reader wrote, and what is kept for how long.

A wish is claimed before its mail leaves, by an UPDATE that only one of several workers wins: nobody gets it twice.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from comments.confirming.links import address_path
from comments.mail import MAIL_ERRORS, Mail, mail_connection
from comments.models import AddressConfirmation

logger = logging.getLogger(__name__)

AT_ONCE = 50
# By then the limits have forgotten who asked.
SENDER_KEPT_FOR = timedelta(days=1)


def send_confirmation_mails(now: datetime) -> bool:
    """Send the mails that are due; tell whether more are. Where no mail server answers nothing is claimed."""
    due = list(AddressConfirmation.objects.to_send(now).select_related("comment__article")[: AT_ONCE + 1])
    if not due:
        return False
    with translation.override(settings.LANGUAGE_CODE), mail_connection("confirmation") as connection:
        if connection is None:
            return False
        for wish in due[:AT_ONCE]:
            _send(wish, now, connection)
    return len(due) > AT_ONCE


def forget_confirmations(now: datetime) -> None:
    """Delete what has had its time, and forget from which network somebody asked."""
    AddressConfirmation.objects.outdated(now).delete()
    asked_before = AddressConfirmation.objects.exclude(sender_hash="").filter(asked_at__lte=now - SENDER_KEPT_FOR)
    asked_before.update(sender_hash="")


def _send(wish: AddressConfirmation, now: datetime, connection: Any) -> None:
    if not AddressConfirmation.objects.claim(wish, now):
        return
    try:
        connection.send_messages([_message(wish)])
    except (*MAIL_ERRORS, ValueError) as error:
        # It may have arrived all the same, so it is not sent again; its author can ask for another.
        logger.error("A mail that confirms an address did not leave: %s", type(error).__name__)


def _message(wish: AddressConfirmation) -> Mail:
    assert wish.comment is not None  # to_send() asks for it
    words = {
        "site": settings.SITE_NAME,
        "headline": wish.comment.article.headline,
        "link": settings.SITE_URL + address_path(wish),
    }
    text = _(
        "Somebody has written a comment on %(site)s under “%(headline)s” and given this e-mail address.\n\n"
        "If that was you, confirm the address here. The link works for seven days:\n%(link)s\n\n"
        "If it was not you, do nothing: the address then stays unconfirmed.\n"
    )
    return Mail(
        subject=settings.EMAIL_SUBJECT_PREFIX + _("Confirm your e-mail address"),
        body=text % words,
        to=[wish.comment.author_email],
        headers={"Auto-Submitted": "auto-generated"},
    )
