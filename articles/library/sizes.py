"""Which sizes of a picture there are, and what their files are called. Nothing here looks at a disk or a database."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from articles.library.crops import WHOLE

type Sizes = Mapping[str, list[int]]

WIDTHS = {
    WHOLE: (480, 800, 1200, 1600),
    "16x9": (480, 800, 1200, 1600),
    "4x3": (480, 800, 1200),
    "1x1": (480, 800),
}
# Browsers of the last years choose one of these; all others get one JPEG.
MODERN = ("avif", "webp")
FALLBACK, FALLBACK_WIDTH = "jpg", 1200


def widths_of(width: int, shape: str) -> list[int]:
    """Return the widths for a picture, or a part of it, that is this wide: none is wider than itself."""
    widths = [each for each in WIDTHS[shape] if each < width]
    return [*widths, min(width, WIDTHS[shape][-1])]


def fallback_width(widths: list[int]) -> int:
    return max((width for width in widths if width <= FALLBACK_WIDTH), default=widths[0])


def height_for(width: int, box: tuple[int, int, int, int]) -> int:
    left, top, right, bottom = box
    return max(1, round(width * (bottom - top) / (right - left)))


def sizes_name(file: str, focus: tuple[int, int]) -> str:
    """Return what a set of sizes is made of: a file and the focal point around which it is cut."""
    return f"{file}@{focus[0]}x{focus[1]}"


def ending_of(sized_as: str, shape: str, width: int, kind: str) -> str:
    """Return what stands in the name of a size after that of the picture; a crop is named after its focal point."""
    focus = "" if shape == WHOLE else f"-{sized_as.rpartition('@')[2]}"
    return f".{shape}{focus}-{width}.{kind}"


def names_of(sized_as: str, sizes: Sizes) -> Iterator[str]:
    """Return the names of all files of a set of sizes."""
    stem = str(PurePosixPath(sized_as.rpartition("@")[0]).with_suffix("")) if sized_as else ""
    for shape, widths in sizes.items():
        for width, kind in formats_of(widths):
            yield stem + ending_of(sized_as, shape, width, kind)


def formats_of(widths: list[int]) -> Iterator[tuple[int, str]]:
    for width in widths:
        yield from ((width, kind) for kind in MODERN)
    if widths:
        yield fallback_width(widths), FALLBACK
