"""What changed between two contents of a story, word by word, as HTML with <del> and <ins>; everything is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from html import escape
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.languages import label_of_language
from articles.models import Article, Author, Byline, MergedTag, Picture, Section, Tag
from articles.revisions.content import Content, changed_names
from articles.revisions.lines import lines_of

WORDS = re.compile(r"\s+|\w+|[^\w\s]")
# Comparing word by word costs up to the product of both lengths: beyond this a part is shown as replaced whole.
MOST_COMPARISONS = 4_000_000

LABELS = {"tags": _("tags"), "authors": _("authors")}


@dataclass(frozen=True)
class Change:
    """One field that differs: `html` shows what left and what came, `added` and `removed` count words."""

    name: str
    label: str
    html: SafeString
    added: int
    removed: int


def changes(before: Content | None, after: Content) -> list[Change]:
    """Return the fields that differ; against None, everything is new."""
    return [_change(name, (before or {}).get(name), after.get(name)) for name in changed_names(before, after)]


def label_of(name: str) -> str:
    if name in LABELS:
        return str(LABELS[name])
    return str(getattr(Article._meta.get_field(name), "verbose_name", name))


def in_words(name: str, value: object) -> str:
    """
    Return a field's value as a person reads it.

    What was deleted since then is named by its number, a tag that was merged by the name that it had.
    """
    if name == "authors":
        rows = value if isinstance(value, list) else []
        return ", ".join(_signature(row) for row in rows)
    if name == "tags":
        return ", ".join(_tag_name(pk) for pk in (value if isinstance(value, list) else []))
    if name == "section":
        return _name_of(Section, value)
    if name.endswith("picture"):
        return _name_of(Picture, value)
    if name == "language":
        return label_of_language(str(value or ""))
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    return "" if value is None else str(value)


def word_diff(before: str, after: str) -> tuple[SafeString, int, int]:
    """Return one line of text as HTML, with the number of words that came and that left."""
    old, new = WORDS.findall(before), WORDS.findall(after)
    html, added, removed = "", 0, 0
    for kind, i1, i2, j1, j2 in _opcodes(old, new):
        gone, come = "".join(old[i1:i2]), "".join(new[j1:j2])
        if kind == "equal":
            html += escape(gone)
            continue
        html += f"<del>{escape(gone)}</del>" if gone else ""
        html += f"<ins>{escape(come)}</ins>" if come else ""
        removed += _count(old[i1:i2])
        added += _count(new[j1:j2])
    return SafeString(html), added, removed


def _change(name: str, before: object, after: object) -> Change:
    if name == "body":
        html, added, removed = _text_diff(lines_of(str(before or "")), lines_of(str(after or "")))
    elif isinstance(before or after, str):
        html, added, removed = word_diff(in_words(name, before), in_words(name, after))
        html = SafeString(f"<p>{html}</p>")
    else:
        html, added, removed = _replaced(in_words(name, before), in_words(name, after)), 0, 0
    return Change(name, label_of(name), html, added, removed)


def _replaced(before: str, after: str) -> SafeString:
    """Show a name beside the one that it took the place of: names are not compared word by word."""
    gone = format_html("<del>{}</del> ", before) if before else ""
    come = format_html("<ins>{}</ins>", after) if after else ""
    return format_html("<p>{}{}</p>", gone, come)


def _text_diff(old: list[str], new: list[str]) -> tuple[SafeString, int, int]:
    """Compare block by block, and word by word where a block was changed; long stretches without a change are cut."""
    parts: list[str] = []
    added = removed = 0
    for kind, i1, i2, j1, j2 in _opcodes(old, new):
        if kind == "equal":
            parts += _context(old[i1:i2], is_first=i1 == 0, is_last=i2 == len(old))
            continue
        for before, after in _pairs(old[i1:i2], new[j1:j2]):
            html, came, left = word_diff(before, after)
            parts.append(f"<p>{html}</p>")
            added += came
            removed += left
    return SafeString("\n".join(parts)), added, removed


def _pairs(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    """Put each changed block beside the one it became."""
    for place in range(max(len(old), len(new))):
        yield old[place] if place < len(old) else "", new[place] if place < len(new) else ""


def _context(lines: list[str], *, is_first: bool, is_last: bool) -> list[str]:
    """Show one block before and after a change, and that there are others."""
    shown = [f"<p>{escape(line)}</p>" for line in lines]
    if len(lines) <= 3:
        return shown
    return [*shown[: 0 if is_first else 1], '<p class="cut">…</p>', *shown[len(shown) if is_last else -1 :]]


def _opcodes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """Return how one becomes the other. Equal ends are not compared; what is too long is replaced whole."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    rest = min(len(old), len(new)) - start
    end = next((n for n in range(rest) if old[-1 - n] != new[-1 - n]), rest)
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    if start:
        yield "equal", 0, start, 0, start
    if len(middle_old) * len(middle_new) > MOST_COMPARISONS:
        yield "replace", start, len(old) - end, start, len(new) - end
    else:
        for kind, i1, i2, j1, j2 in SequenceMatcher(None, middle_old, middle_new, autojunk=False).get_opcodes():
            yield kind, start + i1, start + i2, start + j1, start + j2
    if end:
        yield "equal", len(old) - end, len(old), len(new) - end, len(new)


def _count(tokens: Sequence[str]) -> int:
    return sum(token[0].isalnum() for token in tokens)


def _signature(row: dict[str, Any]) -> str:
    name, role = _name_of(Author, row["author"]), row.get("role", Byline.Role.BY)
    return name if role == Byline.Role.BY else f"{name} ({Byline.Role(role).label})"


def _tag_name(pk: int) -> str:
    merged = MergedTag.objects.filter(pk=pk).first()
    return merged.name if merged else _name_of(Tag, pk)


def _name_of(model: type[Author] | type[Tag] | type[Section] | type[Picture], pk: object) -> str:
    if pk is None:
        return ""
    found = model._default_manager.filter(pk__in=[pk]).first()
    return str(found) if found else gettext("deleted (no. %(number)s)") % {"number": pk}
