"""How many comments one address may send in a time; counted in the rows themselves, so in every process alike."""

from datetime import datetime, timedelta
from ipaddress import ip_address, ip_network
from math import ceil

from django.conf import settings
from django.utils.crypto import salted_hmac

from comments.models import Comment
from comments.posting.rates import read_limits


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


def enforce_limits(sender: str, now: datetime) -> None:
    """Raise TooManyPosts when the sender has posted as often as one of COMMENT_LIMITS allows."""
    waits = [
        wait
        for count, seconds in read_limits(tuple(settings.COMMENT_LIMITS))
        if (wait := _wait(sender, count, seconds, now))
    ]
    if waits:
        raise TooManyPosts(max(waits))


def _wait(sender: str, count: int, seconds: int, now: datetime) -> int:
    """Return the seconds until the oldest post that counts is older than the limit's time; 0 when there is room."""
    if not sender:
        return 0
    recent = Comment.objects.filter(address_hash=sender, submitted_at__gt=now - timedelta(seconds=seconds))
    times = list(recent.order_by("-submitted_at").values_list("submitted_at", flat=True)[:count])
    if len(times) < count or not times:
        return 0
    return ceil((times[-1] + timedelta(seconds=seconds) - now).total_seconds())
