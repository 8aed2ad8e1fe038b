"""
Where in a story its words are not those of the house, and what a journalist may have put in their place.

What others said is theirs: quotations, code, addresses and the titles of cards are neither found nor changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from articles.writing.blocks import CARD, Block, Text
from articles.writing.house_words import Find, HouseWords

BODY = "body"
MOST_OFFERS = 200


@dataclass(frozen=True)
class Place:
    """A block of one field of a story, and what was found in it."""

    field: str
    number: int
    block: Block
    finds: list[Find]

    @property
    def offers(self) -> list[Offer]:
        """Return what may be put in as it is. A key names it in a form, whatever typography does to the text around."""
        keys = f"{self.field}:{self.number}"
        return [
            Offer(f"{keys}:{at}:{find.wording.expression}", find) for at, find in enumerate(self.finds) if find.fits
        ]


@dataclass(frozen=True)
class Offer:
    key: str
    find: Find


def places(fields: Mapping[str, str], words: HouseWords) -> Iterator[Place]:
    """Yield where something is found in the fields of a story, of which the body alone is HTML."""
    for field, text in fields.items():
        yield from _places_in(field, _read(field, text), words)


def offers(fields: Mapping[str, str], words: HouseWords) -> list[Offer]:
    """Return what may be put in, a bounded number."""
    return [offer for place in places(fields, words) for offer in place.offers][:MOST_OFFERS]


def with_chosen(fields: Mapping[str, str], chosen: list[Offer], words: HouseWords) -> dict[str, str]:
    """Return the fields with these offers put in."""
    keys = {offer.key for offer in chosen}
    texts = {field: _read(field, text) for field, text in fields.items()}
    for field, text in texts.items():
        for place in _places_in(field, text, words):
            finds = [offer.find for offer in place.offers if offer.key in keys]
            place.block.replace((find.start, find.end, find.instead) for find in finds)
    return {field: text.written() for field, text in texts.items()}


def _places_in(field: str, text: Text, words: HouseWords) -> Iterator[Place]:
    for number, block in enumerate(text.blocks):
        if not _is_of_others(block) and (finds := list(words.found_in(block.text))):
            yield Place(field, number, block, finds)


def _read(field: str, text: str) -> Text:
    return Text.of_story(text) if field == BODY else Text.of_line(text)


def _is_of_others(block: Block) -> bool:
    return "blockquote" in block.around or (CARD in block.around and "figcaption" not in block.around)
