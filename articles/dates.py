"""Dates in words of the site's language, for pages, desks and messages alike."""

import re
from datetime import datetime
from functools import lru_cache

from django.utils import timezone
from django.utils.dateformat import format
from django.utils.translation import get_language, pgettext


def day_in_words(at: datetime) -> str:
    """Return a date as a reader says it: November 25, 2026."""
    return _in_words(at, pgettext("date format", "F j, Y"))


def moment_in_words(at: datetime) -> str:
    """Return a date and the time to the minute: November 25, 2026, 10:15 a.m."""
    return _in_words(at, pgettext("date format", "F j, Y, g:i a"))


def month_in_words(at: datetime) -> str:
    return _in_words(at, pgettext("date format", "F Y"))


def minute_in_words(at: datetime) -> str:
    """Return the time to the minute: 10:15 a.m."""
    return _in_words(at, pgettext("date format", "g:i a"))


def time_in_words(at: datetime) -> str:
    """Return the time to the second: 10:15:00."""
    return _in_words(at, pgettext("date format", "H:i:s"))


def clock_in_words(at: datetime) -> str:
    """Return the time to the minute: 10:15 a.m."""
    return _in_words(at, pgettext("date format", "g:i a"))


def weekday_in_words(at: datetime) -> str:
    """Return a date with its day of the week: Wednesday, November 25."""
    return _in_words(at, pgettext("date format", "l, F j"))


def _in_words(at: datetime, words: str) -> str:
    return _formatted(timezone.localtime(at).replace(microsecond=0), words, get_language())


@lru_cache(maxsize=10_000)
def _formatted(at: datetime, words: str, language: str | None) -> str:
    """French says “1er novembre” and “2 novembre”; Django's formats have no letter for that."""
    text = format(at, words)
    return re.sub(r"^1 ", "1er ", text) if language == "fr" else text
