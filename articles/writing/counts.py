"""How long a story is, in words and in minutes."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import strip_tags

# Silent reading of non-fiction by adults: M. Brysbaert, “How many words do we read per minute? A review and
# meta-analysis of reading rate”, Journal of Memory and Language 109 (2019). `static/js/writing/counts.js` has it too.
WORDS_PER_MINUTE = 238
# What a form's headline is useful to, and what search engines show or take of one (Google's article markup said 110).
HEADLINE_LENGTH = 90
HEADLINE_LIMIT = 110

_BLOCK_END = re.compile(r"</?(?:p|h2|h3|li|blockquote|footer|figure|figcaption|tr|td|th|aside|small)\b|<[bh]r")


def word_count(html: str) -> int:
    """Count what stands between spaces and holds a letter or a digit, as word processors do: “l’année” is one word."""
    text = unescape(strip_tags(_BLOCK_END.sub(lambda tag: f" {tag[0]}", html)))
    return sum(1 for word in text.split() if any(letter.isalnum() for letter in word))


def reading_minutes(html: str) -> int:
    """Return the minutes that a reader needs, at least one."""
    return max(1, round(word_count(html) / WORDS_PER_MINUTE))
