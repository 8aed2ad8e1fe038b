"""What comes into the library is pixels alone, or is refused with a sentence."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import zipfile

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile, TemporaryUploadedFile
from django.db import transaction
from django.urls import reverse
from PIL import Image, ImageCms

from articles.library.safety import MAX_BYTES, MAX_FRAMES, MAX_SIDE, accept
from articles.models import Picture
from tests.articles.desk import signed_in
from tests.articles.images import (
    EXTENSIONS,
    GPS,
    XMP,
    animation,
    encoded,
    gif_of,
    picture_file,
    png_of,
    with_exif,
    with_iptc,
)
from tests.comments.readers import page_of

ADD = reverse("admin:articles_picture_add")
SVG = b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def taken(content: bytes, name="vue.jpg"):
    return accept(ContentFile(content, name))


def shown(content: bytes, name="vue.jpg") -> Image.Image:
    return Image.open(io.BytesIO(taken(content, name).read()))


def refusal(content: bytes, name: str) -> str:
    with pytest.raises(ValidationError) as refused:
        accept(ContentFile(content, name))
    return refused.value.code


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("a.txt", "a")
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.svg", SVG, "svg"),
        ("a.svgz", SVG, "svg"),
        ("a.png", SVG, "svg"),
        ("a.png", b"\xef\xbb\xbf  <svg onload=alert(1)>", "svg"),
        ("a.jpg", picture_file("PNG"), "wrong_extension"),
        ("a.png", picture_file("JPEG"), "wrong_extension"),
        ("a.gif", picture_file("WEBP"), "wrong_extension"),
        ("a.png", picture_file("AVIF"), "wrong_extension"),
        ("a.png", picture_file("TIFF"), "no_picture"),
        ("a.png", picture_file("BMP"), "no_picture"),
        ("a.jpg", picture_file("PDF"), "more_than_a_picture"),
        ("a.tiff", picture_file("TIFF"), "no_picture"),
        ("a.html", picture_file("PNG"), "no_picture"),
        ("a.php", picture_file("PNG"), "no_picture"),
        ("a.png.html", picture_file("PNG"), "no_picture"),
        ("a", picture_file("PNG"), "no_picture"),
        (".png", picture_file("PNG"), "no_picture"),
        ("a.png", b"\x89PNG\r\n\x1a\n", "no_picture"),
        ("a.png", b"", "no_picture"),
        ("a.png", b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "no_picture"),
        ("a.png", picture_file("PNG") + b"<script>alert(1)</script>", "more_than_a_picture"),
        ("a.gif", picture_file("GIF") + b"<?PHP system($_GET[0]);", "more_than_a_picture"),
        ("a.jpg", picture_file("JPEG", comment=b"<html><body>"), "more_than_a_picture"),
        ("a.jpg", picture_file("JPEG") + zipped(), "more_than_a_picture"),
        ("a.gif", b"GIF89a/*%PDF-1.4", "more_than_a_picture"),
        ("a.png", png_of(20_000, 20_000), "too_many_pixels"),
        ("a.png", png_of(8_000, 5_001), "too_many_pixels"),
        ("a.gif", gif_of(2, (20_000, 20_000)), "too_many_pixels"),
        ("a.gif", gif_of(MAX_FRAMES + 1, (10, 10)), "too_long"),
        ("a.gif", gif_of(60, (2_000, 2_000)), "too_long"),
        ("a.png", picture_file("PNG") + b"x" * MAX_BYTES, "too_large"),
    ],
)
def test_what_is_no_plain_picture_is_refused(name, content, code):
    assert refusal(content, name) == code


def test_words_that_stand_across_two_reads_are_found():
    padding = b"x" * (1024 * 1024 - len(picture_file("PNG")) - 4)

    assert refusal(picture_file("PNG") + padding + b"<script>", "a.png") == "more_than_a_picture"


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_picture_that_was_cut_off_is_refused(format):
    noise = Image.effect_noise((120, 90), 80).convert("RGB")
    content = encoded(noise, format)

    assert refusal(content[: len(content) // 2], f"a.{EXTENSIONS[format]}") in ("damaged", "no_picture")


@pytest.mark.parametrize(("format", "frames"), [("WEBP", 501), ("PNG", 501)])
def test_an_animation_without_end_is_refused(format, frames):
    images = [Image.new("RGB", (2, 2), (number % 256, number // 256, 0)) for number in range(frames)]
    content = encoded(images[0], format, save_all=True, append_images=images[1:], duration=10, lossless=True)

    assert refusal(content, f"a.{EXTENSIONS[format]}") == "too_long"


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG", "AVIF"])
def test_of_an_animation_the_first_frame_is_kept(format):
    accepted = taken(animation(format), f"a.{EXTENSIONS[format]}")

    image = Image.open(io.BytesIO(accepted.read()))
    red, green, blue = image.convert("RGB").getpixel((10, 10))
    assert accepted.was_animated
    assert getattr(image, "n_frames", 1) == 1
    assert red > 200 and green < 60 and blue < 60


@pytest.mark.parametrize("format", EXTENSIONS)
def test_a_picture_is_kept_as_what_it_is(format):
    accepted = taken(picture_file(format), f"Baie n° 3.{EXTENSIONS[format].upper()}")

    image = Image.open(io.BytesIO(accepted.read()))
    kept_as = "PNG" if format == "GIF" else format
    assert image.format == kept_as
    assert (accepted.width, accepted.height) == image.size == (40, 30)
    assert accepted.name.startswith("baie-n-3-") and accepted.name.endswith(f".{EXTENSIONS[kept_as]}")
    assert accepted.original_name == f"Baie n° 3.{EXTENSIONS[format].upper()}"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd.png", "..\\..\\a.png", "a\0b.png", "<script>.png", "é" * 300 + ".png"]
)
def test_a_name_cannot_lead_anywhere(name):
    accepted = taken(picture_file(), name)

    assert accepted.name.replace("-", "").replace(".png", "").isalnum()
    assert accepted.name.isascii() and len(accepted.name) < 70


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG", "AVIF"])
def test_the_place_and_all_else_that_is_hidden_is_removed(format):
    before = with_exif(format, artist="Lea Roux", copyright="Agence Sud")
    assert Image.open(io.BytesIO(before)).getexif().get_ifd(GPS)

    after = taken(before, f"a.{EXTENSIONS[format]}").read()

    image = Image.open(io.BytesIO(after))
    assert not dict(image.getexif())
    assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(image.info)
    assert b"Roux" not in after and b"Agence" not in after and b"Exif" not in after


def test_a_comment_and_an_xmp_packet_are_removed():
    before = picture_file("JPEG", comment=b"secret de Zoe", xmp=XMP.encode())
    assert b"secret" in before and b"xpacket" in before

    after = taken(before).read()

    assert b"secret" not in after and b"xpacket" not in after


def test_a_picture_is_turned_upright():
    image = Image.new("RGB", (40, 30), "white")
    image.paste("red", (0, 0, 20, 30))
    exif = Image.Exif()
    exif[0x0112] = 6

    upright = shown(encoded(image, "JPEG", exif=exif, quality=95))

    assert upright.size == (30, 40)
    assert upright.getpixel((15, 5))[1] < 60 and upright.getpixel((15, 35))[1] > 200


def test_colours_are_brought_to_srgb():
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    wide = Image.new("RGB", (8, 8), (10, 200, 30))

    broken = shown(encoded(wide, "PNG", icc_profile=b"no profile"), "a.png")
    lab = shown(encoded(wide, "PNG", icc_profile=profile), "a.png")

    assert broken.getpixel((1, 1)) == lab.getpixel((1, 1)) == (10, 200, 30)
    assert "icc_profile" not in broken.info


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "1", "I;16"])
def test_a_png_of_any_colours_is_taken(mode):
    accepted = shown(encoded(Image.new(mode, (8, 8)), "PNG"), "a.png")

    assert accepted.mode in ("L", "RGB", "RGBA")


def test_sixteen_bits_of_grey_are_shown_as_eight():
    assert shown(encoded(Image.new("I;16", (8, 8), 32_768), "PNG"), "a.png").getpixel((1, 1)) == 128


def test_a_jpeg_for_print_becomes_one_for_screens():
    printed = encoded(Image.new("CMYK", (8, 8), (0, 255, 255, 0)), "JPEG")

    image = shown(printed)

    assert image.mode == "RGB"
    assert image.getpixel((1, 1))[0] > 200


def test_what_is_longer_than_any_page_is_made_shorter():
    assert shown(picture_file("JPEG", (6000, 100))).size[0] == MAX_SIDE


def test_a_transparent_ground_stays_transparent():
    assert shown(encoded(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"), "a.png").getpixel((1, 1))[3] == 0


BOMBS = """
import resource
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from articles.library.safety import accept
from tests.articles.images import gif_of, png_of

