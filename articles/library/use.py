"""Rewriting the text of a story where a picture of the library gets another file, or gives way to another picture."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import unescape
from typing import TYPE_CHECKING, Any

from django.utils.html import format_html, strip_tags

from articles.writing.blocks import CARD

if TYPE_CHECKING:
    from articles.models.picture import Picture

_FIGURE = re.compile(r"<figure\b.*?</figure>|<img [^>]*>", re.DOTALL)
_IMAGE = re.compile(r"<img [^>]*>")
_CARD = f'<figure class="{CARD}">'
_CAPTION = re.compile(r"<figcaption>(.*?)</figcaption>", re.DOTALL)


def pointing_at_file(html: str, picture: Picture) -> str:
    """Return sanitised story HTML in which this picture is loaded from the file that it has now."""

    def point(image: re.Match[str]) -> str:
        return _image(image[0], picture, _alternative_text(image[0])) if _shows(image[0], picture) else image[0]

    return _IMAGE.sub(point, html)


def with_other_picture(html: str, old: Picture, new: Picture) -> str:
    """
    Return sanitised story HTML with one picture in place of another.

    An alternative text and a caption that came from the library are those of the new picture; a caption that somebody
    wrote for this story stays.
    """

    def replace(figure: re.Match[str]) -> str:
        if not _shows(figure[0], old):
            return figure[0]
        replaced = _IMAGE.sub(lambda image: _image(image[0], new, "") if _shows(image[0], old) else image[0], figure[0])
        if figure[0].startswith(_CARD):
            return replaced  # what stands below is said of what the card leads to
        return _CAPTION.sub(lambda caption: _caption(caption, old, new), replaced)

    return _FIGURE.sub(replace, html)


def with_picture_replaced(content: Mapping[str, Any], old: Picture, new: Picture) -> dict[str, Any]:
    """Return what a story is made of, as `articles.revisions` keeps it, with one picture in place of another."""
    lead, social = content.get("lead_picture"), content.get("social_picture")
    return {
        **content,
        "body": with_other_picture(content["body"], old, new),
        "lead_picture": new.pk if lead == old.pk else lead,
        "social_picture": new.pk if social == old.pk else social,
    }


def _shows(html: str, picture: Picture) -> bool:
    return f'data-file="{picture.pk}"' in html


def _image(image: str, picture: Picture, alternative_text: str) -> str:
    return format_html('<img src="{}" alt="{}" data-file="{}">', picture.file.url, alternative_text, picture.pk)


def _alternative_text(image: str) -> str:
    alt = re.search(r'alt="([^"]*)"', image)
    return unescape(alt[1]) if alt else ""


def _caption(caption: re.Match[str], old: Picture, new: Picture) -> str:
    if unescape(strip_tags(caption[1])).strip() != old.caption.strip():
        return caption[0]
    return format_html("<figcaption>{}</figcaption>", new.caption)
