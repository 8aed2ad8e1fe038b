"""The words that stories hold, and the nearest of them to a word that nobody has written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from articles.folding import fold
from articles.models import SearchWord

# Of shorter words every one is near to many; longer ones are addresses and the like.
SHORTEST, LONGEST = 4, 30
_SPELLED = re.compile(rf"[^\W\d_]{{{SHORTEST},{LONGEST}}}")
_CANDIDATES_MAX = 500


def learn(texts: Iterable[str], model: Any = SearchWord) -> None:
    """Add the words of texts that are not known yet, some in a query; a migration gives the model as it knows it."""
    spelled: dict[str, str] = {}
    for text in texts:
        for spelling in dict.fromkeys(_SPELLED.findall(unicodedata.normalize("NFC", text.casefold()))):
            spelled.setdefault(fold(spelling), spelling)
    words = {word: spelling for word, spelling in spelled.items() if SHORTEST <= len(word) <= LONGEST}
    rows = [model(word=word, spelling=spelling, **_places(word)) for word, spelling in words.items()]
    model.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)


def nearest_words(word: str) -> list[SearchWord]:
    """Return the known words that are a slip or two away from a folded word, the nearest first, without itself."""
    if not SHORTEST <= len(word) <= LONGEST:
        return []
    came_into_question = Q(pk__in=[])
    for length in range(len(word) - 1, len(word) + 2):
        first, second = _halves(length)
        came_into_question |= Q(length=length, first_half=word[:first]) | Q(length=length, second_half=word[-second:])
    known = SearchWord.objects.filter(came_into_question).exclude(pk=word)[:_CANDIDATES_MAX]
    allowed = 1 if len(word) < 8 else 2
    near = ((_slips(word, each.word), each.word, each) for each in known)
    return [each for slips, _word, each in sorted(near, key=lambda found: found[:2]) if slips <= allowed]


def _places(word: str) -> dict[str, Any]:
    first, second = _halves(len(word))
    return {"length": len(word), "first_half": word[:first], "second_half": word[-second:]}


def _halves(length: int) -> tuple[int, int]:
    return length // 2, length - length // 2


def _slips(one: str, other: str) -> int:
    """Count the letters that are added, left out, changed or changed places with their neighbour between two words."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, 1):
        two_before, before, row = before, row, [place]
        for column, against in enumerate(other, 1):
            cost = min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != against))
            if two_before and column > 1 and letter == other[column - 2] and one[place - 2] == against:
                cost = min(cost, two_before[column - 2] + 1)
            row.append(cost)
    return row[-1]
