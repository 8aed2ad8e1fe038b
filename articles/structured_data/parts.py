"""People, pictures, the house and the way to a page: what linked data of several pages name."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext

from articles.library.crops import RATIOS
from articles.library.markup import fallback_size, size_url
from articles.models import Author, Picture

type Data = dict[str, Any]

CONTEXT = {"@context": "https://schema.org"}
LOGO, LOGO_SIZE = "img/icon-512.png", 512


def filled(data: Data) -> Data:
    """Leave out what there is nothing to say of."""
    return {name: value for name, value in data.items() if value or value is True}


def full(path: str) -> str:
    return f"{settings.SITE_URL}{path}"


def moment(at: datetime | None) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def person(author: Author) -> Data:
    return {"@type": "Person", "name": author.name, "url": full(author.get_absolute_url())}


def publisher() -> Data:
    return {
        "@type": "NewsMediaOrganization",
        "@id": full("/#publisher"),
        "name": settings.SITE_NAME,
        "url": full("/"),
        "logo": {"@type": "ImageObject", "url": full(static(LOGO)), "width": LOGO_SIZE, "height": LOGO_SIZE},
        "correctionsPolicy": full(reverse("articles:corrections")),
    }


def images(picture: Picture | None) -> list[Data]:
    """Return the picture in each shape around its focal point; the file itself until its sizes are made."""
    if picture is None:
        return []
    shapes = RATIOS if picture.has_sizes else ["whole"]
    return [image(picture, shape) for shape in shapes]


def image(picture: Picture, shape: str) -> Data:
    width, height = fallback_size(picture, shape)
    words = {"caption": picture.caption, "creditText": picture.credit}
    return filled(
        {"@type": "ImageObject", "url": full(size_url(picture, shape)), "width": width, "height": height, **words}
    )


def breadcrumb(steps: Iterable[tuple[str, str]]) -> Data:
    """Return the way from the front page: names and paths, the page itself last."""
    way = [(pgettext("first step of the way to a page", "Front page"), reverse("articles:home")), *steps]
    return {
        **CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": full(path)}
            for position, (name, path) in enumerate(way, start=1)
        ],
    }
