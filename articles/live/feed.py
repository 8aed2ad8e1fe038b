"""The feed of a live story's entries."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from articles.feeds import FEED_SIZE, FORMATS, absolute, xml_text
from articles.models import Article, Picture
from articles.story_html import picture_numbers, with_pictures


def live_feed_of(article: Article, format: str, path: str) -> HttpResponse:
    """Return the newest entries of a story, each with its permalink as what it is known by."""
    feed = FORMATS[format](
        title=xml_text(f"{settings.SITE_NAME} – {article.headline}"),
        link=settings.SITE_URL + article.get_absolute_url(),
        description=xml_text(article.standfirst or article.headline),
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + path,
    )
    entries = list(article.live_entries.standing().for_page().newest_first()[:FEED_SIZE])
    pictures = Picture.objects.in_bulk({n for entry in entries for n in picture_numbers(entry.text)})
    for entry in entries:
        address = settings.SITE_URL + entry.get_absolute_url()
        feed.add_item(
            title=xml_text(entry.name),
            link=address,
            description="",
            author_name=xml_text(entry.author.name if entry.author else settings.SITE_NAME),
            pubdate=entry.at,
            updateddate=entry.edited_at or entry.at,
            unique_id=address,
            unique_id_is_permalink=True,
            full_text=xml_text(absolute(with_pictures(entry.text, pictures))),
        )
    response = HttpResponse(content_type=feed.content_type)
    feed.write(response, "utf-8")
    return response
