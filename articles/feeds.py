"""RSS and Atom with the full text, for the site and for each section, author and tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Enclosure, Rss201rev2Feed, SyndicationFeed
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page, require_safe

from articles.live.in_text import put_entries_before
from articles.models import Article, Author, Picture, Section, Tag
from articles.models.article import ArticleQuerySet
from articles.revisions.due import show_due_changes
from articles.story_html import picture_numbers, with_pictures

FEED_SIZE = 30
_OWN_ADDRESS = re.compile(r'(<(?:a|img) (?:[^>]* )?(?:href|src)=")(?=/(?!/))')
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class FullTextRss(Rss201rev2Feed):
    def rss_attributes(self) -> dict[str, str]:
        return super().rss_attributes() | {"xmlns:content": "http://purl.org/rss/1.0/modules/content/"}

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content:encoded", item["full_text"])


class FullTextAtom(Atom1Feed):
    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)
        handler.addQuickElement("content", item["full_text"], {"type": "html"})


FORMATS: dict[str, type[FullTextRss | FullTextAtom]] = {"rss": FullTextRss, "atom": FullTextAtom}


@dataclass(frozen=True)
class _Channel:
    title: str
    path: str
    description: str
    stories: ArticleQuerySet


@require_safe
@conditional_page
def site_feed(request: HttpRequest, format: str) -> HttpResponse:
    channel = _Channel(settings.SITE_NAME, reverse("articles:home"), "", Article.objects.published())
    return _answer(request, channel, format)


@require_safe
@conditional_page
def section_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _answer(request, _channel_of(get_object_or_404(Section, slug=slug)), format)


@require_safe
@conditional_page
def author_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _answer(request, _channel_of(get_object_or_404(Author, slug=slug)), format)


@require_safe
@conditional_page
def tag_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _answer(request, _channel_of(get_object_or_404(Tag, slug=slug)), format)


def absolute(html: str) -> str:
    """Return story HTML whose own links and pictures carry the site's address, as a feed reader needs them."""
    return _OWN_ADDRESS.sub(lambda start: start[1] + settings.SITE_URL, html)


def xml_text(text: str) -> str:
    """
    Return the text with a sign in place of each character that XML cannot hold: one of them would end the whole feed.

    Without a sign in its place, what stands around it would grow together, to “javascript:” in sanitised HTML.
    """
    return _NOT_XML.sub("\ufffd", text)


def _channel_of(subject: Section | Author | Tag) -> _Channel:
    return _Channel(
        f"{settings.SITE_NAME} – {subject.name}",
        subject.get_absolute_url(),
        getattr(subject, "description", ""),
        subject.articles.all().published(),
    )


def _answer(request: HttpRequest, channel: _Channel, format: str) -> HttpResponse:
    feed = FORMATS[format](
        title=xml_text(channel.title),
        link=settings.SITE_URL + channel.path,
        description=xml_text(channel.description or channel.title),
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + request.path,
    )
    stories = list(channel.stories.for_page().newest_first()[:FEED_SIZE])
    show_due_changes(stories)
    put_entries_before(stories)
    pictures = Picture.objects.in_bulk({n for story in stories for n in picture_numbers(story.body)})
    for story in stories:
        _add_story(feed, story, pictures)
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _add_story(feed: SyndicationFeed, story: Article, pictures: dict[int, Picture]) -> None:
    address = settings.SITE_URL + story.get_absolute_url()
    feed.add_item(
        title=xml_text(story.headline),
        link=address,
        description=xml_text(story.standfirst),
        author_name=xml_text(", ".join(byline.author.name for byline in story.bylines.all())),
        pubdate=story.published_at,
        updateddate=story.updated_at,
        unique_id=address,
        unique_id_is_permalink=True,
        categories=[xml_text(name) for name in (story.section.name, *(tag.name for tag in story.tags.all()))],
        enclosures=_enclosures(story),
        full_text=xml_text(absolute(with_pictures(story.body, pictures))),
    )


def _enclosures(story: Article) -> list[Enclosure]:
    if story.lead_picture is None:
        return []
    extension = str(story.lead_picture.file.name).rpartition(".")[2].lower().replace("jpg", "jpeg")
    address = settings.SITE_URL + story.lead_picture.file.url
    try:
        size = story.lead_picture.file.size
    except OSError:
        # The file is gone or its disk is away; the story is still worth reading.
        return []
    return [Enclosure(address, str(size), f"image/{extension}")]
