"""The story editor on the form: what the house adds to the library's, and what stands around it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.templatetags.static import static
from django.urls import reverse_lazy
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget
from js_asset import ImportMap, Media

from articles.writing.counts import HEADLINE_LENGTH, HEADLINE_LIMIT, reading_minutes, word_count
from articles.writing.links import with_numbers

# Each exports extensions by these names; one of the library's own name takes its place.
MODULES = ["js/writing/nodes.js", "js/writing/cards.js", "js/writing/links.js", "js/writing/paste.js"]
# By these names the modules share them, whatever name the static files' storage gives to a file.
SHARED = ImportMap({"newsroom/dialog": "js/writing/dialog.js", "newsroom/picker": "js/writing/picker.js"})
SCRIPTS = ["js/writing/counts.js", "js/writing/typography.js"]
BUTTONS: dict[str, str | Promise] = {
    "heading2": _("Subhead"),
    "heading3": _("Smaller subhead"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "code": _("Code"),
    "bulletList": _("List"),
    "orderedList": _("Numbered list"),
    "blockquote": _("Quotation"),
    "quoteSource": _("Source of the quotation"),
    "horizontalRule": _("Line"),
    "figure": _("Picture"),
    "gallery": _("Gallery: add a picture"),
    "link": _("Link to another site"),
    "storyLink": _("Link to one of our stories"),
    "unlink": _("Remove the link"),
    "linkCard": _("Link card"),
    "footnote": _("Footnote"),
    "factBox": _("Fact box"),
    "table": _("Table"),
    "table:addColumnAfter": _("Add a column"),
    "table:deleteColumn": _("Delete the column"),
    "table:addRowAfter": _("Add a row"),
    "table:deleteRow": _("Delete the row"),
    "table:mergeCells": _("Merge the cells"),
    "table:splitCell": _("Split the cell"),
    "table:toggleHeaderCell": _("Header cell or not"),
    "table:deleteTable": _("Delete the table"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
}
WORDS: dict[str, Any] = {
    "card": _("Link card"),
    "link": _("Link"),
    "storyLink": _("Link to one of our stories"),
    "footnote": _("Footnote"),
    "noteHelp": _("*italics*, **bold**, [words](address)"),
    "address": _("Address"),
    "cardAddress": _("It begins with https://, or with / for one of our stories."),
    "title": _("Title"),
    "picture": _("Picture"),
    "choosePicture": _("Choose in the library…"),
    "storyPicture": _("Take the picture of this story"),
    "noPicture": _("Without a picture"),
    "hasPicture": _("The card shows this picture."),
    "hasNoPicture": _("The card shows no picture."),
    "note": _("Note"),
    "insert": _("Insert"),
    "cancel": _("Cancel"),
    "search": _("Search our stories"),
    "nothing": _("No story of this name."),
    "box": _("In brief"),
    "toolbar": _("Format the text"),
    # What the library asks in English, by its words.
    "library": {
        "Add caption": _("Add a caption"),
        "Remove caption": _("Remove the caption"),
        "Image URL": _("Address of the picture"),
        "Browse...": _("Choose in the library…"),
        "Alternative Text": _("Alternative text"),
        "Caption": _("Caption"),
        "Insert Figure": _("Insert a picture"),
        "Edit Figure": _("Change the picture"),
        "Update": _("Apply"),
        "Cancel": _("Cancel"),
    },
}
PICKER = "/admin/articles/picture/pick/"
HOUSE_EXTENSIONS: dict[str, Any] = {
    "QuoteSource": True,
    "Gallery": {"pickerUrl": PICKER},
    "TableFigure": True,
    "LinkCard": {
        "pickerUrl": PICKER,
        "searchUrl": reverse_lazy("admin:articles_article_links"),
        "words": WORDS,
    },
    "Footnote": {"words": WORDS},
    "FactBox": {"words": WORDS},
    "StoryLink": {"searchUrl": reverse_lazy("admin:articles_article_links"), "words": WORDS},
    "Paste": True,
    "Toolbar": {"buttons": BUTTONS, "words": WORDS},
}
_MENU = [
    {"group": "headings"},
    {"group": "marks"},
    {"group": "link"},
    {"group": "lists"},
    {"group": "nodes -blockType -lists"},
    {"group": "house"},
    {"group": "table"},
    {"group": "history"},
]


class StoryEditor(AdminProseEditorWidget):
    """The library's editor with the extensions of the house, and the length of the text below it."""

    @property
    def media(self) -> forms.Media:
        scripts = [forms.Script(path, type="module") for path in SCRIPTS]
        own = Media(importmap=SHARED, js=scripts, css={"all": ["css/writing.css"]})
        return super().media + own

    def get_config(self) -> dict[str, Any]:
        config: dict[str, Any] = super().get_config()
        config["extensions"] |= HOUSE_EXTENSIONS
        config["extensions"]["Link"] = config["extensions"]["Link"] | {"words": WORDS}
        config["extensions"]["Menu"] = {"groups": _MENU}
        config["extensions"].pop("NoSpellCheck")
        return config | {"js_modules": [static(path) for path in MODULES]}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("{}{}", super().render(name, value, attrs, renderer), _length_of(value or ""))


class StoryFormField(ProseEditorFormField):
    """A posted text: sanitised, and with the number of each story of ours that it links to by address."""

    def clean(self, value: Any) -> str:
        return with_numbers(super().clean(value))


class HeadlineInput(forms.TextInput):
    """A headline, with a word beside it when it is longer than lists and search engines show."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "headline-input", "size": 80, "data-useful-length": HEADLINE_LENGTH} | (attrs or {}))

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        field = super().render(name, value, attrs, renderer)
        length = len(value or "")
        advice = format_html(
            '<p class="headline-advice"{}><span class="headline-length">{}</span> {}</p>',
            "" if length > HEADLINE_LENGTH else SafeString(" hidden"),
            length,
            _("characters: up to about %(useful)s are read at a glance, and search engines may cut beyond %(limit)s.")
            % {"useful": HEADLINE_LENGTH, "limit": HEADLINE_LIMIT},
        )
        return format_html("{}{}", field, advice)


def _length_of(html: str) -> SafeString:
    words, minutes = word_count(html), reading_minutes(html)
    return format_html(
        '<p class="story-length" data-one-word="{}" data-words="{}" data-minutes="{}">{} · {}</p>',
        ngettext("%(count)s word", "%(count)s words", 1) % {"count": "{}"},
        ngettext("%(count)s word", "%(count)s words", 2) % {"count": "{}"},
        _("{} min read"),
        ngettext("%(count)s word", "%(count)s words", words) % {"count": words},
        str(_("{} min read")).format(minutes),
    )
