"""
Lists of words, parts of words and patterns, made ready once and then searched in one pass over a text.

Tens of thousands of words are one automaton: what a comment costs does not grow with the list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ahocorasick_rs import AhoCorasick, MatchKind

from comments.finding.lookalikes import fold, lowered, spellings
from comments.models import Comment, RuleEntry
from comments.rules.matches import KEPT_AT_MOST, TEXT_KEPT, Match
from comments.rules.patterns import compile_pattern

Kind = RuleEntry.Kind
FIELDS = ("body", "author_name", "author_url", "author_email")
# Of one pattern or list no more places are looked at in one text.
PLACES_AT_MOST = 50


class WordList:
    """The words of one rule. `entries` are kinds with texts; a pattern among them must be one that compiles."""

    def __init__(self, entries: Iterable[tuple[str, str]]) -> None:
        by_kind: dict[str, set[str]] = {kind: set() for kind in Kind.values}
        for kind, text in entries:
            by_kind[kind].update({lowered(text)} if kind == Kind.EXACT else {text})
        self._patterns = [compile_pattern(text) for text in sorted(by_kind[Kind.PATTERN])]
        # Whole words may overlap: with "cart" and "art" on the list, each is looked at by itself.
        self._words = _automaton(_all_spellings(by_kind[Kind.WORD]), MatchKind.Standard)
        self._parts = _automaton(_all_spellings(by_kind[Kind.PART]), MatchKind.LeftmostLongest)
        self._exact = _automaton(by_kind[Kind.EXACT], MatchKind.LeftmostLongest)

    @property
    def is_searchable(self) -> bool:
        return bool(self._words or self._parts or self._exact or self._patterns)

    def find_in(self, comment: Comment) -> list[Match]:
        """Return the places that were found in what the reader wrote, the first twenty of them."""
        found: list[Match] = []
        for name in FIELDS:
            found += self.find(getattr(comment, name), field=name)
            if len(found) >= KEPT_AT_MOST:
                break
        return found[:KEPT_AT_MOST]

    def find(self, text: str, field: str = "body") -> list[Match]:
        folded = fold(text)
        places = {folded.original_span(start, end) for start, end in self._places(folded.text)}
        if self._exact:
            places.update((start, end) for _, start, end in self._exact.find_matches_as_indexes(lowered(text)))
        return [
            Match(what="words", field=field, start=start, end=end, text=text[start:end][:TEXT_KEPT])
            for start, end in sorted(places)[:KEPT_AT_MOST]
        ]

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        if self._words:
            for _number, start, end in self._words.find_matches_as_indexes(text, overlapping=True):
                if _is_whole(text, start, end):
                    yield start, end
        if self._parts:
            for _number, start, end in self._parts.find_matches_as_indexes(text):
                yield start, end
        for pattern in self._patterns:
            for count, match in enumerate(pattern.finditer(text)):
                if count == PLACES_AT_MOST:
                    break
                if match.end() > match.start():
                    yield match.span()


def _all_spellings(words: Iterable[str]) -> set[str]:
    return {spelling for word in words for spelling in spellings(word)}


def _automaton(words: set[str], kind: MatchKind) -> AhoCorasick | None:
    return AhoCorasick(sorted(words), matchkind=kind, store_patterns=False) if words else None


def _is_whole(text: str, start: int, end: int) -> bool:
    """Tell whether no letter or digit stands against it."""
    return not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum())
