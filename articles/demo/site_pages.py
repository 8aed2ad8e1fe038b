"""The pages of the demonstration magazine that are no stories."""

from __future__ import annotations

from pathlib import Path

from articles.demo.reading import read
from articles.models import SitePage

FOLDER = Path(__file__).parent / "pages"


def write_site_pages() -> None:
    kinds = list(SitePage.Kind)
    for path in sorted(FOLDER.glob("*.html")):
        front, body = read(path)
        position = kinds.index(SitePage.Kind(front["kind"])) + 1
        SitePage.objects.create(slug=path.stem, body=body, is_public=True, position=position, **front)
