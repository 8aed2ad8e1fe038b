"""
Text without case, accents and invisible signs, and with letters that look alike made the same: as rules compare it.

A folded text knows where each of its signs stood, so that what was found can be marked in the words of the reader.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

# Letters of other scripts, lower case, by the Latin letter that they pass for.
_LOOKALIKES = {
    "a": "аɑα",
    "b": "вьβᏏ",
    "c": "сϲᴄ",
    "d": "ԁժ",
    "e": "еєεҽ℮",
    "f": "ғϝք",
    "g": "ɡցԍ",
    "h": "һнհ",
    "i": "іιıɩӏ",
    "j": "јϳ",
    "k": "кκқ",
    "l": "ⅼ",
    "m": "м",
    "n": "пηո",
    "o": "оοσօഠ০",
    "p": "рρϱ",
    "q": "ԛզ",
    "r": "гᴦ",
    "s": "ѕꜱ",
    "t": "тτ",
    "u": "υսμ",
    "v": "ѵν",
    "w": "ԝωա",
    "x": "хχ",
    "y": "уүγყ",
    "z": "ᴢ",
    "ae": "æ",
    "oe": "œ",
    "ss": "ß",
    "th": "þ",
}
# Capitals whose small letter passes for another one: Greek eta looks like an H, but its small letter like an n.
_CAPITALS = {"Η": "h", "Ν": "n", "Υ": "y", "Μ": "m"}
_SAME = {sign: latin for latin, signs in _LOOKALIKES.items() for sign in signs} | _CAPITALS
_LATIN_NAME = re.compile(r"LATIN (?:CAPITAL |SMALL )?LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .*)?")
# Letters in squares and circles, which Unicode does not decompose.
_FRAMED = [(0x1F150, 26), (0x1F170, 26), (0x1F1E6, 26)]
_DROPPED = ("Mn", "Me", "Cf", "Cc", "Cs")
# Drawn as nothing although they are letters: the Hangul fillers, the empty braille pattern.
_BLANK = "\u115f\u1160\u2800\u3164\uffa0"


class Folded:
    """A folded text that can say where in the original its signs stood."""

    def __init__(self, original: str) -> None:
        self._original = original
        folded = original.translate(_FOLDED_SIGNS)
        self.text = _SPACES.sub(" ", folded) if "  " in folded else folded

    def original_span(self, start: int, end: int) -> tuple[int, int]:
        """Return where in the original these folded signs stood; what was dropped between them is within."""
        return bisect_right(self._ends, start), bisect_right(self._ends, end - 1) + 1

    @cached_property
    def _ends(self) -> list[int]:
        """Return how long the folded text is after each sign of the original; made only where something was found."""
        lengths, after_space = [], False
        for sign in self._original:
            length = 0
            for letter in _FOLDED_SIGNS[ord(sign)]:
                length += not (letter == " " and after_space)
                after_space = letter == " "
            lengths.append(length)
        return list(accumulate(lengths))


def fold(text: str) -> Folded:
    return Folded(text)


def is_disguised(word: str) -> bool:
    """Tell whether a word of other letters passes for one of Latin letters alone, as "саѕіnо" does."""
    return any(sign in _SAME and not unicodedata.name(sign).startswith("LATIN") for sign in word.casefold()) and (
        fold(word).text.isascii()
    )


def lowered(text: str) -> str:
    """Return the text in small letters, sign for sign."""
    return text.replace("İ", "i").lower()


def fold_sign(sign: str) -> str:
    return _FOLDED_SIGNS[ord(sign)]


def spellings(word: str) -> set[str]:
    """Return a word folded, and as its capitals fold where those pass for other letters than the small ones."""
    return {fold(spelled).text.strip() for spelled in (word, word.lower(), word.upper(), word.capitalize())} - {""}


class _Signs(dict[int, str]):
    """What each sign, by its number, folds to; worked out when it is first met."""

    def __missing__(self, number: int) -> str:
        if len(self) > 60_000:
            self.clear()
        folded = self[number] = _fold_sign(chr(number))
        return folded


_FOLDED_SIGNS = _Signs()
_SPACES = re.compile("  +")


def _fold_sign(sign: str) -> str:
    if sign.isspace():
        return " "
    if sign in _BLANK:
        return ""
    parts = [_fold_part(part) for part in unicodedata.normalize("NFKD", sign)]
    return "".join(parts)


def _fold_part(part: str) -> str:
    """Fold one sign of a decomposition; accents and what is not seen become nothing."""
    if unicodedata.category(part) in _DROPPED:
        return ""
    if part in _CAPITALS:
        return _CAPITALS[part]
    for first, count in _FRAMED:
        if first <= ord(part) < first + count:
            return chr(ord("a") + ord(part) - first)
    return "".join(_small(letter) for letter in part.casefold())


def _small(letter: str) -> str:
    if letter.isascii():
        return letter
    if letter in _SAME:
        return _SAME[letter]
    name = _LATIN_NAME.fullmatch(unicodedata.name(letter, ""))
    return name[1].lower() if name else letter
