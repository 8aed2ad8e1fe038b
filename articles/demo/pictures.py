"""Editorial illustrations and author portraits for the demonstration content, drawn from a seed."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from math import atan2, degrees
from random import Random
from typing import NamedTuple

from PIL import Image, ImageChops, ImageDraw, ImageOps

from .compositions import FALLBACK_FAMILY, FAMILIES, on_circle

SUPERSAMPLE, UNITS_HIGH, GRAIN_LEVELS = 2, 900, 9
ALL = (True, True, True, True)

type Point = tuple[float, float]
type Corners = tuple[bool, bool, bool, bool]


class Palette(NamedTuple):
    """Five colours by role: `ink` and `main` both stand out on `ground`, `soft` recedes into it."""

    ground: str
    ink: str
    main: str
    soft: str
    accent: str


PAPER = "#f6f0e3"
PALETTES: dict[str, tuple[Palette, ...]] = {
    "intelligence-artificielle": (
        Palette(PAPER, "#1d1645", "#4b37b8", "#cdc3ea", "#ff7450"),
        Palette("#4735ad", "#171138", PAPER, "#7767d6", "#ffb63d"),
        Palette("#1b1542", PAPER, "#7a63ee", "#35297a", "#ff7f5a"),
    ),
    "logiciel-libre": (
        Palette(PAPER, "#10302a", "#14855a", "#b9d8bd", "#f2a52c"),
        Palette("#17794f", "#0d2a23", PAPER, "#4fa67b", "#ffc94a"),
        Palette("#0f2f29", PAPER, "#27a873", "#1f5646", "#ff8a5b"),
    ),
    "materiel": (
        Palette(PAPER, "#2a1a17", "#cf4f1d", "#f0c9a4", "#1f7a86"),
        Palette("#cb4e1f", "#2b1512", PAPER, "#e98a54", "#ffd27a"),
        Palette("#2a1917", PAPER, "#e2622b", "#5e3326", "#7cc4bd"),
    ),
    "securite": (
        Palette(PAPER, "#1c1a26", "#a8182b", "#e6bfb4", "#e9a03b"),
        Palette("#a2182c", "#1f1019", PAPER, "#cb5555", "#ffb84d"),
        Palette("#1d1a26", PAPER, "#c8283a", "#46303d", "#f0b45a"),
    ),
    "societe": (
        Palette(PAPER, "#10293f", "#14709b", "#b5d6da", "#ee6a45"),
        Palette("#136a8c", "#0c2438", PAPER, "#4f9fb4", "#ffc25c"),
        Palette("#0f2a40", PAPER, "#2b9aae", "#1f4c66", "#ff8660"),
    ),
}
FALLBACK_PALETTES = (Palette(PAPER, "#17181f", "#44506b", "#cfcdc9", "#e2553d"),)


class Canvas:
    """A supersampled drawing surface, `h` = 900 units high and `w` as wide as the proportions ask."""

    def __init__(self, size: tuple[int, int], ground: str, mode: str = "RGB") -> None:
        self.size = size
        self.w, self.h = UNITS_HIGH * size[0] / size[1], UNITS_HIGH
        self.scale = SUPERSAMPLE * size[1] / UNITS_HIGH
        self.image = Image.new(mode, (size[0] * SUPERSAMPLE, size[1] * SUPERSAMPLE), ground)
        self.pen = ImageDraw.Draw(self.image)

    def pixels(self, *lengths: float) -> list[int]:
        return [round(length * self.scale) for length in lengths]

    def rect(
        self, x0: float, y0: float, x1: float, y1: float, fill: str, radius: float = 0, corners: Corners = ALL
    ) -> None:
        left, top, right, bottom = self.pixels(x0, y0, x1, y1)
        rounding = max(0, min(2 * radius * self.scale, right - left - 5, bottom - top - 5) / 2)
        box = left, top, max(left, right - 1), max(top, bottom - 1)
        self.pen.rounded_rectangle(box, rounding, fill, corners=corners)

    def disc(self, x: float, y: float, r: float, fill: str) -> None:
        self.pen.ellipse(self.pixels(x - r, y - r, x + r, y + r), fill)

    def pie(self, x: float, y: float, r: float, start: float, end: float, fill: str) -> None:
        self.pen.pieslice(self.pixels(x - r, y - r, x + r, y + r), start, end, fill)

    def poly(self, points: list[Point], fill: str) -> None:
        self.pen.polygon([(round(x * self.scale), round(y * self.scale)) for x, y in points], fill)

    def stroke(self, points: list[Point], width: float, fill: str) -> None:
        for (x, y), (u, v) in pairwise(points):
            turn = degrees(atan2(v - y, u - x)) + 90
            start = on_circle(x, y, width / 2, turn, turn + 180)
            self.poly(start + on_circle(u, v, width / 2, turn - 180, turn), fill)

    @contextmanager
    def inside(self, shape: Callable[["Canvas", str], None]) -> Iterator[None]:
        """Keep what the block draws only where `shape` paints."""
        before = self.image.copy()
        yield
        stencil = Canvas(self.size, "white", "L")
        shape(stencil, "black")
        self.image.paste(before, mask=stencil.image)

    def finished(self, rng: Random) -> Image.Image:
        image = self.image.reduce(SUPERSAMPLE)
        noise = Image.frombytes("L", self.size, rng.randbytes(self.size[0] * self.size[1]))
        grain = noise.point([v * GRAIN_LEVELS // 256 for v in range(256)])
        return ImageChops.add(image, Image.merge("RGB", (grain, grain, grain)), offset=-(GRAIN_LEVELS // 2))


def seeded(*parts: str) -> Random:
    return Random(hashlib.sha256("\0".join(parts).encode()).digest())  # noqa: S311 (a drawing, not a secret)


def draw(seed: str, section: str, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    rng = seeded("picture", section, seed)
    palette = rng.choice(PALETTES.get(section, FALLBACK_PALETTES))
    canvas = Canvas(size, palette.ground)
    rng.choice(FAMILIES.get(section, FALLBACK_FAMILY))(canvas, palette, rng)
    image = canvas.finished(rng)
    return ImageOps.mirror(image) if rng.random() < 0.5 else image


class Haircut(NamedTuple):
    """Reach beyond the head, height where it ends (0: round all over), height and slant of the hairline."""

    beyond: float
    end: float
    line: float
    slant: float = 0
    extra: str = ""


HAIRCUTS = (
    Haircut(8, 375, 300, 34, extra="beard"),
    Haircut(14, 375, 312, -16, extra="beard"),
    Haircut(-4, 0, 0, extra="beard"),
    Haircut(10, 380, 296, -44, extra="bun"),
    Haircut(50, 590, 300, 50),
    Haircut(44, 730, 286, -60),
    Haircut(108, 0, 292),
    Haircut(52, 730, 290, extra="scarf"),
)
DARK, BROWN, AUBURN, FAIR, GREY, GOLD = "#1b1715", "#54301f", "#8a4a26", "#c08a45", "#b9b3aa", "#e3b95c"
SKINS = (  # lit side, shaded side, spectacles, hair
    ("#f3d0b5", "#dfae8e", DARK, (DARK, BROWN, AUBURN, FAIR, GREY)),
    ("#e8b48f", "#cf9470", DARK, (DARK, BROWN, AUBURN, GREY)),
    ("#d09a6c", "#b37d52", DARK, (DARK, BROWN, GREY)),
    ("#a8704a", "#8c5836", DARK, (DARK, "#3a2018", GREY)),
    ("#7d4f36", "#643b27", GOLD, (DARK, GREY)),
    ("#5a382a", "#442a20", GOLD, ("#120f0e", GREY)),
)
OUTFITS = [(light.soft, PAPER, light.main) for light, _, _ in PALETTES.values()]
OUTFITS += [(tinted.soft, light.soft, light.ink) for light, tinted, _ in PALETTES.values()]


def draw_hair(c: Canvas, cut: Haircut, reach: float, fill: str) -> None:
    x, middle = c.w / 2, 210 - cut.beyond * 0.9 + reach
    if cut.extra == "bun":
        c.disc(x, 160, 78, fill)
    c.pie(x, middle, reach, 180 if cut.end else 0, 360, fill)
    c.rect(x - reach, middle - 1, x + reach, cut.end or middle, fill)


def draw_clothes(c: Canvas, neckline: str, cloth: str, skin: str) -> None:
    x = c.w / 2
    c.rect(x - 350, 690, x + 350, c.h + 300, cloth, 210)
    c.rect(x - 66, 480, x + 66, 700, cloth if neckline == "high" else skin)
    if neckline == "round":
        c.pie(x, 690, 110, 0, 180, skin)
    elif neckline == "deep":
        c.poly([(x - 110, 690), (x + 110, 690), (x, 850)], skin)


def portrait(seed: str, size: tuple[int, int] = (480, 480)) -> Image.Image:
    rng = seeded("portrait", seed)
    (ground, halo, cloth), (skin, shade, frames, hairs) = rng.choice(OUTFITS), rng.choice(SKINS)
    cut, wide, lit = rng.choice(HAIRCUTS), rng.choice((138, 146, 154)), rng.choice((-1, 1))
    scarf = rng.choice([main for _, _, main in OUTFITS[:5] if main != cloth])
    hair = scarf if cut.extra == "scarf" else rng.choice(hairs)
    c = Canvas(size, ground)
    x, reach = c.w / 2, wide + cut.beyond

    def head(canvas: Canvas, fill: str) -> None:
        canvas.rect(x - wide, 210, x + wide, 590, fill, wide - 2)

    c.disc(x - lit * 150, 400, 330, halo)
    draw_hair(c, cut, reach, hair)
    draw_clothes(c, "high" if cut.extra == "scarf" else rng.choice(("round", "deep", "high")), cloth, shade)
    if cut.extra == "scarf":
        c.rect(x - reach, 480, x + reach, 790, hair, 120)
    head(c, skin)
    with c.inside(head):
        c.rect(x if lit > 0 else 0, 0, c.w if lit > 0 else x, c.h, shade)
        c.poly([(x, 350), (x - lit * 34, 452), (x, 452)], shade)
        c.poly([(0, 0), (c.w, 0), (c.w, cut.line + cut.slant * 2.4), (0, cut.line - cut.slant * 2.4)], hair)
        if cut.extra == "beard" and rng.random() < 0.6:
            c.poly([(0, 160), (x - 70, 490), (x + 70, 490), (c.w, 160), (c.w, c.h), (0, c.h)], hair)
    if rng.random() < 0.35:
        for side in (-1, 1):
            c.stroke(on_circle(x + side * 66, 380, 48, 0, 360), 11, frames)
        c.stroke([(x - 18, 376), (x + 18, 376)], 11, frames)
    return c.finished(rng)
