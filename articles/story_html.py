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
from django.utils.html import format_html, strip_tags
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
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
_IMAGE = re.compile(r"<img [^>]*>")
_BLOCK_END = re.compile(r"</(?:p|h2|h3|li|blockquote|figure|figcaption)>|<br>|<hr>")

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


def with_pictures(html: str, pictures: Mapping[int, Picture]) -> SafeString:
    """Return sanitised story HTML with the size and the credit of each picture as the library knows them."""
    return mark_safe(_FIGURE.sub(lambda figure: _complete_figure(figure[0], pictures), html))  # noqa: S308


def _complete_figure(figure: str, pictures: Mapping[int, Picture]) -> str:
    numbers = picture_numbers(figure)
    picture = pictures.get(min(numbers)) if numbers else None
    if picture is None:
        return figure
    if not figure.startswith("<figure>"):
        # The editor takes the frame away together with the caption; the credit needs it back.
        figure = f"<figure>{figure}</figure>"
    figure = _IMAGE.sub(lambda image: _complete_image(image[0], picture), figure)
    if not picture.credit:
        return figure
    credit = format_html('<span class="credit">{}</span>', picture.credit)
    if "</figcaption>" in figure:
        return figure.replace("</figcaption>", f" {credit}</figcaption>")
    return figure.replace("</figure>", f"<figcaption>{credit}</figcaption></figure>")


def _complete_image(image: str, picture: Picture) -> str:
    alt = re.search(r'alt="([^"]*)"', image)
    return format_html(
        '<img src="{}" alt="{}" width="{}" height="{}" loading="lazy" decoding="async">',
        picture.file.url,
        unescape(alt[1]) if alt and alt[1] else picture.alternative_text,
        picture.width,
        picture.height,
    )
