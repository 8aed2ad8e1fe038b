"""A moment as a whole number, for addresses and ETags: microseconds since 1970, which lose nothing of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


def to_microseconds(at: datetime) -> int:
    return (at - _EPOCH) // _MICROSECOND


def from_microseconds(number: int) -> datetime:
    """Raise OverflowError for a moment that no calendar holds."""
    return _EPOCH + number * _MICROSECOND
