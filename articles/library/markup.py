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

# How wide a picture stands in each place, so that a browser takes no larger file than it shows.
SIZES = {
    "story": "(min-width: 62rem) 60rem, 100vw",
    "text": "(min-width: 44rem) 41rem, 100vw",
    "lead": "(min-width: 72rem) 40rem, (min-width: 56rem) 56vw, 100vw",
    "second": "(min-width: 60rem) 21rem, (min-width: 40rem) 45vw, 100vw",
    "river": "(min-width: 56rem) 10rem, 30vw",
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


def picture_html(picture: Picture, place: str, *, shape: str = WHOLE, alt: str, loading: str = LAZY) -> SafeString:
    """Return the picture for a place of a page, from what its row knows."""
    if not picture.has_sizes:
        pattern = stencil("articles/_picture.html", **_MARKS, loading=loading)
        return pattern.fill(src=picture.file.url, alt=alt, width=picture.width, height=picture.height)
    pattern = stencil("articles/_picture.html", **_MARKS, **_SIZE_MARKS, loading=loading)
    width = fallback_width(picture.sizes[shape])
    return pattern.fill(
        **{name: _srcset(picture, shape, name) for name in MODERN},
        sizes=SIZES[place],
        src=size_url(picture, shape),
        alt=alt,
        width=width,
        height=height_for(width, picture.box(shape)),
    )


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
    figure = _IMAGE.sub(lambda image: show(image[0], picture), figure)
    if not picture.credit:
        return figure
    if "</figcaption>" in figure:
        return figure.replace("</figcaption>", f" {credit_html(picture)}</figcaption>")
    return figure.replace("</figure>", f"<figcaption>{credit_html(picture)}</figcaption></figure>")


def _image(image: str, picture: Picture) -> SafeString:
    return picture_html(picture, "text", alt=_alternative_text(image, picture))


def _image_for_feed(image: str, picture: Picture) -> SafeString:
    """Return one plain image: few programs that read feeds choose among sizes."""
    alt = _alternative_text(image, picture)
    return format_html('<img src="{}" alt="{}">', size_url(picture, WHOLE), alt)


def _alternative_text(image: str, picture: Picture) -> str:
    alt = re.search(r'alt="([^"]*)"', image)
    return unescape(alt[1]) if alt and alt[1] else picture.alternative_text


def _srcset(picture: Picture, shape: str, kind: str) -> str:
    stem, sized_as = _stem(picture), picture.sized_as
    return ", ".join(f"{stem}{ending_of(sized_as, shape, width, kind)} {width}w" for width in picture.sizes[shape])


def _stem(picture: Picture) -> str:
    return picture.file.url.rpartition(".")[0]
