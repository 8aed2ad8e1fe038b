"""How many comments one address may send in a time; counted in the rows themselves, so in every process alike."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil
from typing import Any

from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from comments.house.in_force import comment_limits
from comments.models import Comment

type Times = QuerySet[Any, datetime]


class TooManyPosts(Exception):
    """The address has used up a limit. `retry_after` says in how many seconds it may send again."""

    def __init__(self, retry_after: int) -> None:
        super().__init__(retry_after)
        self.retry_after = retry_after


def address_hash(address: str | None) -> str:
    """Return a keyed hash of the sender's network: an IPv4 address, or the /64 that one household has in IPv6."""
    if not address:
        return ""
    ip = ip_address(address)
    network = ip_network((ip, 64), strict=False) if ip.version == 6 else ip
    return salted_hmac("comments.address", str(network), algorithm="sha256").hexdigest()[:32]


def enforce_limits(
    sender: str,
    now: datetime,
    times_of: Callable[[str], Times] | None = None,
    limits: Sequence[tuple[int, int]] | None = None,
) -> None:
    """
    Raise TooManyPosts when the sender has posted as often as one of the limits allows: those in force for comments.

    `times_of` returns when a sender posted what is counted, the newest first: comments, unless told otherwise.
    """
    limits = comment_limits() if limits is None else limits
    if not limits or not sender:
        return
    times = list((times_of or _times_of_comments)(sender)[: max(count for count, _ in limits)])
    if wait := max(_wait(times, count, seconds, now) for count, seconds in limits):
        raise TooManyPosts(wait)


def _times_of_comments(sender: str) -> Times:
    comments = Comment.objects.filter(address_hash=sender).order_by("-submitted_at")
    return comments.values_list("submitted_at", flat=True)


def _wait(times: Sequence[datetime], count: int, seconds: int, now: datetime) -> int:
    """Return the seconds until the oldest post that counts is older than the limit's time; 0 when there is room."""
    if not 0 < count <= len(times):
        return 0
    return max(ceil((times[count - 1] + timedelta(seconds=seconds) - now).total_seconds()), 0)
