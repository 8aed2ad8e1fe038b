"""Limits as people write them, such as 3/m: how many posts in how many seconds. The settings are read with it."""

import re
from functools import cache

from django.core.exceptions import ImproperlyConfigured

UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


def entries_in(text: str) -> tuple[str, ...]:
    """Return the entries of a list with commas, as the environment's is cut."""
    return tuple(entry.strip() for entry in text.split(",") if entry.strip())


@cache
def read_limits(setting: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return pairs of a number of posts and a number of seconds; raise ImproperlyConfigured where there is none."""
    limits = []
    for entry in setting:
        match = re.fullmatch(r"\s*([0-9]{1,9})/([smhd])\s*", entry)
        if match is None:
            raise ImproperlyConfigured(f"COMMENT_LIMITS has {entry!r}: set it to entries such as 3/m, 20/h or 60/d.")
        limits.append((int(match[1]), UNITS[match[2]]))
    return limits
