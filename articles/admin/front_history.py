"""The history of a front page in sentences: what came, what went, what moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.dates import moment_in_words
from articles.models import Front, FrontChange

SHOWN = 20

FIRST = [_("Lead"), _("Second 1"), _("Second 2"), _("Second 3")]


@dataclass(frozen=True)
class Change:
    at: datetime
    name: str
    sentences: list[str]


def name_of_place(place: int) -> str:
    return str(FIRST[place - 1]) if place <= len(FIRST) else gettext("Place %(place)s") % {"place": place}


def changes_of(front: Front) -> list[Change]:
    changes = front.changes.select_related("user")[:SHOWN] if front.pk else []
    return [
        Change(change.at, change.user.get_full_name() or change.user.get_username(), list(_sentences(change)))
        for change in changes
    ]


def _sentences(change: FrontChange) -> list[str]:
    before, after = _by_story(change.before), _by_story(change.after)
    sentences = [_placed(pin) for story, pin in after.items() if before.get(story) != pin]
    sentences += [
        gettext("“%(headline)s” taken off") % {"headline": pin["headline"]}
        for story, pin in before.items()
        if story not in after
    ]
    if change.before["has_blocks"] != change.after["has_blocks"]:
        on = change.after["has_blocks"]
        sentences.append(gettext("blocks of the sections switched on") if on else gettext("blocks switched off"))
    return sentences or [gettext("nothing changed")]


def _placed(pin: dict[str, Any]) -> str:
    words = pin | {"place": name_of_place(pin["place"])}
    if pin["until"] is None:
        return gettext("%(place)s: “%(headline)s”") % words
    words["until"] = moment_in_words(datetime.fromisoformat(pin["until"]))
    return gettext("%(place)s: “%(headline)s” until %(until)s") % words


def _by_story(state: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {pin["story"]: pin for pin in state["pins"]}
