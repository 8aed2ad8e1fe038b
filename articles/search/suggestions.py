"""What may help where nothing was found: words that are known, in place of those that are not, and fewer conditions."""

from __future__ import annotations

from dataclasses import dataclass

from articles.search.finding import is_answered
from articles.search.forms import Narrowing
from articles.search.question import Question
from articles.search.stems import spoken_words
from articles.search.vocabulary import nearest_words

# Each costs a query.
_WORDS_MAX, _TRIED_MAX, _SHOWN_MAX = 4, 4, 3


@dataclass(frozen=True)
class Suggestions:
    questions: list[str]
    without_filters: bool


def suggestions_for(question: Question, narrowing: Narrowing) -> Suggestions:
    """Return other questions that published stories answer, and whether this one is answered without its filters."""
    if narrowing and is_answered(question):
        return Suggestions([], without_filters=True)
    return Suggestions(_corrected(question), without_filters=False)


def _corrected(question: Question) -> list[str]:
    """Return the question with the first word that no published story holds put right."""
    words = [word for piece in question.wanted for word in piece.words][:_WORDS_MAX]
    for word in words:
        if not _is_published(word):
            known = (near for near in nearest_words(word)[:_TRIED_MAX] if _is_published(near.word))
            corrected = [_with_word(question.text, word, near.spelling) for near in known]
            return corrected[:_SHOWN_MAX]
    return []


def _is_published(word: str) -> bool:
    """Tell whether readers may read a word: those of drafts are known as well, and must not be suggested."""
    return is_answered(Question.of(word))


def _with_word(text: str, word: str, spelling: str) -> str:
    return " ".join(spelling if spoken_words(piece) == [word] else piece for piece in text.split())
