"""What stands in a text where something is still to be written."""

from __future__ import annotations

import re
from unicodedata import normalize

# As words of their own: TK and XXX only in capitals, as they are typed; the others however they are.
_PLACEHOLDER = re.compile(
    r"(?<!\w)(?:(?:TK)+|X{3,}|(?i:[àa]\s+compl[ée]ter|lorem\s+ipsum)|\[TO COMPLETE\b[^\]]*\]?)(?!\w)"
)


def placeholders(text: str) -> list[str]:
    """Return each placeholder of a plain text once, in the order of its first place."""
    return list(dict.fromkeys(" ".join(found.split()) for found in _PLACEHOLDER.findall(normalize("NFC", text))))
