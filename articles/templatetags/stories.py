"""How dates stand on readers' pages, in words of the site's language."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.dateformat import format
from django.utils.translation import pgettext

register = template.Library()


@register.filter
def day(at: datetime) -> str:
    """Return a date as a reader says it: November 25, 2026."""
    return format(timezone.localtime(at), pgettext("date format", "F j, Y"))


@register.filter
def moment(at: datetime) -> str:
    """Return a date and the time to the minute: November 25, 2026, 10:15 a.m."""
    return format(timezone.localtime(at), pgettext("date format", "F j, Y, g:i a"))


@register.filter
def month_name(at: datetime) -> str:
    return format(timezone.localtime(at), pgettext("date format", "F Y"))
