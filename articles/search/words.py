"""What stories are searched by: the words of a question, and those that a text shows."""

import re
from html import unescape

from articles.folding import words_of

# Tags that stand within a word or between two; all others end one.
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
ASKED_MAX = 8


def asked_words(text: str) -> list[str]:
    """Return the words that somebody searches for, without the single letters of elisions: “l’eau” finds “d’eau”."""
    words = words_of(text)
    return ([word for word in words if len(word) > 1 or word.isdigit()] or words)[:ASKED_MAX]


def text_of(html: str) -> str:
    """Return the words that sanitised story HTML shows, with a space where a block ends."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))
