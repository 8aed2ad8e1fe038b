"""The feed of a live story's entries."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from articles.feeds import FEED_SIZE, absolute, new_feed, written, xml_text
from articles.live.shown import texts_of
from articles.models import Article


def live_feed_of(article: Article, format: str, path: str) -> HttpResponse:
    """Return the newest entries of a story, each with its permalink as what it is known by."""
    title = f"{settings.SITE_NAME} – {article.headline}"
    feed = new_feed(
        format,
        path=path,
        page=article.get_absolute_url(),
        title=title,
        description=article.standfirst or article.headline,
        language=article.language,
    )
    entries = list(article.live_entries.standing().for_page().newest_first()[:FEED_SIZE])
    texts = texts_of(entries, for_feed=True)
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
            full_text=xml_text(absolute(texts[entry.number])),
        )
    return written(feed)
