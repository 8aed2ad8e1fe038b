"""The author's wish to confirm the e-mail address of a comment: limited per address and per network, and one a time."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from comments.models import AddressConfirmation, Comment
from comments.models.states import APPROVED, PENDING
from comments.posting.limits import Times, TooManyPosts, enforce_limits
from comments.tasks import ring, send_confirmations

HOUR = 3600
# So many mails one address gets at most, whoever asks for them.
ADDRESS_LIMITS = [(1, HOUR), (3, 24 * HOUR)]


def may_be_confirmed(comment: Comment) -> bool:
    """Tell whether its author may ask. Akismet's verdict plays no part here: the receipt would give it away."""
    is_readers = comment.newsroom_by_id is None and comment.email_hash != ""
    return is_readers and comment.status in (PENDING, APPROVED) and is_its_own(comment.author_email)


def is_its_own(address: str) -> bool:
    """
    Tell whether no mailbox of another owner has the same hash.

    Folding makes fass.example of faß.example: who owns the one must not confirm the other (as in CVE-2019-19844).
    """
    return all(sign.isascii() or sign.casefold() == sign for sign in address)


def ask_to_confirm(comment: Comment, sender: str, now: datetime) -> None:
    """
    Note the wish and ring for the mail, which leaves once the comment is known to be no spam.

    Raise TooManyPosts when the address has got its mails, or the sender's network has asked as often as it may.
    """
    try:
        with transaction.atomic():
            enforce_limits(comment.email_hash, now, _times_of_address, ADDRESS_LIMITS)
            enforce_limits(sender, now, _times_of_sender)
            AddressConfirmation.objects.create(
                email_hash=comment.email_hash,
                comment=comment,
                sender_hash=sender,
                asked_at=now,
                asked_hour=int(now.timestamp()) // HOUR,
            )
            ring(send_confirmations)
    except IntegrityError as error:
        # Another process noted a wish for this address between our look and our write.
        raise TooManyPosts(HOUR) from error


def _times_of_address(email_hash: str) -> Times:
    wishes = AddressConfirmation.objects.filter(email_hash=email_hash).order_by("-asked_at")
    return wishes.values_list("asked_at", flat=True)


def _times_of_sender(sender: str) -> Times:
    wishes = AddressConfirmation.objects.filter(sender_hash=sender).order_by("-asked_at")
    return wishes.values_list("asked_at", flat=True)
