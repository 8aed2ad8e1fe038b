"""A story's text, paragraph by paragraph, and where a remark on a paragraph belongs after the text was edited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from html.parser import HTMLParser

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from articles.models import Remark
from articles.models.remark import QUOTE_MAX
from articles.story_html import sanitise

VOID = {"br", "hr", "img"}
# Of the words of two paragraphs, the part that they share from which on they are taken for one that was edited.
SIMILAR = 0.6


@dataclass
class Block:
    """One paragraph, heading, list, quotation or picture, as sanitised HTML, and the remarks on it."""

    number: int
    html: SafeString
    text: str
    remarks: list[PlacedRemark] = field(default_factory=list)


@dataclass(frozen=True)
class PlacedRemark:
    remark: Remark
    has_changed: bool  # the paragraph reads otherwise than when the remark was written


def blocks_of(body: str) -> list[Block]:
    """Return the blocks of a story's HTML. It is sanitised first, whatever it was before."""
    parser = _Splitter()
    parser.feed(sanitise(body))
    parser.close()
    pieces = [piece for piece in parser.finished() if piece.strip()]
    return [Block(number, mark_safe(piece), text_of(piece)) for number, piece in enumerate(pieces)]  # noqa: S308


def text_of(html: str) -> str:
    """Return the words of a block as a remark keeps them; of a picture, what it is said to show."""
    words = " ".join(unescape(strip_tags(html.replace("<br>", " ").replace("</li>", " "))).split())
    if not words and "<img " in html:
        words = unescape(html.partition('alt="')[2].partition('"')[0])
    return words[:QUOTE_MAX].strip()


def place(remarks: Iterable[Remark], blocks: list[Block]) -> list[Remark]:
    """Put each remark beside its block, and return those whose paragraph is not to be found any more."""
    lost = []
    by_text = {block.text: block for block in reversed(blocks)}
    bags = [Counter(block.text.lower().split()) for block in blocks]
    for remark in remarks:
        block = by_text.get(remark.quote) or _most_similar(remark.quote, blocks, bags)
        if block is None:
            lost.append(remark)
        else:
            block.remarks.append(PlacedRemark(remark, has_changed=block.text != remark.quote))
    return lost


def _most_similar(quote: str, blocks: list[Block], bags: list[Counter[str]]) -> Block | None:
    wanted = Counter(quote.lower().split())
    likeness, number = max(((_likeness(wanted, bag), -number) for number, bag in enumerate(bags)), default=(0.0, 0))
    return blocks[-number] if likeness >= SIMILAR else None


def _likeness(one: Counter[str], other: Counter[str]) -> float:
    """Return which part of the words of both stands in both, wherever: moved words cost nothing."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0


class _Splitter(HTMLParser):
    """Cut sanitised HTML where an element of the outermost level ends. Words between such elements are a block too."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._pieces: list[str] = []
        self._current = ""
        self._depth = 0

    def finished(self) -> list[str]:
        self._cut()
        return self._pieces

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_block = tag not in {"a", "strong", "em", "code", "br"}
        if self._depth == 0 and is_block:
            self._cut()
        self._current += self.get_starttag_text() or ""
        if tag not in VOID:
            self._depth += 1
        elif self._depth == 0 and is_block:
            self._cut()

    def handle_endtag(self, tag: str) -> None:
        self._current += f"</{escape(tag)}>"
        self._depth -= 1
        if self._depth == 0 and tag not in {"a", "strong", "em", "code"}:
            self._cut()

    def handle_data(self, data: str) -> None:
        self._current += data

    def handle_entityref(self, name: str) -> None:
        self._current += f"&{name};"

    def handle_charref(self, name: str) -> None:
        self._current += f"&#{name};"

    def _cut(self) -> None:
        self._pieces.append(self._current)
        self._current = ""
