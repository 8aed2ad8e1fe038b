"""What is shown of a hit: the part of its text where the words stand that were asked for, with those marked."""

from __future__ import annotations

import re
import sys
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from functools import lru_cache
from html import escape
from itertools import islice

from django.utils.safestring import SafeString

from articles.folding import fold
from articles.search.stems import stem

EXCERPT_MAX = 240
_CONTEXT = 60
# A common word is not looked for to the end of a long text.
_HITS_MAX = 60
# Letters beyond ASCII, the sign of micro among them, and what they are folded to.
_LETTERS = {
    sign: fold(sign) for sign in map(chr, (0xB5, *range(0xC0, 0x250), *range(0x370, 0x400), *range(0x1E00, 0x1F00)))
}

# Signs within words that are no letter of Latin script: the soft hyphen, figures above the line, and the rest.
_RARE = "\x80-\xbf\u0250-\U0010ffff"

type Span = tuple[int, int, str]  # from, to, and the stem of the word that stands there


def marked(text: str, stems: Collection[str]) -> SafeString:
    """Return a text as HTML with each word of these stems marked."""
    text = unicodedata.normalize("NFC", text)
    return _with_marks(text, list(islice(_hits(text, stems), _HITS_MAX)), 0, len(text))


def excerpt(line: str, stems: Collection[str]) -> SafeString | None:
    """Return, as HTML, the part of a line that holds most of these stems; nothing where none of them stands in it."""
    text = unicodedata.normalize("NFC", line)
    hits = _hits_for_excerpt(text, stems)
    if not hits:
        return None
    start, end = _cut(text, _densest(hits))
    before, after = "… " if start else "", " …" if end < len(text) else ""
    return SafeString(f"{before}{_with_marks(text, hits, start, end)}{after}")


def _hits_for_excerpt(text: str, stems: Collection[str]) -> list[Span]:
    """Return the first hits, no further than an excerpt may reach that holds all of these stems."""
    found: list[Span] = []
    last: dict[str, int] = {}
    for hit in islice(_hits(text, stems), _HITS_MAX):
        found.append(hit)
        start, end, stem_of_word = hit
        last[stem_of_word] = start
        if len(last) == len(stems) and start - min(last.values()) < EXCERPT_MAX - _CONTEXT:
            far_enough = text.find(" ", start + EXCERPT_MAX)
            return [*found, *islice(_hits(text, stems, end, far_enough if far_enough > 0 else len(text)), _HITS_MAX)]
    return found


def _hits(text: str, stems: Collection[str], begin: int = 0, end: int = sys.maxsize) -> Iterator[Span]:
    if not stems:
        return
    for word in _beginning(frozenset(each[:2] for each in stems)).finditer(text, begin, end):
        stem_of_word = _stem_as_printed(word[0])
        if stem_of_word in stems:
            yield word.start(), word.end(), stem_of_word


@lru_cache(maxsize=16_384)
def _stem_as_printed(word: str) -> str:
    return stem(fold(word))


@lru_cache(maxsize=256)
def _beginning(pairs: frozenset[str]) -> re.Pattern[str]:
    """
    Return what matches the words that begin with one of these folded pairs of letters: few words are then looked at.

    A stem has the first two letters of its words; a word of one letter is its own. The pattern begins with a set of
    letters, and asks what stands before them afterwards: so a text is skipped through to the next of them.
    """
    firsts, ways = "", []
    for pair in sorted(pairs):
        first, second = pair[0], pair[1:]
        alike = _in_both_cases(first, *(sign for sign, folded in _LETTERS.items() if folded == first))
        after = _in_both_cases(second, *(sign for sign, folded in _LETTERS.items() if second and folded[0] == second))
        ways.append(f"(?<=[{alike}])" + (f"[{after}{_RARE}]" if second else ""))
        ligatures = _in_both_cases(*(each for each, of in _LETTERS.items() if len(of) > 1 and of[0] == first))
        ways += [f"(?<=[{ligatures}])"] if ligatures else []
        firsts += alike + ligatures
    return re.compile(rf"[{firsts}](?<![^\W_].)(?:{'|'.join(ways)})(?:[^\W_]|\xad)*", re.DOTALL)


def _in_both_cases(*signs: str) -> str:
    together = "".join(signs)
    return re.escape("".join(dict.fromkeys(together + together.lower() + together.upper())))


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
