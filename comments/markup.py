"""
How a text of a reader is shown: escaped, in paragraphs, its addresses as links.

Escaping is the last thing that happens to a text. This module and `articles.stencils` call HTML of theirs safe because
they escape every value themselves; the template engine would take ten times as long.
"""

from __future__ import annotations

import re
from html import escape

from django.utils.safestring import SafeString

from comments.text import ADDRESS

TRAILING_SIGNS = ".,;:!?)]}…"
_BLANK_LINES = re.compile(r"\n\s*\n")


def paragraphs(text: str) -> SafeString:
    """Return the text as HTML: paragraphs, line breaks and addresses made links."""
    return SafeString("\n".join(f"<p>{_lines(part)}</p>" for part in _BLANK_LINES.split(text.strip("\n"))))


def _lines(part: str) -> str:
    return "<br>".join(_with_links(line) if "://" in line else escape(line) for line in part.split("\n"))


def _with_links(line: str) -> str:
    pieces, end = [], 0
    for match in ADDRESS.finditer(line):
        address = match[0].rstrip(TRAILING_SIGNS)
        pieces += [escape(line[end : match.start()]), _link(escape(address))]
        end = match.start() + len(address)
    return "".join([*pieces, escape(line[end:])])


def _link(address: str) -> str:
    return f'<a href="{address}" rel="nofollow ugc noopener">{address}</a>'
