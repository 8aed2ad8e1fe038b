"""The text of a story as lines of words, one for each block: what a person compares when two versions differ."""

from __future__ import annotations

from html.parser import HTMLParser

OPENINGS = {
    "h2": "## ",
    "h3": "### ",
    "li": "• ",
    "blockquote": "» ",
    "figcaption": "▸ ",
    "footer": "— ",
    "caption": "▸ ",
}
BLOCKS = {"p", "hr", "figure", "img", "tr", "table", "aside", "ul", "ol", *OPENINGS}
INLINE = {"strong": "**", "em": "_", "code": "`", "small": "†"}


def lines_of(html: str) -> list[str]:
    """
    Return the blocks of sanitised story HTML as text.

    What is not a word but matters is written out: subheads as #, emphasis as stars, the target of a link in brackets, a
    picture by its number. So a change of any of these shows as a change of words.
    """
    reader = _Reader()
    reader.feed(html)
    reader.close()
    reader.end_line()
    return reader.lines


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self._opening, self._line = "", ""
        self._targets: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag in BLOCKS:
            self.end_line()
            self._opening += OPENINGS.get(tag, "")
        if tag == "img":
            self.lines.append(
                f"[▣ {given.get('data-file') or given.get('src') or ''} {given.get('alt') or ''}]".strip()
            )
        elif tag == "hr":
            self.lines.append("⁂")
        elif tag == "br":
            self._line += "\n"
        elif tag in ("td", "th"):
            self._line += "| "
        elif tag == "a":
            self._targets.append(given.get("href") or "")
        self._line += INLINE.get(tag, "")

    def handle_endtag(self, tag: str) -> None:
        self._line += INLINE.get(tag, "")
        if tag == "a" and self._targets:
            self._line += f" [{self._targets.pop()}]"
        if tag in BLOCKS:
            self.end_line()

    def handle_data(self, data: str) -> None:
        self._line += data

    def end_line(self) -> None:
        words = self._line.strip()
        if words:
            self.lines.append(self._opening + words)
            self._opening = ""
        self._line = ""
