"""
The icons that browsers and telephones want as pixels, drawn from the geometry of `static/img/mark.svg`.

They are kept with the code: run `manage.py draw_icons` when the mark changes.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw

STATIC = settings.BASE_DIR / "static"
PAPER = "#fbfaf6"
# Drawn larger and made smaller, so that round edges are smooth.
OVERSAMPLING = 8
# How much of the square's width the mark takes. A maskable icon may lose all outside a circle of 80 %
# (https://www.w3.org/TR/appmanifest/#icon-masks), and a telephone rounds corners of the others.
WHOLE, FRAMED, MASKED = 1.0, 0.82, 0.62


class Command(BaseCommand):
    help = "Draw the PNG icons and favicon.ico from static/img/mark.svg."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, size, share, ground in (
            ("img/icon-192.png", 192, FRAMED, PAPER),
            ("img/icon-512.png", 512, FRAMED, PAPER),
            ("img/icon-maskable-512.png", 512, MASKED, PAPER),
            ("img/apple-touch-icon.png", 180, FRAMED, PAPER),
        ):
            draw_mark(size, share, ground).convert("RGB").save(STATIC / name, optimize=True)
        (STATIC / "root").mkdir(exist_ok=True)
        draw_mark(48, WHOLE).save(STATIC / "root" / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


def draw_mark(size: int, share: float, ground: str | None = None) -> Image.Image:
    """Return the mark in the middle of a square, on a ground or on none."""
    width, height, bar, knob = _geometry(STATIC / "img" / "mark.svg")
    large = size * OVERSAMPLING
    image = Image.new("RGBA", (large, large), ground or (0, 0, 0, 0))
    scale = large * share / width
    left, top = (large - width * scale) / 2, (large - height * scale) / 2
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle((left, top, left + width * scale, top + height * scale), bar["rx"] * scale, fill=bar["fill"])
    x, y, radius = left + knob["cx"] * scale, top + knob["cy"] * scale, knob["r"] * scale
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=knob["fill"])
    return image.resize((size, size), Image.Resampling.LANCZOS)


def _geometry(path: Path) -> tuple[float, float, dict[str, Any], dict[str, Any]]:
    """Read the bar and the knob of the switch: the mark has no other shapes."""
    svg = path.read_text(encoding="utf-8")
    bar, knob = (_attributes(svg, name) for name in ("rect", "circle"))
    return bar["width"], bar["height"], bar, knob


def _attributes(svg: str, name: str) -> dict[str, Any]:
    (element,) = re.findall(rf"<{name}\b([^>]*)>", svg)
    found = re.findall(r'([a-z]+)="([^"]*)"', element)
    return {key: float(value) if re.fullmatch(r"[0-9.]+", value) else value for key, value in found}
