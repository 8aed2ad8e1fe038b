"""Words as they are compared: without case, accents, ligatures and invisible signs."""

import re
import unicodedata
from html import unescape

_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "ł": "l", "đ": "d"})
_WORD = re.compile(r"[^\W_]+")
# Tags that stand within a word or between two; all others end one.
_INLINE = re.compile(r"</?(?:a|code|em|strong)\b[^>]*>")
_TAG = re.compile(r"<[^>]*>")
WORD_MAX = 100
ASKED_MAX = 8


def fold(text: str) -> str:
    """Return the text in lower case without accents and invisible signs: what is typed without them finds it."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    kept = (sign for sign in decomposed if unicodedata.category(sign) not in ("Mn", "Me", "Cf"))
    return "".join(kept).translate(_LIGATURES)


def words_of(text: str) -> list[str]:
    """Return the folded words and numbers of a text; one that goes on for ever is cut."""
    return [word[:WORD_MAX] for word in _WORD.findall(fold(text))]


def asked_words(text: str) -> list[str]:
    """Return the words that somebody searches for, without the single letters of elisions: “l’eau” finds “d’eau”."""
    words = words_of(text)
    return ([word for word in words if len(word) > 1 or word.isdigit()] or words)[:ASKED_MAX]


def text_of(html: str) -> str:
    """Return the words that sanitised story HTML shows, with a space where a block ends."""
    return unescape(_TAG.sub(" ", _INLINE.sub("", html)))
