"""A live story as search engines are told of it: https://schema.org/LiveBlogPosting, equal to what the page shows."""

from __future__ import annotations

from articles.front.following import Installment
from articles.live.shown import ShownLive
from articles.models import Article, LiveEntry
from articles.story_html import plain_text
from articles.structured_data.parts import CONTEXT, Data, filled, full, moment, person
from articles.structured_data.story import article_properties


def live_blog_posting(article: Article, shown: ShownLive, installment: Installment | None = None) -> Data:
    return filled(
        {
            **CONTEXT,
            "@type": "LiveBlogPosting",
            "@id": f"{full(article.get_absolute_url())}#live",
            **article_properties(article, installment),
            "coverageStartTime": moment(article.live_started_at),
            "coverageEndTime": moment(article.live_ended_at),
            "liveBlogUpdate": [_update(each.entry) for each in shown.standing],
        }
    )


def _update(entry: LiveEntry) -> Data:
    return filled(
        {
            "@type": "BlogPosting",
            "headline": entry.name,
            "datePublished": moment(entry.at),
            "dateModified": moment(entry.edited_at),
            "articleBody": plain_text(entry.text),
            "url": full(entry.get_absolute_url()),
            "author": person(entry.author) if entry.author else None,
        }
    )
