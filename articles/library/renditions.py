"""
Making the sizes of pictures, in the background: a reader's request never does, and shows the file itself until then.

What is to be made is a question to the rows: a picture whose sizes were made of another file, or around another focal
point. A worker that dies in between leaves it due; names follow from file and focal point, so making twice is harmless.
"""

from __future__ import annotations

import io
import logging
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from django.db import transaction
from PIL import Image

from articles.library.crops import SHAPES, WHOLE
from articles.library.sizes import FALLBACK, ending_of, formats_of, height_for, sizes_name, widths_of
from articles.models import Article, Picture

logger = logging.getLogger(__name__)

ENCODERS: dict[str, tuple[str, dict[str, Any]]] = {
    "avif": ("AVIF", {"quality": 60, "speed": 8}),
    "webp": ("WEBP", {"quality": 78, "method": 4}),
    FALLBACK: ("JPEG", {"quality": 80, "progressive": True, "optimize": True}),
}


def make_sizes(picture: Picture) -> None:
    """Make all sizes of a picture, then show them: the pages of the stories with it are made anew."""
    sized_as = sizes_name(picture.file_name, (picture.focus_x, picture.focus_y))
    try:
        with picture.file.open() as file:
            sizes = _write(picture, sized_as, Image.open(file))
    except FileNotFoundError:
        # Readers see a hole anyway; making is tried again when the picture gets another file.
        logger.warning("The file of picture %d is gone.", picture.pk)
        sizes = {}
    with transaction.atomic():
        if picture.show_sizes(sized_as, sizes):
            Article.objects.showing(picture).bump_version()


def _write(picture: Picture, sized_as: str, image: Image.Image) -> dict[str, list[int]]:
    image.load()
    plain = image if image.mode in ("RGB", "RGBA") else image.convert("RGB")
    sizes = {}
    for shape in SHAPES:
        left, _top, right, _bottom = picture.box(shape)
        sizes[shape] = widths_of(right - left, shape)
        if shape != WHOLE or not picture.has_sizes:
            _write_shape(picture, sized_as, shape, sizes[shape], plain)
    return sizes


def _write_shape(picture: Picture, sized_as: str, shape: str, widths: list[int], image: Image.Image) -> None:
    box, stem = picture.box(shape), picture.file_name.rpartition(".")[0]
    resized: dict[int, Image.Image] = {}
    for width, kind in formats_of(widths):
        if width not in resized:
            size = width, height_for(width, box)
            resized[width] = image.resize(size, Image.Resampling.LANCZOS, box=box, reducing_gap=2.0)
        name = stem + ending_of(sized_as, shape, width, kind)
        _store(picture.file.storage, name, _encoded(resized[width], kind))


def _encoded(image: Image.Image, kind: str) -> bytes:
    encoder, options = ENCODERS[kind]
    if kind == FALLBACK and image.mode == "RGBA":
        white = Image.new("RGB", image.size, "white")
        white.paste(image, mask=image)
        image = white
    file = io.BytesIO()
    image.save(file, encoder, **options)
    return file.getvalue()


def _store(storage: Storage, name: str, content: bytes) -> None:
    # What a worker that died has left is in the way.
    storage.delete(name)
    stored = storage.save(name, ContentFile(content))
    if stored != name:
        # Another worker was quicker with the same bytes.
        storage.delete(stored)
