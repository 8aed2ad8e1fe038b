"""
What a reader searches for, read from what was typed.

Words, "phrases" between quotation marks of any kind, and -words or -"phrases" that a story must not hold. Whatever else
search engines know, such as `*` or `NEAR`, is letters like any other.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from articles.models.search_terms import Terms
from articles.search.stems import spoken_words, stem
from articles.search.terms import HEADLINE, STANDFIRST, in_part, pairs, phrase

WORDS_MAX = 10
_QUOTES = str.maketrans(dict.fromkeys("“”„‟«»〝〞＂", '"'))
_PIECE = re.compile(r'(?<!\S)(-?)"([^"]*)"?|(?<!\S)(-?)([^\s"]+)|([^\s"]+)')
# Words that tell nothing: they are left out where others are asked for, phrases excepted.
_STOP_WORDS = frozenset(
    """
    a ai au aux avec c ce ces cette d dans de des du elle en est et eu il ils je l la le les leur leurs ma mais me mes
    mon n ne nos notre nous on ou par pas pour qu que qui s sa se ses si son sont sur ta te tes toi ton tu un une vos
    votre vous y
    an and are as at be but by for from has have he her his in is it its my not of or our she so that the their them
    they this to was we were with you your
    """.split()  # noqa: SIM905  # to be read
)


@dataclass(frozen=True)
class Piece:
    """A word, or the words of a phrase."""

    words: tuple[str, ...]
    is_quoted: bool = False

    @cached_property
    def terms(self) -> tuple[str, ...]:
        stems = [stem(word) for word in self.words]
        return tuple(phrase(stems)) if len(stems) > 1 else tuple(stems)

    @property
    def is_empty_talk(self) -> bool:
        return not self.is_quoted and self.words[0] in _STOP_WORDS


@dataclass(frozen=True)
class Question:
    text: str
    typed: tuple[Piece, ...]
    unwanted: tuple[Piece, ...]

    @classmethod
    def of(cls, text: str) -> Question:
        wanted: list[Piece] = []
        unwanted: list[Piece] = []
        for minus_phrase, quoted, minus_word, word, rest in _PIECE.findall(text.translate(_QUOTES)):
            place = unwanted if minus_phrase or minus_word else wanted
            place += _pieces(quoted, word or rest)
        if not wanted:
            wanted, unwanted = unwanted, []
        return cls(text, tuple(_first(wanted)), tuple(_first(unwanted)))

    @cached_property
    def wanted(self) -> tuple[Piece, ...]:
        return tuple(piece for piece in self.typed if not piece.is_empty_talk) or self.typed

    @cached_property
    def stems(self) -> list[str]:
        """The stems of all words that are asked for, each once."""
        return list(dict.fromkeys(stem(word) for piece in self.wanted for word in piece.words))

    @cached_property
    def marked_stems(self) -> frozenset[str]:
        """The stems whose words are marked where they stand in a hit."""
        words = [word for piece in self.wanted for word in piece.words]
        return frozenset(stem(word) for word in words if word not in _STOP_WORDS) or frozenset(map(stem, words))

    @cached_property
    def terms(self) -> Terms:
        """What a hit holds, and what it does not."""
        return Terms(
            all_of=tuple((term,) for piece in self.wanted for term in piece.terms),
            none_of=tuple(piece.terms for piece in self.unwanted),
        )

    @cached_property
    def ranks(self) -> list[Terms]:
        """
        What puts a hit before others, the best first; hits of the same rank stand newest first.

        A headline weighs more than a standfirst, that more than the text; in each, what stands as it was typed comes
        before the same words apart. Each is a whole question: a rank that names all words is not asked for them again.
        """
        phrases = (piece.terms for piece in self.wanted if piece.is_quoted)
        besides_words = Terms(tuple((term,) for terms in phrases for term in terms), self.terms.none_of)
        as_typed = pairs([stem(word) for piece in self.typed for word in piece.words])
        in_headline, in_standfirst = in_part(HEADLINE, self.stems), in_part(STANDFIRST, self.stems)
        above = tuple(zip(in_headline, in_standfirst, strict=True))
        of_all_words = [
            _every(in_part(HEADLINE, as_typed)),
            _every(in_headline),
            _every(in_part(STANDFIRST, as_typed)),
            Terms(all_of=above),
            _every(as_typed),
        ]
        ranks = [besides_words & rank for rank in of_all_words if rank.all_of]
        if len(self.stems) > 1:
            of_any_word = [Terms(all_of=(tuple(in_headline),)), Terms(all_of=(tuple(in_standfirst),))]
            ranks += [self.terms & rank for rank in of_any_word]
        return ranks


def _pieces(quoted: str, word: str) -> list[Piece]:
    if quoted:
        words = tuple(spoken_words(quoted))
        return [Piece(words, is_quoted=True)] if words else []
    return [Piece((each,)) for each in spoken_words(word)]


def _first(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the first pieces that have no more than WORDS_MAX words together; a phrase that goes on is cut."""
    kept, left = [], WORDS_MAX
    for piece in pieces:
        words = piece.words[:left]
        left -= len(words)
        if words:
            kept.append(Piece(words, piece.is_quoted))
    return kept


def _every(terms: Sequence[str]) -> Terms:
    return Terms(all_of=tuple((term,) for term in terms))
