"""
How a feed is written, each time with the full text where there is one.

Sources: RSS 2.0 (https://www.rssboard.org/rss-specification), Atom (RFC 4287), JSON Feed 1.1
(https://www.jsonfeed.org/version/1.1/).
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import HttpResponse
from django.urls import URLPattern, path
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed, rfc3339_date
from django.utils.xmlutils import SimplerXMLGenerator

DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"


class FullTextRss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        if language := item.get("language"):
            handler.addQuickElement("dc:language", language, {"xmlns:dc": DUBLIN_CORE})
        if full_text := item.get("full_text"):
            handler.addQuickElement("content:encoded", full_text)


class FullTextAtom(Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, str]:
        language = {"xml:lang": item["language"]} if item.get("language") else {}
        return super().item_attributes(item) | language

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        authors = item.get("authors", ())
        super().add_item_elements(handler, item | {"author_name": None} if authors else item)
        for name, address in authors:
            handler.startElement("author", AttributesImpl({}))
            handler.addQuickElement("name", name)
            handler.addQuickElement("uri", address)
            handler.endElement("author")
        if full_text := item.get("full_text"):
            handler.addQuickElement("content", full_text, {"type": "html"})


class FullTextJson(SyndicationFeed):
    content_type = "application/feed+json; charset=utf-8"

    def write(self, outfile: Any, encoding: str) -> None:
        known = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.feed["title"],
            "home_page_url": self.feed["link"],
            "feed_url": self.feed["feed_url"],
            "description": self.feed["description"],
            "language": self.feed["language"],
            "items": [_json_item(item) for item in self.items],
        }
        outfile.write(json.dumps(known, ensure_ascii=False).encode(encoding))


def _json_item(item: dict[str, Any]) -> dict[str, Any]:
    authors = [{"name": name, "url": address} for name, address in item.get("authors", ())]
    if not authors and item["author_name"]:
        authors = [{"name": item["author_name"]}]
    pictures = [file for file in item["enclosures"] if file.mime_type.startswith("image/")]
    text = {"content_html": item["full_text"]} if item.get("full_text") else {"content_text": item["description"]}
    known = {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        **text,
        "summary": item["description"] if item.get("full_text") else "",
        "image": pictures[0].url if pictures else "",
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": authors,
        "tags": list(item["categories"]),
        "language": item.get("language", ""),
        "attachments": [
            {"url": file.url, "mime_type": file.mime_type, "size_in_bytes": int(file.length)}
            for file in item["enclosures"]
        ],
    }
    return {name: value for name, value in known.items() if value}


type Feed = FullTextRss | FullTextAtom | FullTextJson

FORMATS: dict[str, type[Feed]] = {"rss": FullTextRss, "atom": FullTextAtom, "json": FullTextJson}
# Where a feed of each format stands behind the address of the one in RSS.
TAILS = {"rss": "", "atom": "atom/", "json": "json/"}


def feed_paths(prefix: str, view: Callable[..., HttpResponse], name: str) -> list[URLPattern]:
    """Return the addresses of a feed in all formats: `feed`, `feed_atom` and `feed_json`, where its name is `feed`."""
    return [
        path(f"{prefix}{tail}", view, {"format": kind}, name=name if kind == "rss" else f"{name}_{kind}")
        for kind, tail in TAILS.items()
    ]
