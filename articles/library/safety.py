"""
The only way in for a picture: it is decoded and written anew, or refused with a sentence.

What comes out holds pixels alone: turned upright, in sRGB, without a place, a camera or anything else that was hidden
in the file. The columns of `PictureField` and every form call `accept`, so no other way leads into the library.
"""

from __future__ import annotations

import io
import os
import re
import threading
from collections.abc import Iterator
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from articles.library.metadata import words_in

MAX_BYTES = 15 * 1024 * 1024
MAX_PIXELS = 40_000_000
# Of an animation: its frames, and the pixels of all of them.
MAX_FRAMES, MAX_ANIMATED_PIXELS = 500, 160_000_000
# The longest side that is kept: enough for any page, and what keeps the memory of one picture bounded.
MAX_SIDE = 4000
EXTENSIONS = {
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "WEBP": (".webp",),
    "AVIF": (".avif",),
    "GIF": (".gif",),
}
# A still GIF is a PNG with fewer colours.
KEPT_AS: dict[str, tuple[str, dict[str, Any]]] = {
    "JPEG": ("JPEG", {"quality": 90, "progressive": True, "optimize": True}),
    "PNG": ("PNG", {}),
    "WEBP": ("WEBP", {"quality": 90, "method": 3}),
    "AVIF": ("AVIF", {"quality": 80, "speed": 8}),
    "GIF": ("PNG", {}),
}
# EXIF 2.3, 4.6.4: how the camera was held, and what turns the picture upright.
_ORIENTATION = 0x0112
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_FOREIGN = re.compile(rb"<script|<\?php|<!doctype|<html[\s>]", re.IGNORECASE)
_CHUNK, _OVERLAP, _ZIP_END = 1024 * 1024, 16, 66_000
_TOO_LARGE = _("A picture may have 15 MB at most.")
_NO_PICTURE = _("This is no picture that can be read. The library takes JPEG, PNG, WebP, AVIF and GIF.")
_DAMAGED = _("This picture is damaged, or was cut off on its way. Save it again, and upload it once more.")
_SVG = _("An SVG drawing can hold a script. Export it as PNG, and upload that.")
_MORE_THAN_A_PICTURE = _("This file holds more than a picture. Open it, save it anew, and upload that.")
_TOO_LONG = _("This animation is too long. Cut it to its first frame: the library keeps no more of it.")

# Pillow itself stops at this many pixels, before it decodes any.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS
# Each decoded picture takes memory of its size: a process holds one of them at a time.
_one_at_a_time = threading.Lock()


class AcceptedPicture(ContentFile[bytes]):
    """A file as it may be kept, with what was read in it before."""

    def __init__(self, image: Image.Image, kind: str, original_name: str) -> None:
        kept_as, options = KEPT_AS[kind]
        encoded = io.BytesIO()
        image.save(encoded, kept_as, **options)
        super().__init__(encoded.getvalue(), name=_new_name(original_name, EXTENSIONS[kept_as][0]))
        self.width, self.height = image.size
        self.original_name = original_name
        self.words: dict[str, str] = {}
        self.was_animated = False


def accept(file: File[Any]) -> AcceptedPicture:
    """Return the picture written anew; a `ValidationError` says what is wrong with one that is refused."""
    if isinstance(file, AcceptedPicture):
        return file
    name = PurePath(file.name or "").name
    _check_what_is_said(name, file)
    with _one_at_a_time:
        _check_for_more_than_a_picture(file)
        return _written_anew(file, name)


def validate_size(file: File[Any]) -> None:
    if file.size > MAX_BYTES:
        raise ValidationError(_TOO_LARGE, code="too_large")


def _check_what_is_said(name: str, file: File[Any]) -> None:
    """Refuse by size and name, before a byte is read."""
    validate_size(file)
    extension = PurePath(name).suffix.lower()
    if extension in (".svg", ".svgz"):
        raise ValidationError(_SVG, code="svg")
    if not any(extension in known for known in EXTENSIONS.values()):
        raise ValidationError(_NO_PICTURE, code="no_picture")


def _check_for_more_than_a_picture(file: File[Any]) -> None:
    """Refuse a page, a program, a document or an archive that is a picture as well; drawings get their own sentence."""
    file.seek(0)
    head = file.read(1024)
    if re.match(rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|svg|!--)", head, re.IGNORECASE):
        raise ValidationError(_SVG, code="svg")
    file.seek(max(0, file.size - _ZIP_END))
    has_archive = b"PK\x05\x06" in file.read(_ZIP_END)
    if has_archive or b"%PDF-" in head or any(_FOREIGN.search(chunk) for chunk in _chunks(file)):
        raise ValidationError(_MORE_THAN_A_PICTURE, code="more_than_a_picture")


def _chunks(file: File[Any]) -> Iterator[bytes]:
    """Read the file in pieces that overlap, so that no word is cut in two."""
    for start in range(0, file.size, _CHUNK):
        file.seek(start)
        yield file.read(_CHUNK + _OVERLAP)


