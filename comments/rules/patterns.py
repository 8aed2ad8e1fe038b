"""
Patterns: regular expressions that take time in proportion to the text, whatever is written in them.

They are matched by RE2, which has no backtracking, against folded text, so they need no letters with accents.
"""

from __future__ import annotations

import re
from functools import lru_cache

import re2
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from comments.finding.lookalikes import fold_sign

PATTERN_MAX = 500
# What one pattern may take for its states; beyond that it becomes slower, and no larger.
_MEMORY = 1 << 20

# What RE2 says of a pattern, by how its message begins.
_COMPLAINTS = {
    "missing ]": gettext_lazy("A square bracket is opened and not closed."),
    "missing )": gettext_lazy("A bracket is opened and not closed."),
    "unexpected )": gettext_lazy("A bracket is closed that was not opened."),
    "no argument for repetition": gettext_lazy("There is nothing before a sign that repeats (* + ? or a number)."),
    "bad repetition operator": gettext_lazy("Two signs that repeat follow each other."),
    "invalid repetition size": gettext_lazy("A repetition can be at most 1000 times."),
    "invalid perl operator": gettext_lazy("Looking ahead or behind, (?=…) or (?<…), is not possible here."),
    "invalid escape sequence": gettext_lazy(
        "A backslash stands before a sign with which it means nothing here, such as \\1 for a group."
    ),
    "trailing \\": gettext_lazy("A backslash at the end stands before nothing."),
    "invalid character class range": gettext_lazy(
        "A range ends before it begins, such as [z-a], or a class of signs is not known."
    ),
    "invalid named capture": gettext_lazy("The name of a group is not well formed."),
    "pattern too large": gettext_lazy("The pattern is too large: let it repeat less."),
}


@lru_cache(maxsize=500)
def compile_pattern(pattern: str) -> re2._Regexp:
    """Return a pattern that can be searched for; raise ValidationError with a sentence that says what is wrong."""
    if len(pattern) > PATTERN_MAX:
        raise ValidationError(_("A pattern has 500 signs at most."), code="long")
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MEMORY
    try:
        compiled = re2.compile(_folded_pattern(pattern), options)
    except re2.error as error:
        raise ValidationError(_what_is_wrong(error), code="pattern") from error
    if compiled.search("") is not None:
        raise ValidationError(_("It matches the empty text, and so every comment."), code="empty")
    return compiled


def _folded_pattern(pattern: str) -> str:
    """Fold the letters of a pattern and leave its signs: \\S must not become \\s."""
    return "".join(sign if sign.isascii() else re.escape(fold_sign(sign)) for sign in pattern)


def _what_is_wrong(error: re2.error) -> str:
    message = error.args[0].decode() if isinstance(error.args[0], bytes) else str(error.args[0])
    for beginning, sentence in _COMPLAINTS.items():
        if message.startswith(beginning):
            return str(sentence)
    return _("The pattern cannot be understood: %(message)s.") % {"message": message[:100]}
