"""What each subject of the story's form builds on: fields of its own, who fills them in, and what happened so far."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django import forms
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

if TYPE_CHECKING:
    from django.contrib.auth.models import User

    from articles.models import Article

    class FormPart(forms.ModelForm[Article]):
        user: User
else:

    class FormPart(forms.Form):
        pass


def lines(pattern: str, rows: Iterable[tuple[str, ...]]) -> str:
    """Return rows as HTML, a line each."""
    return format_html_join(SafeString("<br>"), pattern, rows) or "–"
