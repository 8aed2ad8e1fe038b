"""
Templates that are filled hundreds of times for one page, rendered once instead.

A stencil is what the template engine makes of a template when it is given a mark in place of each value. Filling it
escapes every value and costs one string operation; the markup stays in its template. It is made again when templates,
translations or the language change.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from articles.page_cache import build_fingerprint

# Stands for a number where a template needs one, such as an argument of `url`. No row has it.
NUMBER = 987_654_321_987_654_321
_OPEN, _CLOSE = "\ue000", "\ue001"


def mark(name: str) -> str:
    """Return what a template is given in place of a value of this name."""
    return f"{_OPEN}{name}{_CLOSE}"


class Stencil:
    """HTML with marks in place of values; `number` stands where the template was given NUMBER."""

    def __init__(self, html: str) -> None:
        html = html.replace("{", "{{").replace("}", "}}")
        self._pattern = html.replace(str(NUMBER), "{number}").replace(_OPEN, "{").replace(_CLOSE, "}")

    def fill(self, **values: str | int) -> SafeString:
        """Return the HTML with each value in its place, escaped unless it is HTML already."""
        return SafeString(self._pattern.format(**{name: _escaped(value) for name, value in values.items()}))


def stencil(template: str, **shape: Any) -> Stencil:
    """Return the stencil of a template for a shape: its context, of marks and of what decides between branches."""
    return _cut(template, tuple(sorted(shape.items())), get_language(), build_fingerprint())


@lru_cache(maxsize=1024)
def _cut(template: str, shape: tuple[tuple[str, Any], ...], language: str | None, build: str) -> Stencil:
    return Stencil(render_to_string(template, dict(shape)))


def joined(separator: str, parts: Iterable[SafeString]) -> SafeString:
    """Return pieces of HTML in one."""
    return SafeString(separator.join(parts))


def _escaped(value: str | int) -> str:
    return value if isinstance(value, SafeString) else escape(str(value))
