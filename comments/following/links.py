"""The two links of a follower: one in the mail that asks, good for a week, and one in all others, that ends it."""

from __future__ import annotations

from typing import NamedTuple

from django.core import signing
from django.urls import reverse

from comments.confirming.links import LinkExpired
from comments.models import Subscription
from comments.models.confirmation import LINK_LIFE

_ASKED = "comments.following"
_LEAVING = "comments.leaving"
_ONE = "one"


class Leaver(NamedTuple):
    """The number of a subscription and the keyed address, and whether the link is for all that this one follows."""

    number: int
    email_hash: str
    may_leave_all: bool


def following_path(wish: Subscription) -> str:
    return reverse("comments:following", args=[_key(wish, _ASKED)])


def leave_path(subscription: Subscription) -> str:
    """Return the link for the mails of its owner, who may leave all discussions by it."""
    return reverse("comments:leave", args=[_key(subscription, _LEAVING)])


def leave_one_path(subscription: Subscription) -> str:
    """Return the link for a receipt: whoever wrote the comment need not own the address that was typed."""
    return reverse("comments:leave", args=[_key(subscription, _LEAVING, _ONE)])


def wish_of(key: str) -> Subscription | None:
    """Return the wish that a link was made for; None for a link that was never made here. Raise LinkExpired."""
    try:
        number, email_hash = signing.loads(key, salt=_ASKED, max_age=LINK_LIFE)
    except signing.SignatureExpired as error:
        raise LinkExpired from error
    except (signing.BadSignature, ValueError, TypeError):
        return None
    wish = Subscription.objects.of_address(email_hash).filter(pk=number).select_related("article").first()
    if wish is None:
        raise LinkExpired
    return wish


def who_leaves(key: str) -> Leaver | None:
    """Return whose subscription a link ends; it may have ended long ago."""
    try:
        number, email_hash, *limits = signing.loads(key, salt=_LEAVING)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Leaver(int(number), str(email_hash), may_leave_all=not limits)


def _key(subscription: Subscription, salt: str, *limits: str) -> str:
    return signing.dumps([subscription.pk, subscription.email_hash, *limits], salt=salt)