before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
bombs = [png_of(20_000, 20_000)], [gif_of(2, (20_000, 20_000)), gif_of(100, (6_000, 6_000))]
for name, content in [("a.png", bombs[0][0]), *(("a.gif", bomb) for bomb in bombs[1])]:
    try:
        accept(ContentFile(content, name))
    except ValidationError as refused:
        print(refused.code)
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.processes
def test_a_bomb_takes_no_memory():
    bombs = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", f"import tests.settings, django; django.setup()\n{BOMBS}"],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "tests.settings", "PATH": "/usr/bin:/bin"},
    )

    *codes, megabytes = bombs.stdout.split()
    assert codes == ["too_many_pixels", "too_many_pixels", "too_long"]
    assert int(megabytes) < 200


# Every way in


@pytest.mark.django_db
def test_a_command_cannot_lead_around_it():
    with pytest.raises(ValidationError), transaction.atomic():
        Picture.objects.create(file=ContentFile(SVG, "a.png"))

    picture = Picture.objects.create(file=ContentFile(with_exif(), "a.jpg"))

    with picture.file.open() as file:
        assert not Image.open(file).getexif()
    assert (picture.width, picture.height, picture.original_name) == (40, 30, "a.jpg")


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "content"), [("a.svg", SVG), ("a.png", png_of(20_000, 20_000))])
def test_a_refusal_stands_beside_the_field(journalist, name, content):
    answer = signed_in(journalist).post(ADD, {"file": SimpleUploadedFile(name, content)})

    assert page_of(answer).find("div", class_="field-file").find("ul", class_="errorlist").text.strip()
    assert not Picture.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_refusal_speaks_the_language_of_the_newsroom(journalist, settings, language):
    settings.LANGUAGE_CODE = language

    answer = signed_in(journalist).post(ADD, {"file": SimpleUploadedFile("a.png", b"")})

    assert ("vide" in answer.text) is (language == "fr")


