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

from articles.writing.blocks import HIDDEN, NO_BREAK, Block, Text

NARROW = "\u202f"
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
    return _as_set(Text.of_story(html))


def set_line(text: str) -> str:
    """Return a text without tags, such as a headline, in French typography."""
    return _as_set(Text.of_line(text))


def _as_set(text: Text) -> str:
    for block in text.blocks:
        _set(block)
    return text.written()


def _set(block: Block) -> None:
    """Apply the rules until nothing changes, so that applying them again changes nothing."""
    for _round in range(5):
        before = block.text
        block.replace(_pair_quotes(without_addresses(block.text)))
        for pattern, sign in _RULES:
            found = pattern.finditer(without_addresses(block.text))
            block.replace((each.start(), each.end(), sign) for each in found)
        if block.text == before:
            break


def without_addresses(text: str) -> str:
    """Return a text of the same length in which addresses, times, emoticons and their kind are hidden."""
    return _LEFT_ALONE.sub(lambda found: HIDDEN * len(found[0]), text)


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
