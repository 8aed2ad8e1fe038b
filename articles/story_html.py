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
from django_prose_editor.fields import ProseEditorField

if TYPE_CHECKING:
    from articles.models.picture import Picture

# What the editor's toolbar offers; `Figure` takes pictures from the library (see articles/admin/pictures.py).
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
    "History": True,
}

ALLOWED_TAGS = {
    *("p", "h2", "h3", "blockquote", "ul", "ol", "li", "hr", "br", "strong", "em", "code", "a"),
    *("figure", "img", "figcaption"),
}
ALLOWED_ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height", "data-file"},
    "ol": {"start"},
}
LINK_SCHEMES = {"http", "https", "mailto"}
_FIGURE = re.compile(r"<figure>.*?</figure>|<img [^>]*>", re.DOTALL)

_cleaner = nh3.Cleaner(
    tags=ALLOWED_TAGS,
    attributes=ALLOWED_ATTRIBUTES,
    url_schemes=LINK_SCHEMES,
    link_rel=None,
    strip_comments=True,
    attribute_filter=lambda tag, name, value: _own_picture(value) if (tag, name) == ("img", "src") else value,
)


def sanitise(html: str) -> str:
    """Return the HTML with nothing in it but what the allow-list names; equal to its input when run again."""
    clean: str = _cleaner.clean(html)
    return "" if clean in ("<p></p>", "<p><br></p>") else clean


def is_blank(html: str) -> bool:
    """Tell whether sanitised story HTML shows neither words nor a picture."""
    return "<img " not in html and not unescape(strip_tags(html)).strip()


def _own_picture(address: str) -> str | None:
    """Keep pictures of our own library alone: a foreign one would tell its host who reads the story."""
    return address if address.startswith("/media/") and ".." not in address else None


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
