"""
The texts of a story, each block read in one piece through the tags inside it, and changed without touching a tag.

It reads what the sanitiser of `articles/story_html.py` has made well-formed. What stands in code is hidden: it is known
to be there, and never changes.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape, unescape

NO_BREAK = "\u00a0"
# Stands for what is not to be seen, so that what is around it is still read in one piece.
HIDDEN = "\ufffc"

_TOKEN = re.compile(r"<[^<>]*>|[^<]+|<", re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_INLINE = {"strong", "em", "a", "code"}
_VOID = {"br", "hr", "img"}
CARD = "link-card"
# A sign that wants a space before it: the new space belongs to the text of the sign.
_BEHIND = set(";!?:»%‰€")


@dataclass
class Token:
    """A tag, or the text between two tags."""

    source: str
    text: str = ""
    is_text: bool = False

    def __post_init__(self) -> None:
        self.is_text = bool(self.text) or not self.source.startswith("<") or self.source == "<"
        self.text = self.text or (unescape(self.source) if self.is_text else "")

    @property
    def html(self) -> str:
        if not self.is_text or self.text == unescape(self.source):
            return self.source
        return escape(self.text, quote=False).replace(NO_BREAK, "&nbsp;")

    @property
    def tag(self) -> str:
        name = _TAG.match(self.source) if not self.is_text else None
        return name[1] if name else ""

    @property
    def frame(self) -> str:
        """Return what the tag opens or closes around blocks: its name, or that of the house for a card."""
        return CARD if self.source == f'<figure class="{CARD}">' else self.tag

    @property
    def closes(self) -> bool:
        return self.source.startswith("</")


@dataclass
class Block:
    """The texts of one paragraph, read through the tags inside it."""

    around: frozenset[str] = frozenset()
    paragraph: int = 0  # counted from the beginning of the story, outside tables
    text: str = ""
    owners: list[Token | None] = field(default_factory=list)

    def add(self, token: Token | None, text: str | None = None) -> None:
        text = token.text if text is None and token else text or ""
        self.text += text
        self.owners += [token] * len(text)

    def replace(self, edits: Iterable[tuple[int, int, str]]) -> None:
        """Put these words where others stood, in order; what is hidden stays."""
        texts: list[str] = []
        owners: list[Token | None] = []
        done = 0
        for start, end, words in edits:
            owner = self._owner_of(start, end)
            if owner is None:
                continue
            texts += (self.text[done:start], words)
            owners += [*self.owners[done:start], *[owner] * len(words)]
            done = end
        if done or texts:
            self.text = "".join(texts) + self.text[done:]
            self.owners = owners + self.owners[done:]

    def hand_back(self) -> None:
        """Give each text what it has become."""
        texts: dict[int, list[str]] = {id(owner): [] for owner in self.owners if owner}
        for letter, owner in zip(self.text, self.owners, strict=True):
            if owner:
                texts[id(owner)].append(letter)
        for owner in {id(owner): owner for owner in self.owners if owner}.values():
            owner.text = "".join(texts[id(owner)])

    def _owner_of(self, start: int, end: int) -> Token | None:
        """Return the text that a change belongs to; a new space goes with the sign that needs it."""
        before, after = self.owners[max(start - 1, 0) : start], self.owners[end : end + 1]
        if start < end:
            near = self.owners[start:end]
        elif self.text[start : start + 1] in _BEHIND:
            near = [*after, *before]
        else:
            near = [*before, *after]
        return next((owner for owner in near if owner), None)


@dataclass
class Text:
    """A text and its blocks; `written` is what the changes of the blocks have made of it."""

    tokens: list[Token]
    blocks: list[Block]
    is_html: bool = True

    @classmethod
    def of_story(cls, html: str) -> Text:
        tokens = [Token(token) for token in _TOKEN.findall(html)]
        return cls(tokens, list(_blocks(tokens)))

    @classmethod
    def of_line(cls, line: str) -> Text:
        """Read a text without tags, such as a headline."""
        block = Block()
        block.add(token := Token("", line))
        return cls([token], [block], is_html=False)

    def written(self) -> str:
        for block in self.blocks:
            block.hand_back()
        return "".join(token.html if self.is_html else token.text for token in self.tokens)


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    """Yield the runs of text that are read in one piece; a footnote is one of its own inside another."""
    open_blocks = [Block()]
    around: Counter[str] = Counter()
    frames: list[str] = []
    paragraph = in_code = 0
    for token in tokens:
        if token.is_text:
            open_blocks[-1].add(None if in_code else token, HIDDEN * len(token.text) if in_code else None)
        elif token.tag == "code":
            in_code += -1 if token.closes else 1
        elif token.tag == "small" and not token.closes:
            open_blocks.append(Block(frozenset({*(+around), "small"}), paragraph))
        elif token.tag == "small" and len(open_blocks) > 1:
            yield open_blocks.pop()
        elif token.tag not in _INLINE:
            yield open_blocks.pop()
            if token.closes and frames:
                around[frames.pop()] -= 1
            elif not token.closes and token.tag not in _VOID:
                frames.append(token.frame)
                around[token.frame] += 1
                paragraph += token.tag == "p" and not around["table"]
            open_blocks.append(Block(frozenset(+around), paragraph))
    yield from open_blocks
