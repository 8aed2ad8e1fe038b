"""Where a picture is cut: the largest part of a shape, as near to the focal point as the edges allow."""

from __future__ import annotations

type Box = tuple[int, int, int, int]

WHOLE = "whole"
RATIOS = {"16x9": (16, 9), "4x3": (4, 3), "1x1": (1, 1)}
SHAPES = (WHOLE, *RATIOS)


def crop_box(width: int, height: int, shape: str, focus: tuple[int, int]) -> Box:
    """Return left, top, right and bottom in pixels; the focal point is in percent of width and height."""
    if shape == WHOLE:
        return 0, 0, width, height
    wide, high = RATIOS[shape]
    crop_width = min(width, max(1, round(height * wide / high)))
    crop_height = min(height, max(1, round(width * high / wide)))
    left = _near(width * focus[0] / 100, crop_width, width)
    top = _near(height * focus[1] / 100, crop_height, height)
    return left, top, left + crop_width, top + crop_height


def _near(point: float, length: int, whole: int) -> int:
    return min(max(0, round(point - length / 2)), whole - length)
