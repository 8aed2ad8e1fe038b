"""
Links from one story to another: stored by the number of the story, shown with the address that it has today.

A link to a story that is not public is plain text for readers; whoever publishes is told of it before.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q
from django.utils.html import strip_tags

from articles.models import Article
from articles.models.article import ArticleQuerySet

ANSWERS = 10
WORDS = 8
_NUMBER = re.compile(r' data-article="([0-9]{1,15})"')
_LINK = re.compile(r"<a ([^>]*)>(.*?)</a>", re.DOTALL)
_HREF = re.compile(r'(?:^| )href="([^"]*)"')
_STORY_PATH = re.compile(r"/[0-9]{4}/[0-9]{1,2}/([-a-zA-Z0-9_]{1,100})/?")
# Letters that a searcher may leave without their accent.
_VARIANTS = ("aàâäáãå", "cç", "eéèêë", "iîïíì", "nñ", "oôöóòõ", "uùûüú", "yÿý")
_ANY_OF = {letter: f"[{letters}{letters.upper()}]" for letters in _VARIANTS for letter in letters}


def linked_numbers(html: str) -> set[int]:
    """Return the primary keys of the stories that a story links to."""
    return {int(number) for number in _NUMBER.findall(html)}


def linked_stories(bodies: Iterable[str]) -> dict[int, Article]:
    """
    Return the stories that these texts link to, as far as readers have or will have an address of them; one query.

    Those still to come are among them for their date alone: `story_as_shown` makes no link to them.
    """
    numbers = {number for body in bodies for number in linked_numbers(body)}
    if not numbers:
        return {}
    stories = Article.objects.filter(published_at__isnull=False)
    return stories.only("slug", "first_published_at", "published_at", "ends_at").in_bulk(numbers)


def next_arrival(stories: Iterable[Article]) -> datetime | None:
    """Return when the first of these stories becomes public by itself, and with it the links to it."""
    return min((story.published_at for story in stories if story.published_at and story.is_scheduled), default=None)


def dead_internal_links(html: str) -> list[tuple[int, str]]:
    """Return number and words of each link to a story that readers would not find."""
    links = [(int(number[1]), words) for attributes, words in _LINK.findall(html) if (number := _numbered(attributes))]
    if not links:
        return []
    public = set(Article.objects.published().filter(pk__in=linked_numbers(html)).values_list("pk", flat=True))
    return [(number, unescape(strip_tags(words))) for number, words in links if number not in public]


def with_numbers(html: str) -> str:
    """Return sanitised story HTML in which addresses of our own published stories carry the story's number."""
    slugs = {slug for attributes, _words in _LINK.findall(html) if (slug := _slug(attributes))}
    if not slugs:
        return html
    numbers = dict(Article.objects.published().filter(slug__in=slugs).values_list("slug", "pk"))

    def numbered(link: re.Match[str]) -> str:
        number = numbers.get(_slug(link[1]))
        return link[0] if number is None else link[0].replace("<a ", f'<a data-article="{number}" ', 1)

    return _LINK.sub(numbered, html)


def story_at(stories: ArticleQuerySet, address: str) -> list[Article]:
    """Return the one of these stories that an address of this site leads to, in a list that may be empty."""
    slug = _slug_at(address.strip())
    return list(_for_choice(stories.filter(slug=slug))) if slug else []


def found_stories(stories: ArticleQuerySet, words: str) -> list[Article]:
    """Return the newest of these stories whose headline holds each of the words, with or without its accents."""
    condition = Q()
    for word in re.findall(r"\w+", words.lower())[:WORDS]:
        condition &= Q(headline__iregex="".join(_ANY_OF.get(letter, re.escape(letter)) for letter in word))
    return list(_for_choice(stories.filter(condition)).order_by("-updated_at", "-pk")[:ANSWERS])


def _for_choice(stories: ArticleQuerySet) -> ArticleQuerySet:
    """Load what the editor is told of a story that it may link to."""
    shown = ("headline", "slug", "first_published_at", "published_at", "ends_at", "lead_picture__file")
    return stories.select_related("lead_picture").only(*shown)


def _numbered(attributes: str) -> re.Match[str] | None:
    return _NUMBER.search(f" {attributes}")


def _slug(attributes: str) -> str:
    """Return the slug that a link without a number leads to on this site, empty for any other link."""
    href = _HREF.search(attributes)
    return "" if href is None or _numbered(attributes) else _slug_at(unescape(href[1]))


def _slug_at(address: str) -> str:
    """Return the slug that an address of a story on this site has, empty for any other address."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    own = urlsplit(settings.SITE_URL)
    if parts.netloc and (parts.scheme not in ("http", "https") or parts.netloc.lower() != own.netloc.lower()):
        return ""
    # An address with a query or a fragment means a place in the page, which a number would lose.
    path = _STORY_PATH.fullmatch(parts.path) if not parts.query and not parts.fragment else None
    return path[1] if path else ""
