"""
Words that the house writes otherwise, found in a text without tags.

The list is the owner's (`HouseWord`). A text is split into words once and each is looked up, so that a long list costs
no more than a short one. Addresses and what stands in quotation marks are not looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple
from unicodedata import normalize

from articles.models import HouseWord
from articles.writing.blocks import HIDDEN
from articles.writing.typography import without_addresses

CONTEXT = 30
# As much as must be seen of what stands before to know the word before.
_LEAD = 12
_PIECE = re.compile("[\\w\u0300-\u036f]+|\\s+|.", re.DOTALL)
_ALIKE = {"'": "’", "\u2010": "-", "\u2011": "-"}
# A compound, a host, a file or a tag is another word than its parts.
_JOINED_BEFORE = re.compile(r"[\w\ufffc][-\u2010\u2011.]$|[@#]$")
_JOINED_BEHIND = re.compile(r"[-\u2010\u2011.][\w\ufffc]|@")
_BEGINS_SENTENCE = re.compile(r"(?:^|[.!?…:«“\"(–—•])\s*$")
_ELIDED = re.compile(r"(?:^|\W)(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’]$", re.IGNORECASE)
_TO_ELIDE = re.compile(r"(?:^|\W)(?:le|la|de|je|me|te|se|ne|que|jusque)\s$", re.IGNORECASE)


@dataclass(frozen=True)
class Wording:
    expression: str
    instead: str
    reason: str = ""

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return tuple(piece.key for piece in _pieces(self.expression))

    @cached_property
    def keys_instead(self) -> tuple[str, ...]:
        return tuple(piece.key for piece in _pieces(self.instead))

    def for_words(self, words: str) -> str:
        """Return what is written instead, with the capitals of the words that it stands for."""
        if normalize("NFC", words) == self.expression:
            return self.instead
        if len(words) > 1 and words.isupper():
            return self.instead.upper()
        return _capitalised(self.instead) if words[:1].isupper() else self.instead


@dataclass(frozen=True)
class Find:
    """Words of a text that the house writes otherwise, and where they stand in it."""

    text: str
    start: int
    end: int
    wording: Wording

    @property
    def words(self) -> str:
        return self.text[self.start : self.end]

    @property
    def instead(self) -> str:
        return self.wording.for_words(self.words)

    @property
    def lead(self) -> str:
        return self.text[max(0, self.start - _LEAD) : self.start]

    @property
    def before(self) -> str:
        """Return what is shown before the words, from the beginning of a word."""
        start = max(0, self.start - CONTEXT)
        text = self.text[start : self.start].replace(HIDDEN, "")
        return text if start == 0 else f"… {text.partition(' ')[2]}"

    @property
    def behind(self) -> str:
        text = self.text[self.end : self.end + CONTEXT].replace(HIDDEN, "")
        return text if self.end + CONTEXT >= len(self.text) else f"{text.rpartition(' ')[0]} …"

    @property
    def fits(self) -> bool:
        """Tell whether it can be put in alone: where “le” and “l’” change places, the sentence is to be rewritten."""
        if _ELIDED.search(self.lead):
            return _may_elide(self.instead)
        return _may_elide(self.words) or not (_TO_ELIDE.search(self.lead) and _may_elide(self.instead))


class _Piece(NamedTuple):
    """A word, a space or a sign; its key is that of all that are written alike."""

    key: str
    start: int
    end: int


class HouseWords:
    """The owner's list, ready to be looked for."""

    def __init__(self, wordings: Iterable[Wording]) -> None:
        self._by_keys = {wording.keys: wording for wording in wordings}
        lengths: dict[str, set[int]] = {}
        for keys in self._by_keys:
            lengths.setdefault(keys[0], set()).add(len(keys))
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    @classmethod
    def of_the_house(cls) -> HouseWords:
        """Load the list; one query."""
        rows = HouseWord.objects.order_by("pk").values_list("expression", "instead", "reason")
        return cls(Wording(*row) for row in rows)

    def found_in(self, text: str) -> Iterator[Find]:
        """Yield what is found, the longest expression where several begin at one word; linear in the text."""
        if not self._by_keys:
            return
        visible = without_addresses(_without_quotations(text))
        pieces = list(_pieces(visible))
        at = 0
        while at < len(pieces):
            find = next(self._finds_at(text, pieces, at, visible), None)
            if find is None:
                at += 1
                continue
            yield find
            at += len(find.wording.keys)

    def _finds_at(self, text: str, pieces: list[_Piece], at: int, visible: str) -> Iterator[Find]:
        for length in self._lengths.get(pieces[at].key, ()):
            wording = self._by_keys.get(_keys(pieces, at, length))
            if wording is None:
                continue
            find = Find(text, pieces[at].start, pieces[at + len(wording.keys) - 1].end, wording)
            if _stands_alone(find, visible) and not _is_right(find, pieces, at):
                yield find


def _pieces(text: str) -> Iterator[_Piece]:
    for found in _PIECE.finditer(text):
        piece = found[0]
        key = " " if piece.isspace() else _ALIKE.get(piece) or normalize("NFC", piece).casefold()
        yield _Piece(key, found.start(), found.end())


def _keys(pieces: list[_Piece], at: int, length: int) -> tuple[str, ...]:
    return tuple(piece.key for piece in pieces[at : at + length])


def _stands_alone(find: Find, visible: str) -> bool:
    before, behind = visible[max(0, find.start - 2) : find.start], visible[find.end : find.end + 2]
    return not _JOINED_BEFORE.search(before) and not _JOINED_BEHIND.match(behind)


def _is_right(find: Find, pieces: list[_Piece], at: int) -> bool:
    """Tell whether the text says already what the house writes, of which the expression may be a part."""
    wording = find.wording
    if wording.keys == wording.keys_instead:
        return _has_right_capitals(find)
    size, length = len(wording.keys), len(wording.keys_instead)
    starts = (start for start in range(length - size + 1) if wording.keys_instead[start : start + size] == wording.keys)
    return any(start <= at and _keys(pieces, at - start, length) == wording.keys_instead for start in starts)


def _has_right_capitals(find: Find) -> bool:
    """What changes capitals alone is found as it was entered, and not where a sentence begins with a capital."""
    if normalize("NFC", find.words) != find.wording.expression:
        return True
    return _capitalised(find.instead) == find.words and bool(_BEGINS_SENTENCE.search(find.lead))


def _without_quotations(text: str) -> str:
    """
    Return a text of the same length in which what stands in quotation marks is hidden.

    Of marks that do not pair in this paragraph, the others stand in one before or behind: it is hidden up to its end.
    """
    letters, depth, is_straight, began_before = list(text), 0, False, 0
    for at, sign in enumerate(text):
        if sign in "«“":
            depth += 1
        elif sign in "»”":
            began_before = began_before if depth else at
            depth = max(0, depth - 1)
        elif sign == '"':
            is_straight = not is_straight
        elif depth or is_straight:
            letters[at] = HIDDEN
    letters[:began_before] = HIDDEN * began_before
    return "".join(letters)


def _capitalised(words: str) -> str:
    return words[:1].upper() + words[1:]


def _may_elide(words: str) -> bool:
    """Tell whether words begin with a vowel, or with an h that may be silent."""
    return normalize("NFD", words[:1]).casefold()[:1] in tuple("aeiouhœæ")
