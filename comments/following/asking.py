"""
Wishes to follow a discussion by mail. Whoever makes one may type any address: nothing begins before its owner agrees.

Whether an address is known already is never told: the same is stored, mailed and answered for every one.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db.models import F

from articles.models import Article
from comments.confirming.asking import may_be_confirmed
from comments.finding.index import email_hash
from comments.house.in_force import comment_limits
from comments.models import AddressConfirmation, Comment, Subscription
from comments.posting.limits import Times, enforce_limits
from comments.tasks import ring, send_mails_to_followers

# So many wishes one network makes at most, each a mail to somebody: also where it may post without limit.
NETWORK_LIMITS = [(20, 3600), (60, 24 * 3600)]


def ask_to_follow_discussion(article: Article, email: str, sender: str, now: datetime) -> None:
    """Note the wish and ring for the mail that asks. Raise TooManyPosts when the network has asked too often."""
    _enforce_limits(sender, now)
    _ask(Subscription(article=article, email=email, email_hash=email_hash(email), sender_hash=sender), now)


def may_follow_answers(comment: Comment) -> bool:
    """Tell whether its author may be told of answers by mail: where the address might be confirmed as well."""
    return bool(settings.FOLLOW_BY_MAIL) and may_be_confirmed(comment)


def ask_to_follow_answers(comment: Comment, sender: str, now: datetime) -> None:
    """
    Note the author's wish to be told of answers; the mail that asks leaves once the comment is known to be no spam.

    It begins at once where the owner of the address has confirmed to have written this very comment.
    """
    if not may_follow_answers(comment):
        return
    wish = Subscription(
        article=comment.article,
        comment=comment,
        email=comment.author_email,
        email_hash=comment.email_hash,
        sender_hash=sender,
    )
    confirmed = AddressConfirmation.objects.confirmed().filter(comment=comment, email_hash=comment.email_hash)
    if _ask(wish, now) and confirmed.exists():
        Subscription.objects.confirm(wish, now)


def ask_from_receipt(comment: Comment, sender: str, now: datetime) -> None:
    """Note the same wish where it is not part of a comment, and so is limited by itself. Raise TooManyPosts."""
    _enforce_limits(sender, now)
    ask_to_follow_answers(comment, sender, now)


def following_from(comment: Comment) -> Subscription | None:
    """Return what its author was asked or is told of answers to this comment: what has begun before what has not."""
    own = Subscription.objects.filter(comment=comment, email_hash=comment.email_hash)
    return own.order_by(F("confirmed_at").desc(nulls_last=True), "-asked_at").first()


def _enforce_limits(sender: str, now: datetime) -> None:
    enforce_limits(sender, now, _times_of_sender, [*comment_limits(), *NETWORK_LIMITS])


def _ask(wish: Subscription, now: datetime) -> bool:
    """Store a wish; tell whether it is another one than a moment ago."""
    wish.asked_at = wish.next_mail_at = now
    if Subscription.objects.asked_lately(wish).exists():
        return False
    wish.save(force_insert=True)
    ring(send_mails_to_followers)
    return True


def _times_of_sender(sender: str) -> Times:
    wishes = Subscription.objects.filter(sender_hash=sender).order_by("-asked_at")
    return wishes.values_list("asked_at", flat=True)
