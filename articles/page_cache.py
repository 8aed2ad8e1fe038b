"""
One rendering of an article's page for everybody, until something that it shows changes.

The key and the ETag are made of `Article.version` and of what the installation is built from (templates, styles,
translations, settings), so that a kept page is never stale and a deployment needs no purge.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from functools import cache as remember
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.http import parse_etags

from articles.models import Article

ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


def cached_article_page(
    request: HttpRequest, article: Article, after: str, render: Callable[[], HttpResponse]
) -> HttpResponse:
    """Answer 304 to who has the page, else the kept rendering, else a new one. Pages further down are not kept."""
    compressed = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
    name = f"{article.pk}.{article.version}.{after}.{build_fingerprint()}"
    etag = f'"{name}{".gz" if compressed else ""}"'
    if etag in map(_strong, parse_etags(request.headers.get("If-None-Match", ""))):
        return _with_validators(HttpResponse(status=304), etag)

    def page() -> bytes:
        return _kept(f"article.{name}", keep=not after, make=lambda: render().content)

    if not compressed:
        return _with_validators(HttpResponse(page()), etag)
    gzipped = _kept(f"article.{name}.gz", keep=not after, make=lambda: gzip.compress(page(), 6, mtime=0))
    return _with_validators(HttpResponse(gzipped, headers={"Content-Encoding": "gzip"}), etag)


def build_fingerprint() -> str:
    """Return a name for the present state of code, templates, styles and settings."""
    return _fingerprint_of_changes() if settings.DEBUG else _fingerprint_of_content()


def _kept(key: str, keep: bool, make: Callable[[], bytes]) -> bytes:
    """Return what is kept under a key; make it, and keep it if asked to, where there is nothing yet."""
    page: bytes | None = cache.get(key) if keep else None
    if page is None:
        page = make()
        if keep:
            cache.set(key, page, settings.PAGE_CACHE_SECONDS)
    return page


def _strong(etag: str) -> str:
    """Return the tag without the mark that a compressing proxy puts on it: what it names here is the same page."""
    return etag.removeprefix("W/")


def _with_validators(response: HttpResponse, etag: str) -> HttpResponse:
    response.headers["ETag"] = etag
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Vary"] = "Accept-Encoding"
    return response


@remember
def _fingerprint_of_content() -> str:
    return _digest(f"{path}{sha256(path.read_bytes()).hexdigest()}" for path in _sources())


def _fingerprint_of_changes() -> str:
    return _digest(f"{path}{path.stat().st_mtime_ns}" for path in _sources())


def _digest(parts: Iterator[str]) -> str:
    digest = sha256(repr((settings.SITE_NAME, settings.SITE_URL, settings.LANGUAGE_CODE)).encode())
    for part in parts:
        digest.update(part.encode())
    return digest.hexdigest()[:12]


def _sources() -> Iterator[Path]:
    for folder in ("templates", "static", "locale", "articles", "comments"):
        for path in sorted((settings.BASE_DIR / folder).rglob("*")):
            if path.suffix in {".html", ".css", ".js", ".svg", ".mo", ".py"}:
                yield path
