"""What agencies and cameras write into a picture (IPTC, XMP, EXIF): proposed where the library has no words yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

from PIL import Image, IptcImagePlugin

type Words = dict[str, str]

MAX_XMP = 1024 * 1024
MAX_WORDS = 2000
_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
_IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
# IPTC-IIM 4.2, record 2.
_IPTC = {"creator": 80, "agency": 110, "source": 115, "copyright": 116, "caption": 120}
_EXIF = {"caption": 0x010E, "creator": 0x013B, "copyright": 0x8298}
_XMP = {
    "creator": f"{_DC}creator",
    "agency": f"{_PHOTOSHOP}Credit",
    "source": f"{_PHOTOSHOP}Source",
    "copyright": f"{_DC}rights",
    "caption": f"{_DC}description",
    "alternative_text": f"{_IPTC_CORE}AltTextAccessibility",
}
# Cameras write their own name where the caption belongs.
_NO_CAPTION = re.compile(
    r"(?:olympus|sony|samsung|kodak|minolta|konica)[\w ]*(?:camera|dsc)|dcim|default", re.IGNORECASE
)


def words_in(image: Image.Image) -> Words:
    """Return the words of an opened picture by the name of the library's column that they would fill."""
    found: Words = {}
    for read in (_from_iptc, _from_xmp, _from_exif):
        found = _read(read, image) | found
    caption = found.get("caption", "")
    words = {
        "alternative_text": found.get("alternative_text", ""),
        "caption": "" if _NO_CAPTION.fullmatch(caption) else caption,
        "credit": _credit(found),
        "source": found.get("source", ""),
        "licence_details": found.get("copyright", ""),
    }
    return {name: text for name, text in words.items() if text}


def _credit(found: Words) -> str:
    """Return the photographer and the agency, as a credit line names them."""
    names = [found.get("creator", ""), found.get("agency", "")]
    if names[0] in names[1]:
        names = names[1:]
    return " / ".join(name for name in names if name)


def _read(read: Callable[[Image.Image], Words], image: Image.Image) -> Words:
    try:
        return {name: tidy for name, text in read(image).items() if (tidy := _tidy(text))}
    except Exception:  # hostile or broken: it is only a proposal, and nobody misses it
        return {}


def _tidy(text: Any) -> str:
    """Return words on one line, without control characters."""
    printable = "".join(sign if sign.isprintable() else " " for sign in str(text)[:MAX_WORDS])
    return " ".join(printable.split())


def _from_iptc(image: Image.Image) -> Words:
    fields = IptcImagePlugin.getiptcinfo(image) or {}  # type: ignore[arg-type]  # opened, so it came from a file
    return {name: _decoded(fields[2, number]) for name, number in _IPTC.items() if (2, number) in fields}


def _decoded(value: bytes | list[bytes]) -> str:
    """Read UTF-8, which today's programs write whatever they declare, else the Latin letters of older ones."""
    values = value if isinstance(value, list) else [value]
    try:
        return ", ".join(each.decode() for each in values)
    except UnicodeDecodeError:
        return ", ".join(each.decode("cp1252", "replace") for each in values)


def _from_exif(image: Image.Image) -> Words:
    exif = image.getexif()
    return {name: _as_utf8(exif[tag]) for name, tag in _EXIF.items() if isinstance(exif.get(tag), str)}


def _as_utf8(text: str) -> str:
    """Undo Pillow's reading as Latin-1 where a program wrote UTF-8."""
    try:
        return text.encode("latin-1").decode()
    except UnicodeError:
        return text


def _from_xmp(image: Image.Image) -> Words:
    packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
    text = packet if isinstance(packet, str) else packet.decode()
    # Without a document type there are no entities, and nothing to blow up.
    if not text or len(text) > MAX_XMP or "<!" in text:
        return {}
    root = ElementTree.fromstring(text.strip("\x00\ufeff \r\n\t"))  # noqa: S314  # see above
    return {name: text for name, tag in _XMP.items() if (text := _property(root, tag))}


def _property(root: ElementTree.Element, tag: str) -> str:
    """Return a property, which XMP writes as an attribute, as a text or as a list of texts."""
    for description in root.iter(f"{_RDF}Description"):
        if tag in description.attrib:
            return description.attrib[tag]
        element = description.find(tag)
        if element is not None:
            items = [item.text or "" for item in element.iter(f"{_RDF}li")]
            # A list in languages says the same in each of them.
            is_by_language = element.find(f"{_RDF}Alt") is not None
            return (items[0] if is_by_language else ", ".join(items)) if items else element.text or ""
    return ""
