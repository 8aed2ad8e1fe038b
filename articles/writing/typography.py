"""
French typography, on request: shown before it is applied, and never done behind anybody's back.

Source: Lexique des règles typographiques en usage à l'Imprimerie nationale (2002); inside « » the house sets the narrow
space. What the rules do:

- a narrow no-break space before ; ! ? and inside « », a no-break space before : and between a number and %, €, °C or a
  unit; a narrow one between the thousands of a number. A no-break space of either kind that is there already is right.
- "…" becomes « … », and “ … ” inside « »; where the quotes of a block do not pair, they stay as they are.
- ' between letters becomes ’, ... becomes …, and a hyphen between spaces becomes –.

Code, addresses, times, emoticons and tags are not touched. Only spaces and these signs ever change.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import escape, unescape

NO_BREAK, NARROW = "\u00a0", "\u202f"
# Stands for what the rules do not see, so that what is around it is still read in one piece.
HIDDEN = "\ufffc"

_TOKEN = re.compile(r"<[^<>]*>|[^<]+|<", re.DOTALL)
_TAG = re.compile(r"</?([a-z][a-z0-9]*)")
_INLINE = {"strong", "em", "a", "code"}
_LEFT_ALONE = re.compile(
    r"""
    (?:https?://|www\.)[^\s<>«»]*[^\s<>«».,;:!?…)\]"'’”]   # a web address, without what ends the sentence
    | (?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+             # an e-mail address
    | (?<![\w/])/(?:[\w.-]+/)+[\w.-]*                       # a path
    | ::+                                                   # C++ and its kin
    | (?<![\w:])[:;]['’]?-?[)(DPpOo/|*\]\[](?!\w)              # an emoticon
    | \d+(?::\d+)+                                         # a time or a ratio
    | :[a-z_]+:                                             # an emoji by its name
    """,
    re.VERBOSE,
)
_WORD = r"[^\W_]"
_AFTER = rf"(?=$|[\s»”)\]\"’*{HIDDEN}])"
_UNITS = (
    "km/h|km|m|cm|mm|µm|nm|kg|g|mg|t|l|cl|ml|ko|Ko|Mo|Go|To|Po|Mbit/s|Gbit/s|bit/s|Hz|kHz|MHz|GHz|W|kW|MW|GW|Wh|kWh"
)
_UNITS += "|MWh|GWh|V|A|mAh|h|min|s|ms|°C|°F|ha|dB|px"
_BEHIND = set(";!?:»%‰€")
_RULES: list[tuple[re.Pattern[str], str]] = [
    (re.compile(r"(?<!\.)\.\.\.(?!\.)"), "…"),
    (re.compile(rf"(?<=[^\W\d_])'(?=[{HIDDEN}«“\"]|{_WORD})"), "’"),
    (re.compile(r"(?<=[^\s\d] )--?(?= \S)|(?<=\d )--?(?= [^\s\d])"), "–"),
    # Where a space can break, or none is, before what needs one.
    (re.compile(rf"(?<=[^\s(«“¿¡]) +(?=[;!?]+{_AFTER})"), NARROW),
    (re.compile(rf"(?<=[\w»”)\]%€…’])(?=[;!?]+{_AFTER})"), NARROW),
    (re.compile(rf"(?<=[^\s(«“]) +(?=:{_AFTER})"), NO_BREAK),
    (re.compile(rf"(?<=[\w»”)\]%€…’])(?=:{_AFTER})"), NO_BREAK),
    (re.compile(r"(?<=«) +|(?<=«)(?=[^\s])"), NARROW),
    (re.compile(r"(?<=\S) +(?=»)|(?<=[^\s])(?=»)"), NARROW),
    # Numbers.
    (re.compile(rf"(?<=\d) +(?=(?:[%‰€$£]|{_UNITS})(?![\w/]))|(?<=\d)(?=[%‰€](?!\w))"), NO_BREAK),
    (re.compile(r"(?<=(?<![\d.,/])\d) (?=\d{3}(?!\d))|(?<=(?<![\d.,/])\d\d) (?=\d{3}(?!\d))"), NARROW),
    (re.compile(r"(?<=(?<!\d)\d{3}) (?=\d{3}(?!\d))"), NARROW),
]


def set_story(html: str) -> str:
    """Return sanitised story HTML in French typography; its tags and its letters are what they were."""
    tokens = [_Token(token) for token in _TOKEN.findall(html)]
    for block in _blocks(tokens):
        block.set()
    return "".join(token.html for token in tokens)


def set_line(text: str) -> str:
    """Return a text without tags, such as a headline, in French typography."""
    block = _Block()
    block.add(token := _Token("", text))
    block.set()
    return token.text


@dataclass
class _Token:
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


@dataclass
class _Block:
    """The texts of one paragraph, read through the tags inside it."""

    text: str = ""
    owners: list[_Token | None] = field(default_factory=list)

    def add(self, token: _Token | None, text: str | None = None) -> None:
        text = token.text if text is None and token else text or ""
        self.text += text
        self.owners += [token] * len(text)

    def set(self) -> None:
        """Apply the rules until nothing changes, so that applying them again changes nothing."""
        for _round in range(5):
            before = self.text
            self._replace(_pair_quotes(self._masked))
            for pattern, sign in _RULES:
                self._replace((found.start(), found.end(), sign) for found in pattern.finditer(self._masked))
            if self.text == before:
                break
        self._hand_back()

    @property
    def _masked(self) -> str:
        return _LEFT_ALONE.sub(lambda found: HIDDEN * len(found[0]), self.text)

    def _replace(self, edits: Iterator[tuple[int, int, str]]) -> None:
        texts: list[str] = []
        owners: list[_Token | None] = []
        done = 0
        for start, end, sign in edits:
            owner = self._owner_of(start, end)
            if owner is None:
                continue
            texts += (self.text[done:start], sign)
            owners += [*self.owners[done:start], *[owner] * len(sign)]
            done = end
        if done or texts:
            self.text = "".join(texts) + self.text[done:]
            self.owners = owners + self.owners[done:]

    def _owner_of(self, start: int, end: int) -> _Token | None:
        """Return the text that a change belongs to; a new space goes with the sign that needs it."""
        before, after = self.owners[max(start - 1, 0) : start], self.owners[end : end + 1]
        if start < end:
            near = self.owners[start:end]
        elif self.text[start : start + 1] in _BEHIND:
            near = [*after, *before]
        else:
            near = [*before, *after]
        return next((owner for owner in near if owner), None)

    def _hand_back(self) -> None:
        texts: dict[int, list[str]] = {id(owner): [] for owner in self.owners if owner}
        for letter, owner in zip(self.text, self.owners, strict=True):
            if owner:
                texts[id(owner)].append(letter)
        for owner in {id(owner): owner for owner in self.owners if owner}.values():
            owner.text = "".join(texts[id(owner)])


def _blocks(tokens: list[_Token]) -> Iterator[_Block]:
    """Yield the runs of text that are read in one piece; a footnote is one of its own inside another."""
    open_blocks = [_Block()]
    in_code = 0
    for token in tokens:
        if token.is_text:
            open_blocks[-1].add(None if in_code else token, HIDDEN * len(token.text) if in_code else None)
        elif token.tag == "code":
            in_code += -1 if token.source.startswith("</") else 1
        elif token.tag == "small" and not token.source.startswith("</"):
            open_blocks.append(_Block())
        elif token.tag == "small" and len(open_blocks) > 1:
            yield open_blocks.pop()
        elif token.tag not in _INLINE:
            yield open_blocks.pop()
            open_blocks.append(_Block())
    yield from open_blocks


def _pair_quotes(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield what each straight quote of a block becomes; nothing where they do not pair."""
    if '"' not in text:
        return iter(())
    depth, straight = 0, 0
    edits: list[tuple[int, int, str]] = []
    for at, sign in enumerate(text):
        if sign in "«“":
            depth += 1
        elif sign in "»”":
            depth -= 1
        elif sign == '"':
            opens, closes = _can_open(text, at), _can_close(text, at)
            if closes and straight and not (opens and not closes):
                straight -= 1
                depth -= 1
                edits.append((at, at + 1, "”" if depth else "»"))
            elif opens:
                edits.append((at, at + 1, "“" if depth else "«"))
                straight += 1
                depth += 1
            else:
                return iter(())
        if depth < 0:
            return iter(())
    return iter(edits if depth == 0 else ())


def _can_open(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return (not before or before.isspace() or before in "([«“'’–—-/\"") and bool(after) and not after.isspace()


def _can_close(text: str, at: int) -> bool:
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    return bool(before) and not before.isspace() and (not after or not after.isalnum())
