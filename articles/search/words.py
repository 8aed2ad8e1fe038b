"""What stories are searched by: the words of a question, and those that a text shows."""

import re
from html import unescape

from articles.folding import words_of

# Tags that stand within a word or between two; all others end one.
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
_ENDS_A_BLOCK = re.compile(r"</(?:p|h2|h3|li|td|th|footer|figcaption)>")
_SIGNS_OF_AN_END = tuple(".!?…:;,»”)")
ASKED_MAX = 8


def asked_words(text: str) -> list[str]:
    """Return the words that somebody searches for, without the single letters of elisions: “l’eau” finds “d’eau”."""
    words = words_of(text)
    return ([word for word in words if len(word) > 1 or word.isdigit()] or words)[:ASKED_MAX]


def text_of(html: str) -> str:
    """Return the words that sanitised story HTML shows, with a space where a block ends."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))


def in_one_line(html: str) -> str:
    """Return what such HTML shows as one line, where a dot stands after a headline, which has no sign of its own."""
    text = text_of(_ENDS_A_BLOCK.sub("\n", html.replace("\n", " ")))
    blocks = [block for each in text.split("\n") if (block := each.strip())]
    return " ".join(block if block.endswith(_SIGNS_OF_AN_END) else f"{block} ·" for block in blocks).rstrip(" ·")
