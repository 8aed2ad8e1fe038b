"""How readers see a picture: its sizes as AVIF, WebP and JPEG, or the file itself until they are made."""

from __future__ import annotations

import re
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.library.crops import WHOLE
from articles.library.sizes import FALLBACK, MODERN, ending_of, fallback_width, height_for
from articles.models import Picture
from articles.stencils import mark, stencil
from articles.writing.blocks import CARD

# How wide a picture stands in each place, so that a browser takes no larger file than it shows.
SIZES = {
    "story": "(min-width: 62rem) 60rem, 100vw",
    "text": "(min-width: 42rem) 39rem, 100vw",
    "card": "(min-width: 32rem) 11rem, 6rem",
    "lead": "(min-width: 80rem) 43rem, (min-width: 56rem) 55vw, 100vw",
    "second": "(min-width: 80rem) 24rem, (min-width: 60rem) 30vw, (min-width: 40rem) 45vw, 100vw",
    "river": "(min-width: 56rem) 11rem, 30vw",
    "portrait": "7.5rem",
}
# What stands on the first screen is loaded at once, and what is largest there before all else.
FIRST, EAGER, LAZY = "first", "eager", "lazy"
_LICENCES = {
    Picture.Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
    Picture.Licence.CC_BY_SA: "https://creativecommons.org/licenses/by-sa/4.0/",
}
_MARKS = {name: mark(name) for name in ("src", "alt", "width", "height")}
_SIZE_MARKS = {name: mark(name) for name in (*MODERN, "sizes")}
_IMAGE = re.compile(r"<img [^>]*>")
_CARD = f'<figure class="{CARD}">'


def picture_html(picture: Picture, place: str, *, shape: str = WHOLE, alt: str, loading: str = LAZY) -> SafeString:
    """Return the picture for a place of a page, from what its row knows."""
    pattern = stencil("articles/_picture.html", **picture_shape(picture, loading))
    # The template's last line ends, and words must not be parted from the picture by that.
    return SafeString(pattern.fill(**picture_values(picture, place, shape=shape, alt=alt)).strip())


def picture_shape(picture: Picture, loading: str) -> dict[str, str]:
    """Return what a stencil that includes `_picture.html` is cut with."""
    return {"loading": loading, **_MARKS, **(_SIZE_MARKS if picture.has_sizes else {})}


def picture_values(picture: Picture, place: str, *, shape: str, alt: str) -> dict[str, str | int]:
    """Return what such a stencil is filled with."""
    width, height = fallback_size(picture, shape)
    values: dict[str, str | int] = {"src": size_url(picture, shape), "alt": alt, "width": width, "height": height}
    if picture.has_sizes:
        values |= {name: _srcset(picture, shape, name) for name in MODERN} | {"sizes": SIZES[place]}
    return values


def size_url(picture: Picture, shape: str) -> str:
    """Return the address of one file of a shape that every program can read."""
    if not picture.has_sizes:
        return picture.file.url
    width = fallback_width(picture.sizes[shape])
    return _stem(picture) + ending_of(picture.sized_as, shape, width, FALLBACK)


def credit_html(picture: Picture) -> SafeString:
    """Return who made the picture, with the licence where that one asks to be named."""
    address = _LICENCES.get(Picture.Licence(picture.licence)) if picture.licence else None
    if address is None:
        return format_html('<span class="credit">{}</span>', picture.credit)
    licence = format_html('<a href="{}" rel="license">{}</a>', address, picture.get_licence_display())
    return format_html('<span class="credit">{}, {}</span>', picture.credit, licence)


def complete_figure(figure: str, picture: Picture, *, for_feed: bool) -> str:
    """Return a figure of a sanitised story with the picture and the credit that the library has today."""
    if not figure.startswith("<figure"):
        # The editor takes the frame away together with the caption; the credit needs it back.
        figure = f"<figure>{figure}</figure>"
    show = _image_for_feed if for_feed else _image
    # The words of a card say what it is of; its picture only goes with them.
    place, shape, is_card = ("card", "4x3", True) if figure.startswith(_CARD) else ("text", WHOLE, False)
    figure = _IMAGE.sub(
        lambda image: show(picture, place, shape, "" if is_card else _alternative_text(image[0], picture)), figure
    )
    if not picture.credit:
        return figure
    if "</figcaption>" in figure:
        return figure.replace("</figcaption>", f" {credit_html(picture)}</figcaption>")
    return figure.replace("</figure>", f"<figcaption>{credit_html(picture)}</figcaption></figure>")


def _image(picture: Picture, place: str, shape: str, alt: str) -> SafeString:
    return picture_html(picture, place, shape=shape, alt=alt)


def _image_for_feed(picture: Picture, _place: str, shape: str, alt: str) -> SafeString:
    """Return one plain image: few programs that read feeds choose among sizes."""
    width, height = fallback_size(picture, shape)
    address = size_url(picture, shape)
    return format_html('<img src="{}" alt="{}" width="{}" height="{}">', address, alt, width, height)


def _alternative_text(image: str, picture: Picture) -> str:
    alt = re.search(r'alt="([^"]*)"', image)
    return unescape(alt[1]) if alt and alt[1] else picture.alternative_text


def fallback_size(picture: Picture, shape: str) -> tuple[int, int]:
    if not picture.has_sizes:
        return picture.width, picture.height
    width = fallback_width(picture.sizes[shape])
    return width, height_for(width, picture.box(shape))


def _srcset(picture: Picture, shape: str, kind: str) -> str:
    stem, sized_as = _stem(picture), picture.sized_as
    return ", ".join(f"{stem}{ending_of(sized_as, shape, width, kind)} {width}w" for width in picture.sizes[shape])


def _stem(picture: Picture) -> str:
    return picture.file.url.rpartition(".")[0]
