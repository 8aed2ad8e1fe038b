"""What a proposal would change in a text, block by block, with the spaces that nobody sees made visible."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from os.path import commonprefix

from articles.writing.tree import Element, parse

BLOCKS = ("p", "h2", "h3", "li", "figure", "figcaption", "footer", "td", "th")
_WORD = re.compile(r"(\w+)")
_VISIBLE = str.maketrans({"\u00a0": "°", "\u202f": "·", " ": "␣"})
CONTEXT = 40


@dataclass(frozen=True)
class Part:
    """A piece of a text: kept, taken out or put in; `shown` is what a reader of the difference sees."""

    kind: str
    text: str

    @property
    def shown(self) -> str:
        if self.kind == "kept":
            return _shortened(self.text)
        return self.text.translate(_VISIBLE)


def changes(before: str, after: str) -> list[list[Part]]:
    """Return the parts of each block of two story texts that differs; both have the same blocks."""
    pairs = zip(_blocks(before), _blocks(after), strict=True)
    return [line_changes(old, new) for old, new in pairs if old != new]


def line_changes(before: str, after: str) -> list[Part]:
    """Return the parts of two texts without tags; their words are the same, and only what stands between may differ."""
    old, new = _WORD.split(before), _WORD.split(after)
    if len(old) != len(new):
        return [Part("del", before), Part("ins", after)]
    parts = [part for pair in zip(old, new, strict=True) for part in _between(*pair)]
    return [
        Part(kind, "".join(part.text for part in group)) for kind, group in groupby(parts, key=lambda part: part.kind)
    ]


def _between(old: str, new: str) -> Iterator[Part]:
    start = len(commonprefix([old, new]))
    end = len(commonprefix([old[start:][::-1], new[start:][::-1]]))
    pieces = (("kept", old[:start]), ("del", old[start : len(old) - end]), ("ins", new[start : len(new) - end]))
    for kind, text in (*pieces, ("kept", old[len(old) - end :])):
        if text:
            yield Part(kind, text)


def _blocks(html: str) -> Iterator[str]:
    """Yield the text of each block, and of a block in a block by itself."""
    root = parse(html)
    for block in [root, *root.find_all(*BLOCKS, "small")]:
        yield "".join(_own_text(block))


def _own_text(block: Element) -> Iterator[str]:
    for child in block.children:
        if isinstance(child, str):
            yield child
        elif child.tag == "br":
            yield "\n"
        elif child.tag not in (*BLOCKS, "small"):
            yield from _own_text(child)


def _shortened(text: str) -> str:
    """Return the ends of a long stretch, cut at spaces: what matters stands beside it."""
    if len(text) <= 3 * CONTEXT:
        return text
    start, end = text[:CONTEXT].rpartition(" ")[0], text[-CONTEXT:].partition(" ")[2]
    return f"{start} […] {end}"