@pytest.mark.django_db
def test_a_file_that_is_too_large_is_dropped_while_it_comes_in(journalist, monkeypatch):
    stored = []
    monkeypatch.setattr(
        "articles.library.safety.validate_size", lambda file: stored.append(file.size) or _too_large(file)
    )

    signed_in(journalist).post(ADD, {"file": SimpleUploadedFile("a.png", b"x" * (4 * MAX_BYTES))})

    assert MAX_BYTES < stored[0] < MAX_BYTES + 200_000


def _too_large(file):
    raise ValidationError("too large", code="too_large")


def test_a_file_on_disk_is_read_as_one_in_memory():
    file = TemporaryUploadedFile("a.png", "image/png", 0, None)
    file.write(picture_file())
    file.seek(0)
    file.size = len(picture_file())

    assert accept(file).width == 40
    file.close()


def test_two_pictures_in_one_file_are_one(monkeypatch):
    second = encoded(Image.new("RGB", (40, 30), "blue"), "JPEG")
    first = encoded(
        Image.new("RGB", (40, 30), "red"), "MPO", save_all=True, append_images=[Image.open(io.BytesIO(second))]
    )

    accepted = taken(first, "IMG_0001.JPG")

    assert not accepted.was_animated
    assert Image.open(io.BytesIO(accepted.read())).format == "JPEG"


# What was written in the file is proposed


def test_an_agencys_words_are_read():
    content = with_iptc(
        _80="Léa Roux", _110="Agence Sud", _115="Archives", _116="© Agence Sud", _120="Une baie.\nLundi."
    )

    assert taken(content).words == {
        "caption": "Une baie. Lundi.",
        "credit": "Léa Roux / Agence Sud",
        "source": "Archives",
        "licence_details": "© Agence Sud",
    }


@pytest.mark.parametrize("format", ["JPEG", "WEBP", "PNG", "AVIF"])
def test_words_in_xmp_are_read(format):
    words = taken(picture_file(format, xmp=XMP.encode()), f"a.{EXTENSIONS[format]}").words

    assert words == {
        "alternative_text": "Une baie",
        "caption": "La salle des serveurs, lundi.",
        "credit": "Inès Carvalho, Hugo Bihan",
        "source": "Agence Sud",
        "licence_details": "© Agence Sud",
    }


def test_words_of_a_camera_are_read():
    content = with_exif(artist="L@@a Roux", copyright="Agence Sud", description="La salle.")

    words = taken(content.replace(b"L@@a", "Léa".encode())).words

    assert words == {"caption": "La salle.", "credit": "Léa Roux", "licence_details": "Agence Sud"}


@pytest.mark.parametrize(
    "packet",
    ["<!D [<!ENTITY b 'c'>]><x>&b;</x>", "<x", "x" * 100, "\0" * 9, '<?xml version="1.0" encoding="utf-16"?><x/>'],
)
def test_a_packet_that_is_broken_or_hostile_is_no_packet(packet):
    assert taken(picture_file("WEBP", xmp=packet.encode()), "a.webp").words == {}


def test_a_broken_iptc_block_is_no_block():
    jpeg = picture_file("JPEG")
    segment = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", 40) + b"\x1c\x09" * 20
    broken = jpeg[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + jpeg[2:]

    assert taken(broken).words == {}


@pytest.mark.django_db
def test_words_of_the_file_fill_what_is_empty_and_nothing_else(journalist):
    content = with_iptc(_80="Léa Roux", _120="Une baie.", _115="x" * 400)

    signed_in(journalist).post(ADD, {"file": SimpleUploadedFile("a.jpg", content), "caption": "Ma légende."})

    picture = Picture.objects.get()
    assert (picture.caption, picture.credit) == ("Ma légende.", "Léa Roux")
    assert picture.source == "x" * 200
