"""
How a text of a reader is shown: escaped, in paragraphs, its addresses as links, and a small set of signs read.

Lines that begin with > are quoted, *word* and _word_ are emphasised, **word** strongly; whatever does not fit is shown
as it was typed. The time grows with the length of the text and nothing else. Escaping is the last thing that happens to
a text: this module and `articles.stencils` call HTML of theirs safe because they escape every value themselves; the
template engine would take ten times as long.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from html import escape, unescape
from itertools import groupby

from django.utils.safestring import SafeString

from comments.text import ADDRESS

type Quoted = tuple[int, str]  # how deep a line is quoted, and what is left of it

TRAILING_SIGNS = ".,;:!?)]}…"
QUOTES_MAX = 3
_TAG = re.compile("<[^>]+>")
_BLANK_LINES = re.compile(r"\n\s*\n")
# Not before other signs: ">:(" and "><" are no quotations.
_QUOTE_SIGNS = re.compile(rf"(?:>(?=[\s>\w«“]|$) ?){{1,{QUOTES_MAX}}}")
# A pair of signs around words of one line, never one within another. What stands before and behind is white space or
# punctuation, and the first sign within is one of a word: code, sums and faces such as ¯\_(ツ)_/¯ stay as they are.
# Each alternative reads up to the next sign of its kind and no further.
_BEFORE, _BEHIND = r"""(?<![^\s(\[«“‘"'’—–-])""", r"""(?![^\s.,;:!?…)\]»”"'’—–-])"""
_FIRST = r"""(?=(?:["'“‘]|«\s?)?[^\W_])"""
_EMPHASIS = re.compile(
    rf"{_BEFORE}(?:"
    rf"\*\*{_FIRST}(?P<strong>[^*]+)(?<!\s)\*\*"
    rf"|\*{_FIRST}(?P<starred>[^*]+)(?<!\s)\*"
    rf"|_{_FIRST}(?P<underlined>[^_]+)(?<!\s)_"
    rf"){_BEHIND}"
)


def paragraphs(text: str) -> SafeString:
    """Return the text as HTML, as readers see it."""
    return SafeString("\n".join("".join(_blocks(part)) for part in _parts(text)))


def as_typed(text: str) -> SafeString:
    """Return the text as HTML with every sign that was typed: paragraphs, line breaks and links alone."""
    return SafeString("\n".join(_paragraph(part.split("\n"), escape) for part in _parts(text)))


def words(text: str) -> str:
    """Return what readers see of the text without its markup, for an excerpt."""
    return " ".join(unescape(_TAG.sub(" ", paragraphs(text))).split())


def _parts(text: str) -> list[str]:
    return _BLANK_LINES.split(text.strip("\n"))


def _blocks(part: str) -> Iterator[str]:
    """Yield what stands between two blank lines: quotations, and paragraphs."""
    for is_quoted, group in groupby(part.split("\n"), key=_begins_as_quoted):
        lines = list(group)
        quoted = [_quoted(line) for line in lines] if is_quoted else []
        if any(rest.strip() for _depth, rest in quoted):
            yield _quotation(quoted)
        else:
            yield _paragraph(lines, _emphasised)


def _begins_as_quoted(line: str) -> bool:
    return _QUOTE_SIGNS.match(line) is not None


def _quoted(line: str) -> Quoted:
    signs = _QUOTE_SIGNS.match(line)
    return (signs[0].count(">"), line[signs.end() :]) if signs else (0, line)


def _quotation(lines: Iterable[Quoted]) -> str:
    """Return quoted lines as quotations within each other; a line of signs alone begins a paragraph."""
    html, depth = [], 0
    for (level, is_blank), group in groupby(lines, key=lambda line: (line[0], not line[1].strip())):
        html.append("<blockquote>" * (level - depth) + "</blockquote>" * (depth - level))
        depth = level
        if not is_blank:
            html.append(_paragraph((rest for _level, rest in group), _emphasised))
    return "".join([*html, "</blockquote>" * depth])


def _paragraph(lines: Iterable[str], shown: Callable[[str], str]) -> str:
    return f"<p>{'<br>'.join(_line(line, shown) for line in lines)}</p>"


def _line(line: str, shown: Callable[[str], str]) -> str:
    """Return a line with its addresses as links; only what stands between them is read for signs."""
    if "://" not in line:
        return shown(line)
    pieces, end = [], 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(TRAILING_SIGNS)
        pieces += [shown(line[end : match.start()]), _link(escape(address))]
        end = match.start() + len(address)
    return "".join([*pieces, shown(line[end:])])


def _emphasised(text: str) -> str:
    if "*" not in text and "_" not in text:
        return escape(text)
    pieces, end = [], 0
    for match in _EMPHASIS.finditer(text):
        tag = "strong" if match["strong"] else "em"
        pieces += [escape(text[end : match.start()]), f"<{tag}>{escape(match[match.lastgroup or 0])}</{tag}>"]
        end = match.end()
    return "".join([*pieces, escape(text[end:])])


def _link(address: str) -> str:
    return f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>'
