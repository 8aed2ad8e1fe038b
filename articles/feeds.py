"""Feeds with the full text, for the site and for each section, author, series and tag."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Enclosure
from django.views.decorators.http import conditional_page, require_safe

from articles.addresses.old import renamed_leads_on
from articles.bylines import in_words
from articles.corrections.words import notes_html
from articles.feed_formats import FORMATS, Feed
from articles.live.in_text import put_entries_before
from articles.models import Article, Author, Picture, Section, Series, Tag
from articles.models.article import ArticleQuerySet
from articles.revisions.due import show_due_changes
from articles.story_html import picture_numbers
from articles.writing.links import linked_stories
from articles.writing.shown import story_as_shown

FEED_SIZE = 30
_OWN_ADDRESS = re.compile(r'(<(?:a|img) (?:[^>]* )?(?:href|src)=")(?=/(?!/))')
_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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
@renamed_leads_on
def section_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _answer(request, _channel_of(get_object_or_404(Section, slug=slug)), format)


@require_safe
@conditional_page
@renamed_leads_on
def author_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _answer(request, _channel_of(get_object_or_404(Author, slug=slug)), format)


@require_safe
@conditional_page
@renamed_leads_on
def tag_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    return _answer(request, _channel_of(get_object_or_404(Tag, slug=slug)), format)


@require_safe
@conditional_page
def series_feed(request: HttpRequest, slug: str, format: str) -> HttpResponse:
    found = get_object_or_404(Series, slug=slug)
    title = f"{settings.SITE_NAME} – {found.name}"
    return _answer(request, _Channel(title, found.get_absolute_url(), found.description, found.public_parts()), format)


def absolute(html: str) -> str:
    """Return story HTML whose own links and pictures carry the site's address, as a feed reader needs them."""
    return _OWN_ADDRESS.sub(lambda start: start[1] + settings.SITE_URL, html)


def xml_text(text: str) -> str:
    """
    Return the text with a sign in place of each character that XML cannot hold: one of them would end the whole feed.

    Without a sign in its place, what stands around it would grow together, to “javascript:” in sanitised HTML.
    """
    return _NOT_XML.sub("\ufffd", text)


def stable_id(story: Article) -> str:
    """
    Return a name of the story that no change of its address, headline or date touches.

    It is a tag URI (RFC 4151) or, for what was imported, the one that WordPress gave it: whoever follows the feed
    sees no story twice, neither after a new slug nor after the move from WordPress.
    """
    if story.wordpress_id is not None:
        return f"{settings.SITE_URL}/?p={story.wordpress_id}"
    host = urlsplit(settings.SITE_URL).hostname
    return f"tag:{host},{story.created_at.year}:story/{story.pk}"


def new_feed(format: str, *, path: str, page: str, title: str, description: str = "", language: str = "") -> Feed:
    """Return an empty feed of this site; `path` is its own and `page` that of the page that it belongs to."""
    return FORMATS[format](
        title=xml_text(title),
        link=settings.SITE_URL + page,
        description=xml_text(description or title),
        language=language or settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + path,
    )


def written(feed: Feed) -> HttpResponse:
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response


def _channel_of(subject: Section | Author | Tag) -> _Channel:
    return _Channel(
        f"{settings.SITE_NAME} – {subject.name}",
        subject.get_absolute_url(),
        getattr(subject, "description", ""),
        subject.articles.all().published(),
    )


def _answer(request: HttpRequest, channel: _Channel, format: str) -> HttpResponse:
    feed = new_feed(format, path=request.path, page=channel.path, title=channel.title, description=channel.description)
    stories = list(channel.stories.for_page().newest_first()[:FEED_SIZE])
    show_due_changes(stories)
    put_entries_before(stories)
    pictures = Picture.objects.in_bulk({n for story in stories for n in picture_numbers(story.body)})
    linked = linked_stories(story.body for story in stories)
    for story in stories:
        _add_story(feed, story, story_as_shown(story.body, pictures, linked, prefix=f"{story.pk}-", for_feed=True))
    return written(feed)


def _add_story(feed: Feed, story: Article, text: str) -> None:
    address = settings.SITE_URL + story.get_absolute_url()
    feed.add_item(
        title=xml_text(story.headline),
        link=address,
        description=xml_text(story.standfirst),
        author_name=xml_text(in_words(story.bylines.all())),
        authors=[
            (xml_text(byline.author.name), settings.SITE_URL + byline.author.get_absolute_url())
            for byline in story.bylines.all()
        ],
        pubdate=story.published_at,
        updateddate=story.updated_at,
        unique_id=stable_id(story),
        unique_id_is_permalink=False,
        categories=[xml_text(name) for name in (story.section.name, *(tag.name for tag in story.tags.all()))],
        enclosures=_enclosures(story),
        language=story.language,
        full_text=xml_text(notes_html(story.told_notes()) + absolute(text)),
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
