"""
One rendering of an article's page for everybody, until something that it shows changes.

The key and the ETag are made of `Article.version` and of what the installation is built from (templates, styles,
translations, settings), so that a kept page is never stale and a deployment needs no purge. The ETag carries the moment
at which the page changes by itself, so that whoever has it is told so without a look at the page. It is sealed, and
there where no such moment is: nobody reads from it when an embargo ends, nor that there is one.
"""

import gzip
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cache as remember
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import parse_etags

from articles.microseconds import to_microseconds
from articles.models import Article

NEVER = 2**63
ACCEPTS_GZIP = re.compile(r"\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))", re.IGNORECASE)


type Page = tuple[bytes, datetime | None]  # and the moment at which it changes by itself, if there is one


class PageLife:
    """For how long a page is right: each of its parts that changes by itself at a moment says so while it renders."""

    def __init__(self) -> None:
        self.ends_at: datetime | None = None

    def end(self, at: datetime) -> None:
        self.ends_at = min(at, self.ends_at or at)


def cached_article_page(
    request: HttpRequest, article: Article, after: str, render: Callable[[PageLife], HttpResponse], window: str = ""
) -> HttpResponse:
    """
    Answer 304 to who has the page, else the kept rendering, else a new one.

    `window` names a page of live entries and the order of the comments: there are few, and each is kept. Pages further
    down in comments are not.
    """
    compressed = bool(ACCEPTS_GZIP.search(request.headers.get("Accept-Encoding", "")))
    name = f"{article.pk}.{article.version}.{after}{window}.{build_fingerprint()}"
    etags = map(_strong, parse_etags(request.headers.get("If-None-Match", "")))
    if had := next((etag for etag in etags if _is_right(etag, name, compressed)), ""):
        return _with_validators(HttpResponse(status=304), had)

    def plain() -> Page:
        return _kept(f"article.{name}", keep=not after, make=lambda: _rendered(render))

    def gzipped() -> Page:
        page, ends_at = plain()
        return gzip.compress(page, 6, mtime=0), ends_at

    if not compressed:
        page, ends_at = plain()
        return _with_validators(HttpResponse(page), _etag(name, ends_at))
    page, ends_at = _kept(f"article.{name}.gz", keep=not after, make=gzipped)
    response = HttpResponse(page, headers={"Content-Encoding": "gzip"})
    return _with_validators(response, _etag(name, ends_at, ".gz"))


def build_fingerprint() -> str:
    """Return a name for the present state of code, templates, styles and settings."""
    return _fingerprint_of_changes() if settings.DEBUG else _fingerprint_of_content()


def _rendered(render: Callable[[PageLife], HttpResponse]) -> Page:
    life = PageLife()
    return render(life).content, life.ends_at


def _kept(key: str, keep: bool, make: Callable[[], Page]) -> Page:
    """Return what is kept under a key; make it, and keep it if asked to, where nothing is that still is right."""
    page: Page | None = cache.get(key) if keep else None
    if page is None or (page[1] is not None and page[1] <= timezone.now()):
        page = make()
        if keep:
            cache.set(key, page, settings.PAGE_CACHE_SECONDS)
    return page


def _etag(name: str, ends_at: datetime | None, suffix: str = "") -> str:
    until = to_microseconds(ends_at) if ends_at else NEVER
    return f'"{name}.{_sealed(until, name)}{suffix}"'


def _is_right(etag: str, name: str, compressed: bool) -> bool:
    """Tell whether an ETag names this page and the moment at which it changes has not come."""
    seal = re.fullmatch(rf'"{re.escape(name)}\.([0-9a-f]{{32}}){r"\.gz" if compressed else ""}"', etag)
    until = _unsealed(seal[1], name) if seal else None
    return until is not None and until > to_microseconds(timezone.now())


def _sealed(until: int, name: str) -> str:
    """Return a moment as nobody else reads or writes it; the same for the same page and moment."""
    witness = _keyed("witness", name, str(until))
    return f"{witness:016x}{until ^ _keyed('pad', name, str(witness)):016x}"


def _unsealed(seal: str, name: str) -> int | None:
    """Return the moment, or None for a seal that was never made for this page."""
    until = int(seal[16:], 16) ^ _keyed("pad", name, str(int(seal[:16], 16)))
    return until if constant_time_compare(_sealed(until, name), seal) else None


def _keyed(*parts: str) -> int:
    digest = salted_hmac("articles.page_cache", "/".join(parts), algorithm="sha256").digest()
    return int.from_bytes(digest[:8])


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
            if path.suffix in {".html", ".css", ".js", ".svg", ".png", ".mo", ".py"}:
                yield path
