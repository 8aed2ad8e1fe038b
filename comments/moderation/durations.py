"""Lengths of time in words, as exact as their size asks for."""

from datetime import timedelta

from django.utils.formats import number_format
from django.utils.translation import gettext as _


def duration_in_words(length: timedelta | None) -> str:
    """Return 0.8 s, 12 s, 3 min 20 s, 2 h 5 min, 3 d 4 h or just 3 d; a dash for what is not known."""
    if length is None:
        return "–"
    seconds = max(length.total_seconds(), 0.0)
    if seconds < 9.95:
        return _("%(seconds)s s") % {"seconds": number_format(seconds, 1)}
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    words = {"days": days, "hours": hours, "minutes": minutes, "seconds": seconds}
    if days:
        return (_("%(days)d d %(hours)d h") if hours else _("%(days)d d")) % words
    if hours:
        return (_("%(hours)d h %(minutes)d min") if minutes else _("%(hours)d h")) % words
    if minutes:
        return (_("%(minutes)d min %(seconds)d s") if seconds else _("%(minutes)d min")) % words
    return _("%(seconds)s s") % words
