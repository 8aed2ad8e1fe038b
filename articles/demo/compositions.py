"""Composition families, by section. Each one draws on a canvas 900 units high, whatever its width."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product
from math import cos, hypot, pi, radians, sin
from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .pictures import Canvas, Palette, Point

type Composition = Callable[[Canvas, Palette, Random], None]

CIRCUIT_BLOCKS = ((1, 1), (2, 1), (1, 2), (4, 4), (2, 2), (1, 4), (1, 1))  # columns, rows
WINDOWS = (
    (3, 92, 46, 46, 0),
    (2, 110, 56, 120, 28),
    (4, 84, 40, 84, 0),
)  # columns, pitch, width, height, radius


def on_circle(x: float, y: float, r: float, start: float, end: float, steps: int = 48) -> list[Point]:
    angles = [radians(start + (end - start) * i / steps) for i in range(steps + 1)]
    return [(x + r * cos(a), y + r * sin(a)) for a in angles]


def attention_rings(c: Canvas, p: Palette, rng: Random) -> None:
    x, y, step = c.w * rng.uniform(0.62, 0.74), rng.uniform(380, 560), rng.choice((104, 122, 140))
    for i in range(5, 0, -1):
        start, fill = rng.randrange(0, 360, 45), p.ink if i % 3 == 2 else p.main
        c.disc(x, y, step * i, p.ground if i % 2 else p.soft)
        c.pie(x, y, step * i, start, start + rng.choice((135, 180, 180, 225)), fill)
    c.disc(x, y, step * 0.5, p.accent)


def token_waves(c: Canvas, p: Palette, rng: Random) -> None:
    pitch, phase, chosen = 72, rng.uniform(0, 2 * pi), rng.randrange(7, 14)
    for i in range(round(c.w / pitch) + 1):
        x, t = i * pitch, phase + i * pitch * 0.0031
        far, far_reach = 430 + 170 * sin(t), 140 + 50 * sin(t * 1.7)
        near, near_reach = 570 + 150 * sin(1.9 - t * 0.9), 130 + 40 * cos(t)
        c.rect(x - 28, far - far_reach, x + 28, far + far_reach, p.soft, 28)
        c.rect(x - 28, near - near_reach, x + 28, near + near_reach, p.main, 28)
        top, bottom = max(far - far_reach, near - near_reach), min(far + far_reach, near + near_reach)
        if i == chosen:
            c.rect(x - 28, near - near_reach, x + 28, near + near_reach, p.accent, 28)
        elif bottom - top > 56:
            c.rect(x - 28, top, x + 28, bottom, p.ink, 28)


def linked_tokens(c: Canvas, p: Palette, rng: Random) -> None:
    base, step, anchor = rng.choice((600, 640)), c.w / 9, rng.choice((7, 8))
    for reach, fill in zip(rng.choice(((7, 4, 2), (6, 3, 2))), (p.main, p.soft, p.ink), strict=True):
        c.pie((anchor - reach / 2) * step, base, reach * step / 2, 180, 360, fill)
    span, start = rng.choice((2, 3)), rng.choice((1, 2, 3))
    c.pie((start + span / 2) * step, base, span * step / 2, 0, 180, p.accent)
    for i in range(1, 9):
        c.disc(i * step, base, 34, p.accent if i == anchor else p.ink)
        c.disc(i * step, base, 13, p.ground)


def branches(c: Canvas, p: Palette, rng: Random) -> None:
    gap, base, fills = 170, rng.choice((700, 735)), (p.ink, p.main, p.soft, p.accent)
    starts = [c.w * (0.09 + 0.17 * i + rng.uniform(0, 0.07)) for i in range(3)]
    tip = c.w * rng.uniform(0.76, 0.86)
    for i in (3, 2, 1):
        x, y, end = starts[i - 1], base - i * gap, tip if i == 3 else c.w + 60
        c.stroke([(x, y + gap), (x + gap, y), (end, y)], 62, fills[i])
    c.stroke([(-60, base), (c.w + 60, base)], 62, p.ink)
    for row, x in enumerate((*starts, tip)):
        c.disc(x, base - row * gap, 104 if row == 3 else 60, fills[row])
        c.disc(x, base - row * gap, 44 if row == 3 else 25, p.ground)


def brace_edges(x: float, pile: int, r: float) -> list[Point]:
    middle = 450 / pile
    upper = on_circle(x + r, r, r, 270, 180) + on_circle(x - r, middle - r, r, 0, 90)
    brace = upper + [(u, 2 * middle - v) for u, v in reversed(upper)]
    return [(u, v + 2 * middle * k) for k in range(pile) for u, v in brace]


def stacked_braces(c: Canvas, p: Palette, rng: Random) -> None:
    pile, band, x = rng.choice((1, 1, 2)), rng.choice((120, 140)), c.w * rng.uniform(0.34, 0.4)
    for i, fill in enumerate((p.soft, p.main, p.ink, p.ground)):
        c.poly([(c.w, 0), *brace_edges(x + i * band, pile, 190 / pile), (c.w, c.h)], fill)
    c.disc(c.w * 0.5 + (x + 4 * band) * 0.5, 450 / pile, 105, p.accent)


def interlocking_tiles(c: Canvas, p: Palette, rng: Random) -> None:
    side, heights = 300, (3, 3, rng.choice((2, 3)), rng.choice((1, 2)), rng.choice((0, 1)))
    pairs = ((p.main, p.ink), (p.soft, p.main), (p.ink, p.soft), (p.main, p.ground), (p.soft, p.ink))
    cells = [(i, j) for i, j in product(range(5), range(3)) if j >= 3 - heights[i]]
    chosen = rng.choice(cells[:6])
    for i, j in cells:
        back, front = (p.ink, p.accent) if (i, j) == chosen else pairs[(i * 2 + j + rng.choice((0, 1))) % 5]
        x, y, turn = c.w - (i + 1) * side, j * side, rng.randrange(4)
        c.rect(x, y, x + side, y + side, back)
        corner = x + (side if turn in (1, 2) else 0), y + (side if turn in (2, 3) else 0)
        c.pie(*corner, side, turn * 90, turn * 90 + 90, front)
        if rng.random() < 0.5:
            c.pie(*corner, side / 2, turn * 90, turn * 90 + 90, back)


def chip_die(c: Canvas, p: Palette, rng: Random) -> None:
    x, y, side, chosen = c.w * rng.uniform(0.48, 0.56), rng.choice((190, 230)), 220, rng.randrange(1, 5)
    for i in range(7):
        at, start = 90 + i * 112, 0 if i == chosen else x - rng.choice((110, 170, 240))
        c.rect(start, y + at, x, y + at + 40, p.accent if i == chosen else p.main)
        c.rect(x + at, 0 if i % 3 == 1 else y - 110, x + at + 40, y, p.main)
    c.rect(x - 34, y - 34, c.w + 60, c.h + 60, p.ink, 34)
    for i, j in product(range(4), range(3)):
        (columns, rows), fill = rng.choice(CIRCUIT_BLOCKS), rng.choice((p.main, p.main, p.soft))
        wide, high = side / columns, side / rows
        for k, m in product(range(columns), range(rows)):
            u, v = x + i * side + k * wide, y + j * side + m * high
            c.rect(u + 9, v + 9, u + wide - 9, v + high - 9, p.accent if (i, j) == (1, chosen % 3) else fill)


def heat_sink(c: Canvas, p: Palette, rng: Random) -> None:
    pitch, left, base, phase = 124, c.w * rng.uniform(0.2, 0.3), 760, rng.uniform(-0.4, 0.8)
    x, y = c.w * rng.uniform(0.52, 0.64), rng.uniform(330, 380)
    c.disc(x, y, 300, p.accent)
    c.disc(x, y, 190, p.main)
    for i in range(int((c.w - left) / pitch) + 1):
        u, top = left + i * pitch, base - 300 - 130 * sin(phase + i * 0.5)
        c.rect(u, top, u + 62, base, p.ink)
        c.rect(u + 62, top + 30, u + 84, base, p.soft)
    c.rect(left - 70, base, c.w, c.h, p.ink)
    c.rect(left - 70, base + 52, c.w, base + 76, p.main)


def wafer(c: Canvas, p: Palette, rng: Random) -> None:
    x, y, pitch = c.w * rng.uniform(0.7, 0.78), rng.choice((480, 560, 600)), 124
    c.disc(x, y, 640, p.main)
    c.disc(x, y, 610, p.ink)
    taken = rng.choice((-3, -2)), rng.choice((-2, -1, 0))
    for i, j in product(range(-5, 5), repeat=2):
        u, v, fill = x + i * pitch + 8, y + j * pitch + 8, rng.choice((p.main, p.main, p.main, p.soft))
        if hypot(abs(i + 0.5) + 0.5, abs(j + 0.5) + 0.5) * pitch < 600:
            c.rect(u, v, u + pitch - 16, v + pitch - 16, p.ground if (i, j) == taken else fill)
    out, v = c.w * rng.uniform(0.1, 0.16), y + taken[1] * pitch + 8
    c.rect(out, v, out + pitch - 16, v + pitch - 16, p.accent)


def fingerprint(c: Canvas, p: Palette, rng: Random) -> None:
    x, y, chosen = c.w * rng.uniform(0.6, 0.7), rng.choice((470, 520)), rng.randrange(2, 6)
    for i in range(7):
        r, fill = 32 + i * 76, p.accent if i == chosen else (p.main, p.ink, p.main)[i % 3]
        cut, half = rng.randrange(215, 325), 2700 / r if i > 1 else 0
        for side, arc in ((-1, (180, cut - half)), (1, (360, cut + half))):
            foot = y + rng.uniform(110, 330)
            c.stroke([(x + side * r, foot), *on_circle(x, y, r, *arc)], 42, fill)
            c.stroke([(x + side * r, foot + 84), (x + side * r, foot + rng.uniform(130, 420))], 42, fill)


def nested_shields(c: Canvas, p: Palette, rng: Random) -> None:
    x, fills = c.w * rng.uniform(0.62, 0.72), rng.choice(((p.main, p.ink, p.soft), (p.ink, p.main, p.soft)))
    for i, side in product(range(4), (-1, 1)):
        top, half, fill = 50 + i * 88, 345 - i * 92, p.accent if i == 3 else fills[(i + (side > 0)) % 3]
        flank = on_circle(-half, top + half * 0.6, 2 * half, 0, 60)
        c.poly([(x + side * u, v) for u, v in ((0, top), (half, top), *flank)], fill)


def pin_tumbler(c: Canvas, p: Palette, rng: Random) -> None:
    pitch, wide, shear, loose = 168, 112, 360, rng.randrange(1, 5)
    left, depths = c.w - 6 * pitch, rng.sample((90, 130, 170, 210, 250, 290), k=6)
    profile: list[Point] = [(0, shear + 190), (left - 150, shear + 190)]
    for i, depth in enumerate(depths):
        x, foot, split = left + i * pitch, shear + depth, shear - 90 if i == loose else shear
        profile += [(x, foot + 30), (x + wide, foot + 30)]
        c.rect(x, 0, x + wide, split - 8, p.soft)
        c.rect(x, split + 8, x + wide, foot, p.accent if i == loose else p.main)
    c.poly([*profile, (c.w, profile[-1][1]), (c.w, c.h), (0, c.h)], p.ink)


def figure(c: Canvas, x: float, y: float, r: float, fill: str, margin: float = 0) -> None:
    c.pie(x, y, r + margin, 180, 360, fill)
    c.rect(x - r - margin, y - 1, x + r + margin, c.h, fill)
    c.disc(x, y - r * 1.5, r * 0.45 + margin, fill)


def crowd(c: Canvas, p: Palette, rng: Random) -> None:
    pitch, chosen, start = 420, rng.choice((1, 2, 3)), rng.uniform(-200, 0)
    rows = (560, 104, (p.soft,)), (760, 168, (p.main, p.soft)), (940, 212, (p.ink, p.main, p.ink))
    for row, (y, r, fills) in enumerate(rows):
        shift, step = pitch * (2 - row) / (2 if row else 8), pitch if row else pitch / 2
        for i in range(-1, int(c.w / step) + 2):
            x, fill = start + shift + i * step, p.accent if (row, i) == (1, chosen) else fills[i % len(fills)]
            figure(c, x, y, r, p.ground, margin=11)
            figure(c, x, y, r, fill)


def city_windows(c: Canvas, p: Palette, rng: Random) -> None:
    c.disc(c.w * rng.uniform(0.2, 0.36), rng.uniform(300, 380), 190, p.accent)
    x, styles = -30.0, rng.sample(((p.main, p.ground), (p.ink, p.soft), (p.soft, p.ink)), k=3)
    for k, top in enumerate((rng.choice((640, 700)), 470, *rng.sample((130, 250, 380, 560, 620), k=5))):
        (wall, pane), (columns, pitch, wide, tall, radius) = styles[k % 3], rng.choice(WINDOWS)
        width = (columns + 1) * pitch - wide
        c.rect(x, top, x + width, c.h, wall)
        for i, j in product(range(columns), range(12)):
            u, v = x + pitch - wide + i * pitch, top + 54 + j * (tall + 46)
            fill = p.accent if rng.random() < 0.07 else pane
            c.rect(u, v, u + wide, v + tall, fill, radius, (True, True, False, False))
        x += width


def speech(c: Canvas, p: Palette, rng: Random) -> None:
    x, y, r = c.w * rng.uniform(0.36, 0.44), rng.choice((380, 420)), rng.choice((270, 300))
    u, v = x + rng.choice((430, 480)), y + rng.choice((150, 190))
    first, first_corners = (x - 390, y - 330, x + 330, y + 330), (True, True, True, False)
    second, second_corners = (u - r, v - r, u + r, v + r), (True, True, False, True)
    c.rect(*first, p.main, 329, first_corners)
    c.rect(*second, p.ink, r - 1, second_corners)
    with c.inside(lambda stencil, fill: stencil.rect(*first, fill, 329, first_corners)):
        c.rect(*second, p.accent, r - 1, second_corners)
    for tip in (x - 230, x - 110):
        c.stroke([(tip + 90, y - 100), (tip, y), (tip + 90, y + 100)], 44, p.ground)


def switchboard(c: Canvas, p: Palette, rng: Random) -> None:
    wide, high, chosen = 400, 170, rng.choice(((0, 1), (0, 2), (1, 1)))
    for i, j in product(range(3), range(4)):
        x, y, on = c.w - 1090 + i * 450 + j % 2 * 90, 50 + j * 215, (i, j) == chosen or rng.random() < 0.4
        c.rect(x, y, x + wide, y + high, p.accent if (i, j) == chosen else p.main if on else p.soft, high / 2)
        c.disc(x + (wide - high / 2 if on else high / 2), y + high / 2, 62, p.ground if on else p.ink)


FAMILIES: dict[str, tuple[Composition, ...]] = {
    "intelligence-artificielle": (attention_rings, token_waves, linked_tokens),
    "logiciel-libre": (branches, stacked_braces, interlocking_tiles),
    "materiel": (chip_die, heat_sink, wafer),
    "securite": (fingerprint, nested_shields, pin_tumbler),
    "societe": (crowd, city_windows, speech),
}
FALLBACK_FAMILY = (switchboard,)
