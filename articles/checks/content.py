"""A story as the checks see it: its columns, what its text holds, and what had to be looked up for it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser

from django.db.models import Exists, OuterRef

from articles.checks.elsewhere import dead_internal_links
from articles.models import Article, Byline, Picture
from articles.story_html import picture_numbers
from articles.writing.blocks import CARD
from articles.writing.house_words import HouseWords

LINES = ("headline", "standfirst", "seo_title", "seo_description", "social_title", "social_text")


@dataclass
class Link:
    address: str
    words: str = ""


@dataclass
class Shown:
    """A picture in the text: its number in the library, and the words that stand with it."""

    number: int | None
    alternative_text: str
    caption: str = ""
    is_in_card: bool = False


@dataclass
class Outline:
    """What the HTML of a story holds, in its order."""

    headings: list[tuple[int, str]] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Shown] = field(default_factory=list)
    words: str = ""


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.outline = Outline()
        self._words: list[str] = []
        self._open: list[str] = []
        self._is_in_card = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            number = values.get("data-file", "")
            known = int(number) if number.isascii() and number.isdecimal() and len(number) < 16 else None
            self.outline.pictures.append(Shown(known, values.get("alt", ""), is_in_card=self._is_in_card))
        elif tag in ("br", "hr"):
            self._words.append(" ")
        else:
            self._begin(tag, values)

    def _begin(self, tag: str, values: dict[str, str]) -> None:
        self._open.append(tag)
        if tag == "figure":
            self._is_in_card = values.get("class") == CARD
        if tag in ("h2", "h3"):
            self.outline.headings.append((int(tag[1]), ""))
        if tag == "a" and "data-article" not in values:
            self.outline.links.append(Link(values.get("href", "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass
        if tag not in ("a", "em", "strong", "code"):
            self._words.append("\n")

    def handle_data(self, data: str) -> None:
        self._words.append(data)
        if "a" in self._open and self.outline.links:
            self.outline.links[-1].words += data
        if "figcaption" in self._open and self.outline.pictures:
            self.outline.pictures[-1].caption += data
        if {"h2", "h3"} & set(self._open):
            level, words = self.outline.headings[-1]
            self.outline.headings[-1] = (level, words + data)

    def finish(self) -> Outline:
        self.close()
        self.outline.words = "".join(self._words)
        return self.outline


def outline_of(html: str) -> Outline:
    reader = _Reader()
    reader.feed(html)
    return reader.finish()


@dataclass(frozen=True)
class Content:
    """Everything that a check may look at. The pictures are those of the library that the story shows, by number."""

    article: Article
    has_section: bool
    has_tags: bool
    has_author: bool
    pictures: dict[int, Picture]
    dead_links: list[str]
    is_slug_taken: bool
    is_embargoed: bool
    house_words: HouseWords

    @property
    def lines(self) -> dict[str, str]:
        """Return what readers see of the story in lines without tags, by field."""
        return {field: getattr(self.article, field) for field in LINES}

    @cached_property
    def outline(self) -> Outline:
        return outline_of(self.article.body)


def content_of(
    article: Article,
    *,
    has_section: bool = True,
    has_tags: bool | None = None,
    has_author: bool | None = None,
    is_slug_taken: bool = False,
    is_under_embargo: bool | None = None,
) -> Content:
    """
    Look up what the checks need; at most four queries.

    Whether it has tags and authors is read from the database where the caller does not know.
    """
    if has_tags is None or has_author is None:
        has_tags, has_author = _stored(article)
    numbers = picture_numbers(article.body) | ({article.lead_picture_id} if article.lead_picture_id else set())
    return Content(
        article=article,
        has_section=has_section and article.section_id is not None,
        has_tags=has_tags,
        has_author=has_author,
        pictures=Picture.objects.in_bulk(numbers) if numbers else {},
        dead_links=dead_internal_links(article.body),
        is_slug_taken=is_slug_taken,
        is_embargoed=article.is_embargoed() if is_under_embargo is None else is_under_embargo,
        house_words=HouseWords.of_the_house(),
    )


def _stored(article: Article) -> tuple[bool, bool]:
    tags = Article.tags.through.objects.filter(article=OuterRef("pk"))
    authors = Byline.objects.filter(article=OuterRef("pk"))
    found = Article.objects.filter(pk=article.pk).values_list(Exists(tags), Exists(authors)).first()
    return found or (False, False)