def _written_anew(file: File[Any], name: str) -> AcceptedPicture:
    image = _opened(file)
    kind = _kind_of(image)
    _check_pixels(image)
    _check_name(name, kind)
    frames = _count_frames(file, image)
    _decode(image)
    words = words_in(image)
    accepted = AcceptedPicture(_clean(image), kind, name)
    accepted.words, accepted.was_animated = words, frames > 1
    return accepted


def _kind_of(image: Image.Image) -> str:
    """Return what the decoder found; a JPEG that a telephone gives a second picture is one still."""
    return "JPEG" if image.format == "MPO" else str(image.format)


def _check_name(name: str, kind: str) -> None:
    """Refuse a picture that claims to be another kind than it is."""
    extension = PurePath(name).suffix
    if extension.lower() not in EXTENSIONS[kind]:
        sentence = _("This file is named %(named)s and is a %(kind)s picture. Rename it to %(right)s if it is yours.")
        words = {"named": extension, "kind": kind, "right": EXTENSIONS[kind][0]}
        raise ValidationError(sentence, "wrong_extension", words)


def _opened(file: File[Any]) -> Image.Image:
    file.seek(0)
    try:
        return Image.open(file, formats=list(EXTENSIONS))
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise _too_many_pixels() from None
    except Exception as error:  # a hostile file may raise anything in a decoder
        raise ValidationError(_NO_PICTURE, code="no_picture") from error


def _check_pixels(image: Image.Image) -> None:
    if image.width * image.height > MAX_PIXELS:
        raise _too_many_pixels()


def _too_many_pixels() -> ValidationError:
    sentence = _("A picture may have %(most)d million pixels at most. Make it smaller, and upload that.")
    return ValidationError(sentence, "too_many_pixels", {"most": MAX_PIXELS // 1_000_000})


def _count_frames(file: File[Any], image: Image.Image) -> int:
    """Count frames by the heads of the file, decoding none; refuse an animation that is a bomb."""
    most = min(MAX_FRAMES, MAX_ANIMATED_PIXELS // (image.width * image.height))
    if image.format == "MPO":
        return 1
    frames = _frames_of_gif(file, most) if image.format == "GIF" else getattr(image, "n_frames", 1)
    if frames > most:
        raise ValidationError(_TOO_LONG, code="too_long")
    return frames


def _frames_of_gif(file: File[Any], most: int) -> int:
    """Count the images among the blocks (GIF89a, sections 15 to 27), and stop where there are too many."""
    frames = 0
    file.seek(10)
    file.seek(13 + _colour_table(file.read(1)))
    while frames <= most and (block := file.read(1)) in (b"!", b","):
        if block == b"!":
            file.seek(1, os.SEEK_CUR)
        else:
            frames += 1
            file.seek(_colour_table(file.read(9)[8:]) + 1, os.SEEK_CUR)
        while size := file.read(1).strip(b"\0"):
            file.seek(size[0], os.SEEK_CUR)
    return frames


def _colour_table(flags: bytes) -> int:
    """Return the length of the table of colours that these flags announce."""
    return 3 * 2 ** ((flags[0] & 7) + 1) if flags and flags[0] & 0x80 else 0


def _decode(image: Image.Image) -> None:
    try:
        # A JPEG is decoded smaller where that is enough; all else takes memory of its full size once.
        scale = min(1, MAX_SIDE / max(image.size))
        image.draft(None, (round(image.width * scale), round(image.height * scale)))
        image.load()
    except Exception as error:  # as above
        raise ValidationError(_DAMAGED, code="damaged") from error


def _clean(image: Image.Image) -> Image.Image:
    """Return the first frame upright, in sRGB, at most `MAX_SIDE` long, and with nothing beside its pixels."""
    try:
        profile, turn = image.info.get("icc_profile"), _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        clean = _in_plain_mode(image)
        clean.thumbnail((MAX_SIDE, MAX_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
        clean = _in_srgb(clean, profile)
    except Exception as error:  # as above
        raise ValidationError(_DAMAGED, code="damaged") from error
    clean.info.clear()
    return clean if turn is None else clean.transpose(turn)


def _in_plain_mode(image: Image.Image) -> Image.Image:
    """Return grey, RGB, RGBA or, until its profile has been read, CMYK."""
    if image.mode.startswith(("I", "F")):
        # 16 bits for each pixel, of which a screen shows 8.
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "RGB", "RGBA", "CMYK"):
        return image
    has_alpha = image.mode in ("LA", "PA", "La", "RGBa") or "transparency" in image.info
    return image.convert("RGBA" if has_alpha else "RGB")


def _in_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    plain = image.convert("RGB") if image.mode == "CMYK" else image
    if not profile:
        return plain
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode) or plain
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A profile that cannot be read says nothing: the numbers are taken as they are.
        return plain


def _new_name(original_name: str, extension: str) -> str:
    """Return a name that no picture has, and that keeps the words of the old one for those who save it."""
    words = slugify(PurePath(original_name).stem)[:50].strip("-_") or "image"
    return f"{words}-{get_random_string(8, 'abcdefghijkmnpqrstuvwxyz23456789')}{extension}"
