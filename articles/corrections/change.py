"""
How much a change of a story is: nothing that readers see, spelling, or more than that.

Spelling is what leaves the meaning alone beyond doubt: accents, capitals, punctuation, a letter that was mistyped, a
short word of grammar, a word that stood twice. Everything else is substantial, as are always: another word in the
headline, a number, a unit, a negation, a name, a picture. In doubt a change is substantial: a note too many costs a
sentence, one too few costs readers' trust.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import IntEnum
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.html import strip_tags

from articles.story_html import sanitise

if TYPE_CHECKING:
    from articles.models import Article

# A passage with more words than this that was rewritten is not compared word by word.
PASSAGE_WORDS = 1500


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


NEGATIONS = _listed(
    "n ne pas non ni jamais rien aucun aucune aucunement nul nulle personne guere point plus sans sauf "
    "not no never none nor without nobody nothing cannot isn aren don doesn didn won wasn weren hasn haven"
)
NUMBERS = _listed(
    "deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize vingt trente quarante "
    "cinquante soixante cent cents mille million millions milliard milliards premier premiere seconde troisieme "
    "dizaine dizaines douzaine centaine centaines millier milliers moitie tiers quart double triple "
    "two three four five six seven eight nine ten eleven twelve twenty thirty forty fifty hundred thousand billion "
    "first second third half twice"
)
# Words that are added, lost or exchanged by mistake and carry little meaning alone.
GRAMMAR = _listed(
    "a ai au aux c ce cet cette ces d de des du elle elles en et eux il ils j je l la le les leur leurs lui m me mes "
    "mon ma nos notre nous ou par pour qu que qui s sa se ses son t ta te tes toi ton tu un une vos votre vous y "
    "dans sur dont an the of in at to and or that which this these those it its as by for"
)
_WORD = re.compile(r"\d+(?:[.,:]\d+)*|[%€$£°‰]|[^\W\d_]+")
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|figcaption)>|<(?:br|hr)\b[^>]*>")
_AROUND_BLOCK = re.compile(r"\s*(</?(?:p|h2|h3|ul|ol|li|blockquote|figure|figcaption|hr|br)\b[^>]*>)\s*")
_PICTURE = re.compile(r'<img [^>]*?(?:data-file="(\d+)"|src="([^"]*)")')
_SPACE = re.compile(r"\s+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\u202f\u00a0\u2009 ](?=\d{3}\b)")
_ENDS_SENTENCE = re.compile(r"[.!?…:;«\"“”(–—•]\s*$|^\s*$")


class Change(IntEnum):
    NONE = 0
    TYPO = 1
    SUBSTANTIAL = 2


@dataclass(frozen=True)
class Content:
    headline: str
    standfirst: str
    body: str

    @classmethod
    def of(cls, article: Article) -> Content:
        return cls(article.headline, article.standfirst, article.body)


@dataclass(frozen=True)
class _Word:
    text: str
    folded: str
    starts_sentence: bool

    @property
    def is_name(self) -> bool:
        if self.starts_sentence:
            return len(self.text) > 1 and self.text.isupper()
        return self.text[0].isupper()


def visible_change(before: Content, after: Content) -> Change:
    """Return how much readers see of the way from one content of a story to another."""
    if _pictures(before.body) != _pictures(after.body):
        return Change.SUBSTANTIAL
    if [word.folded for word in _words(before.headline)] != [word.folded for word in _words(after.headline)]:
        return Change.SUBSTANTIAL
    old, new = _passages(before), _passages(after)
    names = _names([*old, *new]) if old != new else set()
    if any(_is_substantial(was, became, names) for was, became in _rewritten(old, new)):
        return Change.SUBSTANTIAL
    return Change.NONE if _shown(before) == _shown(after) else Change.TYPO


def correction_needed(article: Article, new_headline: str, new_standfirst: str, new_body: str) -> bool:
    """Tell whether the owner wants a note before readers get this content instead of what they know."""
    if not settings.CORRECTION_REQUIRED or not article.is_published:
        return False
    after = Content(new_headline, new_standfirst, new_body)
    return visible_change(Content.of(article), after) == Change.SUBSTANTIAL


def _shown(content: Content) -> tuple[str, ...]:
    """Return what a browser would show: runs of white space are one, and what is not allowed is not there."""
    parts = (content.headline, content.standfirst, _AROUND_BLOCK.sub(r"\1", sanitise(content.body)))
    return tuple(_SPACE.sub(" ", unicodedata.normalize("NFC", part)).strip() for part in parts)


def _pictures(body: str) -> list[str]:
    return [number or address for number, address in _PICTURE.findall(sanitise(body))]


def _passages(content: Content) -> list[str]:
    texts = [content.standfirst, *_BLOCK_END.split(sanitise(content.body))]
    plain = (_SPACE.sub(" ", unescape(strip_tags(text))).strip() for text in texts)
    return [text for text in plain if text]


def _rewritten(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Pair the passages that differ; as many as before are taken one by one."""
    for tag, i, j, k, m in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if j - i == m - k:
            yield from zip(old[i:j], new[k:m], strict=True)
        else:
            yield "\n".join(old[i:j]), "\n".join(new[k:m])


