"""Where a day begins and ends on the site's clock."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.utils import timezone


def midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def end_of_today() -> datetime:
    return midnight(timezone.localdate() + timedelta(days=1))
