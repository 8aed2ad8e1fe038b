from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.dates import moment_in_words
from articles.models import Correction


def notes_html(notes: Iterable[Correction]) -> SafeString:
    """Return the notes as a feed reader shows them, above the text; empty when there are none."""
    return format_html_join("", "<p><strong>{}</strong> ({}) – {}{}</p>", map(_parts, notes))


def _parts(note: Correction) -> tuple[str, str, str, SafeString]:
    return (note.get_kind_display(), moment_in_words(note.at), note.said, _before_and_after(note))


def _before_and_after(note: Correction) -> SafeString:
    if note.withdrawn_at or not (note.before and note.after):
        return SafeString("")
    words = gettext("It said “{before}”; it says “{after}”.")
    return format_html(" " + words, before=note.before, after=note.after)
