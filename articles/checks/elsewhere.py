"""What other subjects know of a story, each asked for in one place."""

from __future__ import annotations

import re

from django.conf import settings
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from articles.models import Article, Picture
from articles.writing.links import dead_internal_links as dead_links_to_stories

# A link that knows its story by number leads there whatever its address says.
_LINK = re.compile(r'<a\b(?![^>]*\bdata-article=)[^>]*\bhref="([^"]*)"')


def missing_for_publication(picture: Picture) -> list[tuple[str, str]]:
    """Return what a picture lacks before readers see it, as codes and sentences."""
    lacks = [(missing.code, str(missing.sentence)) for missing in picture.missing_for_publication()]
    return lacks if picture.caption.strip() else [*lacks, ("caption", _("It has no caption."))]


def dead_internal_links(html: str) -> list[str]:
    """
    Return what leads readers nowhere on this site, each once: an address, or the words of a link to a story. At most
    two queries.
    """
    return [*(words for _number, words in dead_links_to_stories(html)), *_dead_addresses(html)]


def _dead_addresses(html: str) -> list[str]:
    links = dict.fromkeys(link.replace("&amp;", "&") for link in _LINK.findall(html))
    asked = {link: path for link in links if (path := _path_on_this_site(link)) is not None}
    slugs = {link: _slug_of_story(path) for link, path in asked.items()}
    known = Article.objects.published().filter(slug__in={slug for slug in slugs.values() if slug})
    public = set(known.values_list("slug", flat=True)) if any(slugs.values()) else set()
    return [link for link, slug in slugs.items() if slug is None or (slug and slug not in public)]


def _path_on_this_site(link: str) -> str | None:
    if link.startswith(f"{settings.SITE_URL}/"):
        link = link.removeprefix(settings.SITE_URL)
    if not link.startswith("/") or link.startswith("//"):
        return None
    return re.split(r"[?#]", link)[0]


def _slug_of_story(path: str) -> str | None:
    """Return the slug in the address of a story, nothing for another page, and None where there is no page."""
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return str(found.kwargs["slug"]) if found.view_name == "articles:article" else ""
