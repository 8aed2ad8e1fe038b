"""What a condition found in a comment, as it is stored with the hit and as people read it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NotRequired, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from comments.models import Comment

KEPT_AT_MOST = 20
TEXT_KEPT = 100


class Match(TypedDict):
    """
    The condition (`what`) and what it found: words with their field and place there, or a number.

    `start` and `end` count the signs of the field as the reader wrote it.
    """

    what: str
    field: NotRequired[str]
    start: NotRequired[int]
    end: NotRequired[int]
    text: NotRequired[str]
    count: NotRequired[int]


def in_words(matched: Iterable[Match]) -> list[str]:
    """Return what was found, each thing once."""
    return list(dict.fromkeys(_sentence(match) for match in matched))


def spans_in_text(matched: Iterable[Match]) -> list[tuple[int, int]]:
    """Return the places in the comment's text that were found, in order and without overlap."""
    places = sorted(
        (match["start"], match["end"]) for match in matched if match.get("field") == "body" and "start" in match
    )
    spans: list[tuple[int, int]] = []
    for start, end in places:
        if spans and start < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _trusted(match: Match) -> str:
    """Say what made a writer trusted: hits of before addresses were confirmed do not speak of that."""
    count = match.get("count", 0)
    words = ngettext("published %(count)d time before", "published %(count)d times before", count)
    if match.get("text") == "confirmed":
        words = ngettext(
            "confirmed address, published %(count)d time before",
            "confirmed address, published %(count)d times before",
            count,
        )
    return words % {"count": count}


def _sentence(match: Match) -> str:
    words: dict[str, Any] = {"text": match.get("text", ""), "count": match.get("count", 0)}
    count = match.get("count", 0)
    match match["what"]:
        case "words":
            return _("“%(text)s”") % words
        case "sender" | "hosts":
            return str(words["text"])
        case "links":
            return ngettext("%(count)d link", "%(count)d links", count) % words
        case "flood":
            return ngettext("the text came %(count)d time", "the text came %(count)d times", count) % words
        case "trusted":
            return _trusted(match)
        case "reports":
            return ngettext("%(count)d report", "%(count)d reports", count) % words
        case "old_story":
            return ngettext("the story is %(count)d day old", "the story is %(count)d days old", count) % words
        case "first_time":
            return _("first-time writer")
        case "quick":
            # A match that was stored without a number is of two seconds.
            return ngettext("sent within %(count)d second", "sent within %(count)d seconds", count or 2) % {
                "count": count or 2
            }
        case "verdict":
            return _("Akismet’s verdict: %(text)s") % {"text": Comment.Verdict(match.get("text", "")).label}
    return match["what"]
