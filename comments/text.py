"""What a text of a reader may hold. It is stored as it was typed; `comments.markup` shows it."""

import re
import unicodedata

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# Scheme, host and the rest, up to white space, or a sign that no address holds or that would disguise it.
ADDRESS = re.compile(rf"""https?://\w[^\s<>"'«»“”{_BIDI}]*""", re.IGNORECASE)
_LINE_BREAK = re.compile(r"\r\n?")
_BIDI_CONTROLS = re.compile(f"[{_BIDI}]")
# Letters and symbols that fonts draw as nothing: the Hangul fillers and the empty braille pattern.
_BLANK_SIGNS = "\u115f\u1160\u2800\u3164\uffa0"
_MARKS_IN_A_ROW_MAX = 20


def with_plain_line_breaks(text: str) -> str:
    """Return the text with line feeds alone: a form sends two characters for each line break typed."""
    return _LINE_BREAK.sub("\n", text)


def validate_text(text: str) -> None:
    """Refuse what is no text: control characters (XML cannot carry them either), noncharacters, stacked marks."""
    if any(_is_control(sign) and sign not in "\n\t" for sign in text):
        raise ValidationError(_("Remove the invisible control characters from this text."), code="control")
    if _longest_run_of_marks(text) > _MARKS_IN_A_ROW_MAX:
        raise ValidationError(_("Remove the stacked accents from this text."), code="marks")
    if not has_visible_character(text):
        raise ValidationError(_("Write something that can be seen."), code="invisible")


def validate_name(name: str) -> None:
    """Refuse a name that has several lines, turns the direction of the page around it, or names nobody."""
    if any(_is_control(sign) for sign in name) or _BIDI_CONTROLS.search(name):
        raise ValidationError(_("Remove the invisible characters from this name."), code="control")
    if _longest_run_of_marks(name) > _MARKS_IN_A_ROW_MAX:
        raise ValidationError(_("Remove the stacked accents from this name."), code="marks")
    if not _has_sign_of(name, "LN"):
        raise ValidationError(_("A name has at least one letter or digit."), code="nameless")


def one_line(text: str) -> str:
    """Return a text as one line for a plain mail: without control characters and signs that turn its direction."""
    kept = "".join(" " if _is_control(sign) else sign for sign in _BIDI_CONTROLS.sub("", text))
    return " ".join(kept.split())


def has_visible_character(text: str) -> bool:
    return _has_sign_of(text, "LNPS")


def count_addresses(text: str) -> int:
    return len(ADDRESS.findall(text))


def web_address(address: str) -> str:
    """Return an address that a link may lead to, and nothing for javascript: and other schemes."""
    return address if re.match("https?://", address, re.IGNORECASE) else ""


def _has_sign_of(text: str, categories: str) -> bool:
    return any(unicodedata.category(sign)[0] in categories and sign not in _BLANK_SIGNS for sign in text)


def _is_control(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp") or _is_noncharacter(ord(sign))


def _is_noncharacter(code: int) -> bool:
    return 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE


def _longest_run_of_marks(text: str) -> int:
    longest = run = 0
    for sign in text:
        run = run + 1 if unicodedata.category(sign) in ("Mn", "Me") else 0
        longest = max(longest, run)
    return longest
