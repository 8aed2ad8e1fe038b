"""
Structured data in a page, for machines that read it.

A `<script>` of a type that is no script is a data block: browsers never run it, and the content security policy has
nothing to say about it (https://html.spec.whatwg.org/multipage/scripting.html#data-block). This is the one place that
writes such an element, so that no text can close it.
"""

from __future__ import annotations

import json
from typing import Any

from django.utils.safestring import SafeString

# In JSON these are only found in strings, where the escape means the same. U+2028 and U+2029 end lines for old readers.
_ESCAPES = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}


def json_ld(content: dict[str, Any] | list[dict[str, Any]]) -> SafeString:
    """Return linked data as an element of a page."""
    escaped = json.dumps(content, ensure_ascii=False).translate(_ESCAPES)
    return SafeString(f'<script type="application/ld+json">{escaped}</script>')
