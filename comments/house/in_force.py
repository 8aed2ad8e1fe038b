"""
Which settings of the house are in force: what the owner has set, else what the environment says.

Each is one query by key and is kept nowhere, so that a change holds at once in every process.
"""

from __future__ import annotations

from django.conf import settings

from comments.models import HouseSettings
from comments.posting.rates import entries_in, read_limits


def comment_limits() -> list[tuple[int, int]]:
    """Return how many posts one address may send in how many seconds; empty where there is no limit."""
    return read_limits(entries_in(HouseSettings.current().comment_limits) or tuple(settings.COMMENT_LIMITS))


def blatant_spam_days() -> int:
    """Return after how many days blatant spam that nobody looked at is deleted; 0: never."""
    days = HouseSettings.current().blatant_spam_days
    return int(settings.BLATANT_SPAM_DAYS) if days is None else days
