"""A live story as search engines are told of it: https://schema.org/LiveBlogPosting, equal to what the page shows."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.live.shown import ShownLive
from articles.models import Article, LiveEntry
from articles.story_html import plain_text


def live_blog_posting(article: Article, shown: ShownLive) -> dict[str, Any]:
    address = settings.SITE_URL + article.get_absolute_url()
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "@id": f"{address}#live",
        "url": address,
        "mainEntityOfPage": address,
        "headline": article.headline,
        "description": article.standfirst,
        "datePublished": _moment(article.published_at),
        "dateModified": _moment(article.updated_at),
        "coverageStartTime": _moment(article.live_started_at),
        "coverageEndTime": _moment(article.live_ended_at),
        "author": [_person(byline.author) for byline in article.bylines.all()],
        "publisher": {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": settings.SITE_URL},
        "liveBlogUpdate": [_update(each.entry) for each in shown.standing],
    }
    return {name: value for name, value in data.items() if value}


def _update(entry: LiveEntry) -> dict[str, Any]:
    data = {
        "@type": "BlogPosting",
        "headline": entry.name,
        "datePublished": _moment(entry.at),
        "dateModified": _moment(entry.edited_at),
        "articleBody": plain_text(entry.text),
        "url": settings.SITE_URL + entry.get_absolute_url(),
        "author": _person(entry.author) if entry.author else None,
    }
    return {name: value for name, value in data.items() if value}


def _moment(at: Any) -> str:
    return timezone.localtime(at).isoformat(timespec="seconds") if at else ""


def _person(author: Any) -> dict[str, str]:
    return {"@type": "Person", "name": author.name, "url": settings.SITE_URL + author.get_absolute_url()}
