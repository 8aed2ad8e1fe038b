"""How those who signed a story are named: writers first, then the others with what they did."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from django.utils.translation import pgettext

from articles.models import Author, Byline

type Signature = tuple[Author, str]  # and the words that stand before the name


def signatures(bylines: Iterable[Byline], *, by: str = "", last: str = "") -> list[Signature]:
    """
    Return who is named, in the order of roles and of the signatures.

    `by` opens the list of the writers; `last` stands before the last name of each role.
    """
    both = pgettext("between two names", "and")
    last = last or f" {both} "
    order = list(Byline.Role)
    found = sorted(bylines, key=lambda byline: order.index(Byline.Role(byline.role)))
    signed: list[Signature] = []
    for role, group in groupby(found, key=lambda byline: byline.role):
        authors = [byline.author for byline in group]
        opening = f"{', ' if signed else ''}{_words(role, by)}"
        signed += zip(authors, _before(opening, len(authors), last), strict=True)
    return signed


def in_words(bylines: Iterable[Byline]) -> str:
    """Return the names in one line, as feeds list them."""
    return "".join(f"{before}{author.name}" for author, before in signatures(bylines, last=", "))


def _words(role: str, by: str) -> str:
    words = {
        Byline.Role.BY: by,
        Byline.Role.WITH: pgettext("before names", "with"),
        Byline.Role.PHOTOS: pgettext("before names", "photos:"),
        Byline.Role.ILLUSTRATION: pgettext("before names", "illustration:"),
        Byline.Role.TRANSLATION: pgettext("before names", "translation:"),
    }[Byline.Role(role)]
    return f"{words} " if words else ""


def _before(opening: str, count: int, last: str) -> list[str]:
    return [opening, *[", "] * (count - 2), *[last] * (count > 1)]
