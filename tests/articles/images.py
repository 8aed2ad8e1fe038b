"""Picture files as cameras, agencies and attackers make them."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache

from PIL import Image
from PIL.PngImagePlugin import PngInfo

EXTENSIONS = {"JPEG": "jpg", "PNG": "png", "WEBP": "webp", "AVIF": "avif", "GIF": "gif"}
GPS, ARTIST, COPYRIGHT, DESCRIPTION, ORIENTATION = 0x8825, 0x013B, 0x8298, 0x010E, 0x0112


def encoded(image: Image.Image, format="PNG", **options) -> bytes:
    file = io.BytesIO()
    if format == "PNG" and "xmp" in options:
        options["pnginfo"] = PngInfo()
        options["pnginfo"].add_itxt("XML:com.adobe.xmp", options.pop("xmp").decode())
    image.save(file, format, **options)
    return file.getvalue()


def picture_file(format="PNG", size=(40, 30), color="#c0552d", **options) -> bytes:
    return encoded(Image.new("RGB", size, color), format, **options)


def with_exif(format="JPEG", **tags) -> bytes:
    """Make a picture with a place in Paris, and these tags by their names here."""
    exif = Image.Exif()
    for name, value in tags.items():
        exif[globals()[name.upper()]] = value
    exif.get_ifd(GPS).update({1: "N", 2: (48.0, 51.0, 24.0), 3: "E", 4: (2.0, 21.0, 7.0)})
    return picture_file(format, exif=exif)


def iptc(**fields: str) -> bytes:
    """Return the segment in which agencies write, with these fields of record 2 by number: `_80="Léa Roux"`."""
    block = b"".join(
        struct.pack(">BBBH", 0x1C, 2, int(number.strip("_")), len(text.encode())) + text.encode()
        for number, text in fields.items()
    )
    padded = block + b"\0" * (len(block) % 2)
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + padded
    segment = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment


def with_iptc(**fields: str) -> bytes:
    jpeg = picture_file("JPEG")
    return jpeg[:2] + iptc(**fields) + jpeg[2:]


XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
 photoshop:Source="Agence Sud">
<dc:creator><rdf:Seq><rdf:li>Inès Carvalho</rdf:li><rdf:li>Hugo Bihan</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">La salle des serveurs, lundi.</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© Agence Sud</rdf:li></rdf:Alt></dc:rights>
<i:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">Une baie</rdf:li></rdf:Alt></i:AltTextAccessibility>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


@cache
def png_of(width: int, height: int) -> bytes:
    """Return a small file that says it is this large, all of it black."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * ((width + 7) // 8 + 1) * height, 1)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def gif_of(frames: int, size: tuple[int, int]) -> bytes:
    """Return an animation whose frames are all the same dot on a large ground."""
    screen = struct.pack("<HHBBB", *size, 0x80, 0, 0) + b"\0\0\0\xff\xff\xff"
    dot = b"\x21\xf9\x04\x08\x01\0\0\0" + b"\x2c" + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x02\x02\x44\x01\0"
    return b"GIF89a" + screen + dot * frames + b";"


def animation(format: str, frames=3, size=(20, 20)) -> bytes:
    images = [Image.new("RGB", size, color) for color in ("#ff0000", "#00ff00", "#0000ff")] * frames
    return encoded(images[0], format, save_all=True, append_images=images[1:frames], duration=100)
