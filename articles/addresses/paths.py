"""The paths of readers' pages. A page names a hundred of them, and working each out anew is a tenth of its time."""

from __future__ import annotations

from functools import lru_cache

from django.urls import get_script_prefix, reverse


def path_of(name: str, *parts: str | int) -> str:
    """Return what `reverse` returns, which is the same as long as the process lives."""
    return _reversed(get_script_prefix(), name, *parts)


@lru_cache(maxsize=10_000)
def _reversed(_prefix: str, name: str, *parts: str | int) -> str:
    return reverse(name, args=parts)
