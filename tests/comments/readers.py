"""A reader at work: what she types and sends, and her pages as a browser reads them, parsed and not searched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

DATA = Path(__file__).parents[1] / "data"
SAME_ORIGIN = {"sec-fetch-site": "same-origin"}
URLENCODED = "application/x-www-form-urlencoded"
TYPED = {
    "author_name": "Zoé Lemaître",
    "author_email": "zoe@example.org",
    "author_url": "",
    "body": "Merci pour cet article : « clair » et précis.",
    "parent": "",
}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


def send_comment(client, article, /, *, headers=SAME_ORIGIN, address="192.0.2.7", **typed):
    """Send the form as a browser does. A field that is None is left out."""
    fields = {name: value for name, value in (TYPED | typed).items() if value is not None}
    return client.post(
        reverse("comments:post_comment", args=[article.pk]),
        urlencode(fields, doseq=True),
        content_type=URLENCODED,
        headers=headers,
        REMOTE_ADDR=address,
    )


def send_report(comment, /, *, headers=SAME_ORIGIN, address="192.0.2.7", client=None, **typed):
    """Report a comment as a browser does, without a cookie."""
    fields = {"reason": "insult", "words": ""} | typed
    return (client or Client()).post(
        f"/comments/{comment.pk}/report/send/",
        urlencode(fields, doseq=True),
        content_type=URLENCODED,
        headers=headers,
        REMOTE_ADDR=address,
    )


def naughty_strings() -> list[str]:
    return json.loads((DATA / "blns.json").read_text())


def xss_lines() -> list[str]:
    return (DATA / "xss_list_a.txt").read_text().split("\n")[:-1]


def page_of(answer) -> Element:
    return parse(answer.text)


def parse(source: str) -> Element:
    builder = _TreeBuilder()
    builder.feed(source)
    builder.close()
    return builder.root


def shown_text(paragraphs: Element) -> str:
    """Return the text that a comment's paragraphs show, with a line feed for each <br> and > for each quotation."""
    return _shown(paragraphs, "")


def _shown(element: Element, quoted: str) -> str:
    """Return the text below, its blocks a line apart where they touch each other in the source, else two."""
    text = ""
    for child in element.children:
        if isinstance(child, str):
            text += "\n" * (child == "\n" and text != "")
        elif child.tag == "p":
            text += "\n" * bool(text) + re.sub("^", quoted, child.text_with_breaks, flags=re.MULTILINE)
        else:
            text += "\n" * bool(text) + _shown(child, f"{quoted.strip()}> " if child.tag == "blockquote" else quoted)
    return text


def with_single_breaks(text: str) -> str:
    """Return the text as it can be compared after it was shown: lines without words are one break of paragraphs."""
    return re.sub(r"\n\s*\n", "\n\n", re.sub(r"\r\n?", "\n", text).strip("\n"))


class Element:
    def __init__(self, tag: str, attributes: dict[str, str]) -> None:
        self.tag = tag
        self.attributes = attributes
        self.children: list[Element | str] = []

    def __getitem__(self, name: str) -> str:
        return self.attributes[name]

    def __contains__(self, name: str) -> bool:
        return name in self.attributes

    def walk(self) -> Iterator[Element]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child.walk()

    def find_all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Return the elements below with this tag and these attributes; `class_` means one of an element's classes."""
        return [element for element in self.walk() if element._matches(tag, attributes)]

    def find(self, tag: str = "", **attributes: str) -> Element | None:
        return next(iter(self.find_all(tag, **attributes)), None)

    def field(self, name: str) -> Element:
        """Return the control of a form that sends this name."""
        (control,) = self.find_all(name=name)
        return control

    @property
    def typed(self) -> str:
        """What stands in a control; a browser leaves the first line feed of a text area out."""
        if self.tag == "textarea":
            return self.text.removeprefix("\n")
        return self.attributes.get("value", "")

    @property
    def text(self) -> str:
        return "".join(child if isinstance(child, str) else child.text for child in self.children)

    @property
    def text_with_breaks(self) -> str:
        if self.tag == "br":
            return "\n"
        return "".join(child if isinstance(child, str) else child.text_with_breaks for child in self.children)

    def _matches(self, tag: str, attributes: dict[str, str]) -> bool:
        if tag and self.tag != tag:
            return False
        if not all(self.attributes.get(name) == value for name, value in attributes.items() if name != "class_"):
            return False
        return attributes.get("class_", "") in ("", *self.attributes.get("class", "").split())


class _TreeBuilder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = Element("", {})
        self._open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        # Of an attribute that stands twice, a browser takes the first.
        element = Element(tag, {name: value or "" for name, value in reversed(attrs)})
        self._open[-1].children.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        assert self._open[-1].tag == tag, f"</{tag}> closes <{self._open[-1].tag}>"
        self._open.pop()

    def handle_data(self, data: str) -> None:
        self._open[-1].children.append(data)
