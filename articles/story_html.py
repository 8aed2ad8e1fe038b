"""
The one allow-list for the HTML of a story, and the field that applies it on every way into the database.

The editor offers exactly what is allowed here, so that nothing a journalist sees is lost on saving.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

import nh3
from django.db import models
from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django_prose_editor.fields import ProseEditorField

from articles.writing.blocks import CARD
from articles.writing.paste import clean_pasted

if TYPE_CHECKING:
    from articles.models.picture import Picture

# What the editor's toolbar offers of the library that we use; what is our own stands in articles/writing/editor.py.
EDITOR_EXTENSIONS: dict[str, Any] = {
    "Bold": True,
    "Italic": True,
    "Code": True,
    "Heading": {"levels": [2, 3]},
    "Blockquote": True,
    "BulletList": True,
    "OrderedList": {"enableListAttributes": False},
    "ListItem": True,
    "HorizontalRule": True,
    "HardBreak": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "Figure": {"pickerUrl": "/admin/articles/picture/pick/"},
    "Image": True,
    "Caption": True,
    "Table": True,
    "TableRow": True,
    "TableHeader": True,
    "TableCell": True,
    "History": True,
}

ALLOWED_TAGS = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "li", "hr", "br", "strong", "em", "code", "a"),
    *("figure", "img", "figcaption"),
    *("table", "tbody", "tr", "th", "td"),
    "footer",  # who is quoted, in a blockquote
    "small",  # a footnote, where its mark stands
    "aside",  # a fact box
}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title", "data-article"},
    "img": {"src", "alt", "width", "height", "data-file"},
    "ol": {"start"},
    "figure": {"class"},
    "small": {"class"},
    "th": {"colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
}
# A figure may hold something else than one picture: several, a table, or a card, which may show one of the library.
FIGURES = {"gallery", "table", CARD}
LINK_SCHEMES = {"http", "https", "mailto"}
MOST_ROUNDS = 8
_FIGURE = re.compile(rf'<figure(?: class="{CARD}")?>.*?</figure>|<img [^>]*>', re.DOTALL)
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|figure|figcaption)>|<br>|<hr>")


def sanitise(html: str) -> str:
    """Return the HTML with nothing in it but what the allow-list names; equal to its input when run again."""
    clean: str = _cleaner.clean(clean_pasted(html))
    for _round in range(MOST_ROUNDS):
        # Tags that are wrongly nested (a link in a link) are not always in order after being put in order once.
        before, clean = clean, _cleaner.clean(clean_pasted(clean))
        if clean == before:
            break
    else:
        # A few never are, and would grow with each saving: those keep their blocks and their words.
        clean = _cleaner_of_blocks.clean(clean)
    return "" if clean in ("<p></p>", "<p><br></p>") else clean


def is_blank(html: str) -> bool:
    """Tell whether sanitised story HTML shows neither words nor a picture."""
    return "<img " not in html and not unescape(strip_tags(html)).strip()


def plain_text(html: str) -> str:
    """Return what sanitised story HTML says, without markup; what stood in two blocks stands in two lines."""
    lines = unescape(strip_tags(_BLOCK_END.sub("\n", html))).split("\n")
    return "\n".join(" ".join(line.split()) for line in lines if line.strip())


def excerpt(html: str, words: int) -> str:
    """Return the first words of what sanitised story HTML says."""
    return Truncator(" ".join(plain_text(html).split())).words(words)


def _own_picture(address: str) -> str | None:
    """Keep pictures of our own library alone: a foreign one would tell its host who reads the story."""
    return address if address.startswith("/media/") and ".." not in address else None


def _filtered(tag: str, name: str, value: str) -> str | None:
    """Return the value that an allowed attribute keeps, or None for no attribute."""
    match name:
        case "src":
            return _own_picture(value)
        case "class":
            return value if value in (FIGURES if tag == "figure" else {"note"}) else None
        case "data-article":
            return value if re.fullmatch(r"[1-9][0-9]{0,14}", value, re.ASCII) else None
        case "colspan" | "rowspan":
            return value if re.fullmatch(r"[2-9]|1[0-9]|20", value, re.ASCII) else None
    return value


_cleaner = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes=ALLOWED_ATTRIBUTES,
    url_schemes=LINK_SCHEMES,
    link_rel=None,
    strip_comments=True,
    attribute_filter=_filtered,
)
_cleaner_of_blocks = nh3.Cleaner(
    tags=ALLOWED_TAGS - {"a", "strong", "em", "code", "small"}, attributes={}, link_rel=None
)


class StoryField(ProseEditorField):
    """A rich-text column that is sanitised whichever way a value is written: form, command, import or update()."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, extensions=EDITOR_EXTENSIONS, sanitize=sanitise, **kwargs)

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        setattr(model_instance, self.attname, sanitise(getattr(model_instance, self.attname)))
        return getattr(model_instance, self.attname)

    def get_prep_value(self, value: Any) -> Any:
        value = super().get_prep_value(value)
        return sanitise(value) if isinstance(value, str) else value

    def formfield(self, **kwargs: Any) -> Any:
        """Edit the text with what `articles/writing/` adds to the editor, whatever widget a form would choose."""
        from articles.writing.editor import StoryEditor, StoryFormField

        return super().formfield(**kwargs | {"form_class": StoryFormField, "widget": StoryEditor})


def picture_numbers(html: str) -> set[int]:
    """Return the primary keys of the library's pictures that a story shows."""
    return {int(number) for number in re.findall(r'data-file="([0-9]{1,15})"', html)}


def with_pictures(html: str, pictures: Mapping[int, Picture], *, for_feed: bool = False) -> SafeString:
    """Return sanitised story HTML with the sizes and the credit of each picture as the library knows them."""
    from articles.library.markup import complete_figure  # it fills templates, and those need the models

    def completed(figure: re.Match[str]) -> str:
        numbers = picture_numbers(figure[0])
        picture = pictures.get(min(numbers)) if numbers else None
        return figure[0] if picture is None else complete_figure(figure[0], picture, for_feed=for_feed)

    return mark_safe(_FIGURE.sub(completed, html))  # noqa: S308
