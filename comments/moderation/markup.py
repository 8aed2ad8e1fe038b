"""
How the desk shows a reader's text: every sign as it was typed, and what would deceive readers made visible.

Invisible and direction-turning characters appear by their numbers, a link is followed by the host it leads to, words
that mix alphabets and passages that a rule matched are marked. Every value is escaped here, as in `comments.markup`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from comments.finding.traits import host_of
from comments.markup import TRAILING_SIGNS
from comments.text import ADDRESS

type Span = tuple[int, int]

_BLANK_LINES = re.compile(r"\n\s*\n")
# Format characters but those that emoji and scripts of the world join letters with, and letters drawn as nothing.
_UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0"
    "\U000e0001-\U000e007f]|(?<=[A-Za-zÀ-ɏ])[\u200c\u200d]"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_HAS_FOREIGN = re.compile("[\u0370-\u052f]")


def desk_text(text: str, marked: Sequence[Span] = ()) -> SafeString:
    """Return the text as HTML; `marked` are places in it, as start and end, in order and apart from each other."""
    paragraphs = []
    for start, end in _paragraphs(text):
        spans = [(max(one, start), min(other, end)) for one, other in marked if one < end and other > start]
        paragraphs.append(f"<p>{''.join(_pieces(text, start, end, spans))}</p>")
    return SafeString("\n".join(paragraphs))


def _paragraphs(text: str) -> Iterator[Span]:
    start, end = len(text) - len(text.lstrip("\n")), len(text.rstrip("\n"))
    for gap in _BLANK_LINES.finditer(text, start, end):
        yield start, gap.start()
        start = gap.end()
    yield start, end


def _pieces(text: str, start: int, end: int, spans: Sequence[Span]) -> Iterator[str]:
    """Yield a paragraph in pieces: between its addresses, and each of these as a link with its host behind it."""
    for match in ADDRESS.finditer(text, start, end):
        address = match[0].rstrip(TRAILING_SIGNS)
        yield _with_marks(text, start, match.start(), spans)
        start = match.start() + len(address)
        shown = _with_marks(text, match.start(), start, spans)
        yield f'<a href="{escape(address)}" rel="nofollow ugc noopener">{shown}</a>'
        if host := host_of(address):
            yield f' <span class="host">{escape(host)}</span>'
    yield _with_marks(text, start, end, spans)


def _with_marks(text: str, start: int, end: int, spans: Sequence[Span]) -> str:
    pieces = []
    for one, other in spans:
        one, other = max(one, start), min(other, end)
        if one < other:
            pieces += [_seen(text[start:one]), f"<mark>{_seen(text[one:other])}</mark>"]
            start = other
    return "".join([*pieces, _seen(text[start:end])])


def _seen(text: str) -> str:
    """Escape a piece of text, with what is not seen in it by number, and its line breaks."""
    if _HAS_FOREIGN.search(text):
        html, end = "", 0
        for word in _WORD.finditer(text):
            if _mixes_alphabets(word[0]):
                html += _without_mixed(text[end : word.start()])
                html += f'<span class="mixed" title="{escape(_("mixes alphabets"))}">{escape(word[0])}</span>'
                end = word.end()
        return html + _without_mixed(text[end:])
    return _without_mixed(text)


def _without_mixed(text: str) -> str:
    html = _UNSEEN.sub(_by_number, escape(text)) if _UNSEEN.search(text) else escape(text)
    return html.replace("\n", "<br>")


def _by_number(match: re.Match[str]) -> str:
    code = f"U+{ord(match[0]):04X}"
    return f'<span class="unseen" title="{escape(unicodedata.name(match[0], code))}">{code}</span>'


def _mixes_alphabets(word: str) -> bool:
    return bool(_HAS_FOREIGN.search(word)) and bool(re.search("[A-Za-zÀ-ɏ]", word))
