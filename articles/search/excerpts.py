"""What is shown of a hit: the part of its text where the words stand that were asked for, with those marked."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import islice, pairwise

from django.utils.safestring import SafeString

from articles.folding import fold
from articles.search.stems import stem

EXCERPT_MAX = 240
_CONTEXT = 60
# Common words are not looked for to the end of a long text: so many of them, and so many signs, are enough.
_HITS_MAX, _LOOKED_THROUGH = 60, 2500
# So many first letters a stem has in common with each of its words (articles/search/stems.py), or as many as it has.
_SHARED = 3
# Letters and figures of Latin-1 beyond ASCII, the sign of micro among them, and what they are folded to.
_LETTERS = {sign: fold(sign) for sign in map(chr, range(0x80, 0x100)) if sign.isalnum()}

type Span = tuple[int, int, str]  # from, to, and the stem of the word that stands there


def marked(text: str, stems: Collection[str]) -> tuple[SafeString, set[str]]:
    """Return a text as HTML with each word of these stems marked, and which of them it holds."""
    text = unicodedata.normalize("NFC", text)
    hits = list(islice(_hits(text, stems), _HITS_MAX))
    return _with_marks(text, hits, 0, len(text)), {stem_of_word for _start, _end, stem_of_word in hits}


def excerpt(line: str, stems: Collection[str], besides: Collection[str] = ()) -> SafeString | None:
    """
    Return, as HTML, the part of a line that holds most of these stems; nothing where none of them stands in it.

    What is there besides is marked as well.
    """
    text = unicodedata.normalize("NFC", line)
    hits = _hits_for_excerpt(text, stems)
    if not hits:
        return None
    start, end = _cut(text, _densest(hits))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    shown = _with_marks(text, list(_hits(text, {*stems, *besides}, start, _space(text, end))), start, end)
    return SafeString(f"{before}{shown}{after}")


def _hits_for_excerpt(text: str, stems: Collection[str]) -> list[Span]:
    """Return the first hits, no further than an excerpt may reach that holds all of these stems."""
    first = next(_hits(text, stems), None)
    if first is None:
        return []
    last: dict[str, int] = {}
    found: list[Span] = []
    far = _space(text, first[0] + _LOOKED_THROUGH)
    for hit in islice(_hits(text, stems, first[0], far), _HITS_MAX):
        found.append(hit)
        start, end, stem_of_word = hit
        last[stem_of_word] = start
        if len(last) == len(stems) and start - min(last.values()) < EXCERPT_MAX - _CONTEXT:
            return [*found, *islice(_hits(text, stems, end, _space(text, start + EXCERPT_MAX)), _HITS_MAX)]
    # A word that is only found further on is looked for as well, and shown with its neighbours.
    behind = found[-1][1]
    if further := next(_hits(text, {*stems} - {*last}, behind), None):
        around = max(behind, further[0] - EXCERPT_MAX), _space(text, further[0] + EXCERPT_MAX)
        found += islice(_hits(text, stems, *around), _HITS_MAX)
    return found


def _space(text: str, start: int) -> int:
    """Return where the next space stands, or the end: no word is cut there."""
    found = text.find(" ", start)
    return found if found > 0 else len(text)


def _hits(text: str, stems: Collection[str], begin: int = 0, end: int = sys.maxsize) -> Iterator[Span]:
    if not stems:
        return
    for word in _beginning(frozenset(each[:_SHARED] for each in stems)).finditer(text, begin, end):
        stem_of_word = _stem_as_printed(word[0])
        if stem_of_word in stems:
            yield word.start(), word.end(), stem_of_word


@lru_cache(maxsize=16_384)
def _stem_as_printed(word: str) -> str:
    return stem(fold(word))


@lru_cache(maxsize=256)
def _beginning(letters: frozenset[str]) -> re.Pattern[str]:
    """
    Return what matches the words that begin with one of these runs of folded letters: few words are then looked at.

    The pattern begins with a set of letters, and asks what stands before them afterwards: so a text is skipped through
    to the next of them. Words that begin with a ligature, or beyond Latin-1, are all looked at.
    """
    firsts, ways = "", [r"(?<=[^\x00-\xff])(?<=[^\W_])"]
    for run in sorted(letters):
        alike, ligatures = _printed_as(run[0])
        ways += [f"(?<=[{alike}]){_rest(run[1:])}"] if alike else []
        ways += [f"(?<=[{ligatures}])"] if ligatures else []
        firsts += alike + ligatures
    return re.compile(rf"{_these_or_beyond(firsts)}(?<![^\W_].)(?:{'|'.join(ways)})(?:[^\W_]|\xad)*", re.DOTALL)


def _rest(letters: str) -> str:
    """Return a pattern of the next letters of a word. Where one is printed beyond ASCII, anything may come."""
    if not letters:
        return ""
    here = f"[{letters[0].lower()}{letters[0].upper()}]{_rest(letters[1:])}|" if letters[0].isascii() else ""
    return rf"(?:{here}[^\x00-\x7f])"


@lru_cache(maxsize=256)
def _printed_as(letter: str) -> tuple[str, str]:
    """Return the signs of Latin-1 that are folded to a letter, and those that are folded to it and others behind it."""
    own = {letter.lower(), letter.upper()} if letter.isascii() else set()
    alone = own | {sign for sign, folded in _LETTERS.items() if folded == letter}
    together = {sign for sign, folded in _LETTERS.items() if len(folded) > 1 and folded[0] == letter}
    return "".join(sorted(alone)), "".join(sorted(together))


def _these_or_beyond(signs: str) -> str:
    """
    Return a set of these signs of Latin-1 and of all that is beyond it.

    It names what is not in it: read so, it takes a tenth of a millisecond, and otherwise many.
    """
    borders = [-1, *sorted(map(ord, set(signs))), 0x100]
    gaps = [rf"\x{low + 1:02x}-\x{high - 1:02x}" for low, high in pairwise(borders) if high - low > 1]
    return f"[^{''.join(gaps)}]"


def _densest(hits: Sequence[Span]) -> int:
    """Return where the first run of words begins that holds most of the stems within the length of an excerpt."""
    best, most, all_of_them = hits[0][0], 0, len({each for _start, _end, each in hits})
    for place, (start, _end, _stem) in enumerate(hits):
        within = {each for begin, _end, each in hits[place:] if begin < start + EXCERPT_MAX - _CONTEXT}
        if len(within) > most:
            best, most = start, len(within)
        if most == all_of_them:
            break
    return best


def _cut(text: str, hit: int) -> tuple[int, int]:
    """Return the borders of an excerpt around a place, between words."""
    start = max(0, hit - _CONTEXT)
    if start:
        start = text.find(" ", start, hit) + 1 or hit
    end = start + EXCERPT_MAX
    if end >= len(text):
        return start, len(text)
    between = text.rfind(" ", hit, end)
    return start, between if between > hit else end


def _with_marks(text: str, hits: Sequence[Span], start: int, end: int) -> SafeString:
    pieces, at = [], start
    for begin, stop, _stem in hits:
        if begin >= at and stop <= end:
            pieces += [escape(text[at:begin]), "<mark>", escape(text[begin:stop]), "</mark>"]
            at = stop
    return SafeString("".join([*pieces, escape(text[at:end])]))
