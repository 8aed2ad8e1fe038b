"""The settings of the house in words: what they are called, what a value means, and who changed what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import HouseChange

SHOWN = 50


@dataclass(frozen=True)
class Logged:
    """A change with the sentences that say what it was."""

    change: HouseChange
    sentences: list[str]


def installed_in_words(name: str) -> str:
    """Return what holds while nothing is set: the value of the environment, in words."""
    value = ",".join(settings.COMMENT_LIMITS) if name == "comment_limits" else settings.BLATANT_SPAM_DAYS
    return _("as the installation says (%(value)s)") % {"value": _in_words(name, value)}


def change_log() -> list[Logged]:
    """Return the newest fifty changes."""
    return [Logged(each, list(_changed(each.changes))) for each in HouseChange.objects.select_related("user")[:SHOWN]]


def _changed(changes: dict[str, list[Any]]) -> Iterable[str]:
    for name, (before, after) in changes.items():
        words = {"name": _called(name), "before": _set_to(name, before), "after": _set_to(name, after)}
        yield _("%(name)s: %(before)s → %(after)s") % words


def _called(name: str) -> str:
    return {
        "comment_limits": _("Limits of posting"),
        "blatant_spam_days": _("Days that blatant spam is kept"),
    }[name]


def _set_to(name: str, value: Any) -> str:
    return _("as the installation says") if value in (None, "") else _in_words(name, value)


def _in_words(name: str, value: Any) -> str:
    if name == "comment_limits":
        return str(value) or _("no limit")
    return ngettext("%(count)d day", "%(count)d days", value) % {"count": value} if value else _("never deleted")
