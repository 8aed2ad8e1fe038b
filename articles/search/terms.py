"""
What readers find a story by: its terms, in one column that both databases index in the same way.

A term is a stem, two stems that stand side by side (`pann_resel`), or either of them in a part that weighs more
(`h__pann`, `s__pann_resel`). Three stems in a row are a term as well, short because it only decides, where both pairs
are there, whether they are one phrase; and so are the section and the authors of a story (`__s3`, `__a5`), and the
month in PostgreSQL's index (`__m202606`). So every question, phrases included, is one about which terms a story has: no
database needs to know where a word stands, and none has to read a text to answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from zlib import crc32

from articles.search.stems import stems_of

HEADLINE, STANDFIRST = "h", "s"


def pairs(stems: Sequence[str]) -> list[str]:
    return [f"{first}_{second}" for first, second in pairwise(stems)]


def phrase(stems: Sequence[str]) -> list[str]:
    """Return the terms that all belong to a text in which these stems stand in a row."""
    triples = zip(stems, stems[1:], stems[2:], strict=False)
    return [*pairs(stems), *(f"_{crc32(' '.join(three).encode()) & 0xFFFFFF:06x}" for three in triples)]


def in_part(part: str, terms: Iterable[str]) -> list[str]:
    return [f"{part}__{term}" for term in terms]


def of_section(number: int) -> str:
    return f"__s{number}"


def of_author(number: int) -> str:
    return f"__a{number}"


def of_months(first: date, last: date) -> list[str]:
    months = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    return [f"__m{month // 12:04}{month % 12 + 1:02}" for month in months]


def terms_of(text: str) -> str:
    """Return the terms of a text without parts."""
    return " ".join(_terms(stems_of(text)))


def terms_of_parts(headline: str, standfirst: str, body: str) -> str:
    weighty = {HEADLINE: stems_of(headline), STANDFIRST: stems_of(standfirst)}
    found = _terms(stems_of(body))
    for part, stems in weighty.items():
        found += [*_terms(stems), *in_part(part, stems), *in_part(part, pairs(stems))]
    return " ".join(dict.fromkeys(found))


def _terms(stems: list[str]) -> list[str]:
    return list(dict.fromkeys([*stems, *phrase(stems)]))
