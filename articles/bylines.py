"""How those who signed a story are named: writers first, then the others with what they did."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import pgettext, pgettext_lazy

from articles.models import Author, Byline

type Signature = tuple[Author, str]  # and the words that stand before the name

_ORDER = {role.value: place for place, role in enumerate(Byline.Role)}
_WORDS = {
    Byline.Role.WITH.value: pgettext_lazy("before names", "with"),
    Byline.Role.PHOTOS.value: pgettext_lazy("before names", "photos:"),
    Byline.Role.ILLUSTRATION.value: pgettext_lazy("before names", "illustration:"),
    Byline.Role.TRANSLATION.value: pgettext_lazy("before names", "translation:"),
}


def signatures(bylines: Iterable[Byline], *, by: str = "", last: str = "") -> list[Signature]:
    """
    Return who is named, in the order of roles and of the signatures.

    `by` opens the list of the writers; `last` stands before the last name of each role.
    """
    signed: list[Signature] = []
    found = sorted(bylines, key=lambda byline: _ORDER[byline.role])
    for role, group in groupby(found, key=lambda byline: byline.role):
        authors = [byline.author for byline in group]
        words = _WORDS.get(role, by)
        opening = f"{', ' if signed else ''}{words}{' ' if words else ''}"
        signed += zip(authors, _before(opening, len(authors), last), strict=True)
    return signed


def in_words(bylines: Iterable[Byline]) -> str:
    """Return the names in one line, as feeds list them."""
    return "".join(f"{before}{author.name}" for author, before in signatures(bylines, last=", "))


def _before(opening: str, count: int, last: str) -> list[str]:
    if count == 1:
        return [opening]
    both = pgettext("between two names", "and")
    return [opening, *[", "] * (count - 2), last or f" {both} "]
