"""The form of a live entry."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.html import linebreaks
from django.utils.translation import gettext_lazy as _
from django_prose_editor.widgets import AdminProseEditorWidget

from articles.models import Author, LiveEntry
from articles.story_html import is_blank, sanitise

# What the editor sends always begins with one of its blocks; what is typed without it, hardly ever.
_BLOCK = re.compile(r"\s*<(?:p|h2|h3|blockquote|ul|ol|hr|figure|img)\b")


class EntryForm(forms.ModelForm[LiveEntry]):
    """
    An entry as it is typed; without the editor's script, as plain text in paragraphs.

    `key` tells a new entry from another with the same words, `base` is the number of changes that a changed one had.
    """

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    base = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    class Meta:
        model = LiveEntry
        fields = ["title", "text", "is_key", "author"]
        widgets = {
            "title": forms.TextInput(attrs={"class": "headline-input", "autofocus": True}),
            "text": AdminProseEditorWidget(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, own_author: Author | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        story, author = self.instance.article, self.fields["author"]
        assert isinstance(author, forms.ModelChoiceField)
        known = [own_author.pk if own_author else None, self.instance.author_id]
        author.queryset = Author.objects.filter(Q(articles=story) | Q(pk__in=[pk for pk in known if pk])).distinct()
        author.empty_label = str(_("nobody by name"))
        self.fields["title"].required = False
        if self.instance.pk:
            self.initial["base"] = self.instance.changes.count()

    @property
    def submission(self) -> str:
        return str(self.cleaned_data["key"])

    def clean_text(self) -> str:
        text = str(self.cleaned_data["text"])
        text = sanitise(text if _BLOCK.match(text) else linebreaks(text, autoescape=True))
        if is_blank(text):
            raise ValidationError(_("Write what has happened."), code="empty")
        return text

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and self.initial["base"] != cleaned.get("base"):
            overtaken = _("Somebody has changed this entry meanwhile: see below what it says now, then press again.")
            self.add_error(None, ValidationError(overtaken, code="stale"))
            self.data = {**self.data.dict(), "base": self.initial["base"]}  # type: ignore[attr-defined]  # a QueryDict
        return cleaned

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}
