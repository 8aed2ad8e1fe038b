"""
Stems: what a word of French or English has in common with its plural, its feminine and its commonest verb forms.

One light stemmer for both languages, on folded words, so that nobody has to guess in which language three words are
asked, and so that what is typed without accents has the stem of what is printed with them. It takes inflection off and
never derivation: “publication” is another word than “publier”. Both sides of a search are put through it; a stem need
be no word.
"""

import re
from functools import lru_cache

from articles.folding import words_of

# What an apostrophe cuts off is no word: “l’été”, “qu’il”, “Apple’s”.
_ELISION = re.compile(
    r"(?<![^\W_])(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu)['’‘ʼ′](?=\w)|['’‘ʼ′]s(?![^\W_])", re.IGNORECASE
)
_SHORTEST = 4
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1$")
_VOWEL = re.compile(r"[aeiouy]")

# An ending, what stands in its place, and how many letters must stand before it. The first that fits is taken.
_NUMBER = [("eaux", "eau", 1), ("aux", "al", 2), ("ss", "ss", 0), ("s", "", 3), ("x", "", 3)]
_GENDER_AND_TENSE = [
    ("trice", "teu", 3),
    ("euse", "eu", 3),
    ("eur", "eu", 3),
    ("aise", "ai", 2),
    ("oise", "oi", 2),
    ("eau", "el", 3),
    ("au", "al", 3),
    ("ail", "al", 3),
    ("eed", "eed", 0),
    ("ee", "", 3),
    ("ed", "", 3),
    ("ere", "", 3),
    ("er", "", 3),
    ("ez", "", 3),
    ("ing", "", 3),
    ("ive", "iv", 2),
    ("if", "iv", 2),
    ("que", "c", 3),
    ("gue", "g", 3),
    ("ie", "i", 3),
    ("y", "i", 3),
    ("e", "", 3),
]


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """Return the stem of a folded word; short words and what holds a figure are their own."""
    if len(word) < _SHORTEST or not word.isalpha():
        return word
    bare = _without(_without(word, _NUMBER), _GENDER_AND_TENSE)
    # “running” is “run”, and “nouvelle” is “nouvel”; but “données” are no “don”.
    return _DOUBLED.sub(r"\1", bare) if len(bare) > _SHORTEST or word.endswith(("ing", "ed")) else bare


def spoken_words(text: str) -> list[str]:
    """Return the folded words of a text in their order, without what apostrophes cut off."""
    return words_of(_ELISION.sub(" ", text))


def stems_of(text: str) -> list[str]:
    return [stem(word) for word in spoken_words(text)]


def _without(word: str, endings: list[tuple[str, str, int]]) -> str:
    for ending, instead, letters in endings:
        if word.endswith(ending):
            rest = word[: len(word) - len(ending)]
            if len(rest) >= letters and (instead or _VOWEL.search(rest)):
                return rest + instead
    return word
