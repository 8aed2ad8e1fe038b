"""What a card says. It is of the type `link`: whoever asked writes the link, and nothing of ours runs there."""

from __future__ import annotations

from django.conf import settings

from articles.bylines import in_words
from articles.library.sizes import FALLBACK, MODERN, ending_of, fallback_width, height_for
from articles.models import Article, Picture

type Thumbnail = tuple[str, int, int]
type Card = dict[str, str | int]

SHAPE = "16x9"


def card_of(story: Article, most_wide: int, most_high: int) -> Card:
    bylines = list(story.bylines.all())
    card: Card = {
        "version": "1.0",
        "type": "link",
        "title": story.shared_title,
        "author_name": in_words(bylines),
        "provider_name": settings.SITE_NAME,
        "provider_url": f"{settings.SITE_URL}/",
    }
    if len(bylines) == 1:
        card["author_url"] = settings.SITE_URL + bylines[0].author.get_absolute_url()
    if found := _thumbnail(story.shared_picture, most_wide, most_high):
        address, width, height = found
        card |= {
            "thumbnail_url": settings.SITE_URL + address,
            "thumbnail_width": width,
            "thumbnail_height": height,
        }
    return card


def _thumbnail(picture: Picture | None, most_wide: int, most_high: int) -> Thumbnail | None:
    """Return the largest file that keeps both limits, if there is one: the JPEG that all programs read, else a WebP."""
    if picture is None:
        return None
    fitting = [each for each in _files(picture) if each[1] <= most_wide and each[2] <= most_high]
    return max(fitting, key=lambda each: each[1], default=None)


def _files(picture: Picture) -> list[Thumbnail]:
    if not picture.has_sizes:
        return [(picture.file.url, picture.width, picture.height)]
    stem, box = picture.file.url.rpartition(".")[0], picture.box(SHAPE)
    jpeg = fallback_width(picture.sizes[SHAPE])
    files = [(jpeg, FALLBACK), *((width, MODERN[-1]) for width in picture.sizes[SHAPE] if width < jpeg)]
    return [
        (stem + ending_of(picture.sized_as, SHAPE, width, kind), width, height_for(width, box)) for width, kind in files
    ]