def _is_substantial(was: str, became: str, names: set[str]) -> bool:
    old, new = _words(was), _words(became)
    if max(len(old), len(new)) > PASSAGE_WORDS:
        return [word.folded for word in old] != [word.folded for word in new]
    matcher = SequenceMatcher(None, [word.folded for word in old], [word.folded for word in new], autojunk=False)
    return any(
        not _is_spelling(old[i:j], new[k:m], old[i - 1 : i] + old[j : j + 1], names)
        for tag, i, j, k, m in matcher.get_opcodes()
        if tag != "equal"
    )


def _is_spelling(lost: Sequence[_Word], came: Sequence[_Word], around: Sequence[_Word], names: set[str]) -> bool:
    """Tell whether these words were exchanged for those without any doubt about the meaning."""
    if not (lost and came) and {word.folded for word in (*lost, *came)} <= {word.folded for word in around}:
        return True  # it stood twice, or does now
    if any(_always_counts(word, names) for word in (*lost, *came)):
        return False
    if "".join(word.folded for word in lost) == "".join(word.folded for word in came):
        return True  # one word in two, or two in one
    if len(lost) == len(came):
        return all(_is_like(a, b) for a, b in zip(lost, came, strict=True))
    return all(word.folded in GRAMMAR for word in (*lost, *came))


def _always_counts(word: _Word, names: set[str]) -> bool:
    folded = word.folded
    return not folded.isalpha() or folded in NUMBERS or folded in NEGATIONS or word.text in names


def _is_like(a: _Word, b: _Word) -> bool:
    if a.folded in GRAMMAR and b.folded in GRAMMAR:
        return True
    # légal and illégal are two letters apart, and not a matter of spelling.
    far = 2 if min(len(a.folded), len(b.folded)) >= 10 else 1
    return a.folded[0] == b.folded[0] and _distance(a.folded, b.folded, far) <= far


def _distance(a: str, b: str, enough: int) -> int:
    """Count the letters that were added, lost, exchanged or swapped; stop counting beyond what is enough."""
    if abs(len(a) - len(b)) > enough:
        return enough + 1
    before_last: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, start=1):
        row = [i]
        for j, other in enumerate(b, start=1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before_last[j - 2] + 1)
            row.append(cost)
        before_last, last = last, row
    return last[-1]


def _words(text: str) -> list[_Word]:
    text = _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFC", text))
    return [
        _Word(found[0], _fold(found[0]), found[0][0].isupper() and _starts_sentence(text, found.start()))
        for found in _WORD.finditer(text)
    ]


def _starts_sentence(text: str, at: int) -> bool:
    return bool(_ENDS_SENTENCE.search(text[max(0, at - 8) : at]))


def _names(passages: list[str]) -> set[str]:
    """Return acronyms, and the words that stand with a capital letter inside a sentence somewhere in these passages."""
    words = (word for passage in passages for word in _words(passage))
    return {word.text for word in words if word.is_name}


@lru_cache(maxsize=20_000)
def _fold(word: str) -> str:
    """Return a word without accents, capitals and ligatures."""
    spread = unicodedata.normalize("NFKD", word.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in spread if not unicodedata.combining(letter)).casefold()
