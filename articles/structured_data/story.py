"""A story as https://schema.org/NewsArticle, and what every kind of article says of itself."""

from __future__ import annotations

from typing import Any

from articles.front.following import Installment
from articles.models import Article, Byline, Correction
from articles.structured_data.parts import CONTEXT, Data, breadcrumb, filled, full, images, moment, person, publisher
from articles.writing.counts import word_count

_WRITERS = {Byline.Role.BY, Byline.Role.WITH}
_HELPERS = {Byline.Role.PHOTOS, Byline.Role.ILLUSTRATION}


def news_article(article: Article, installment: Installment | None) -> list[Data]:
    """Return the story and the way to it; of a story with live entries the way alone, for they say the rest."""
    path = breadcrumb(
        [
            (article.section.name, article.section.get_absolute_url()),
            (article.headline, article.get_absolute_url()),
        ]
    )
    if article.was_live:
        return [path]
    return [{**CONTEXT, "@type": "NewsArticle", **article_properties(article, installment)}, path]


def article_properties(article: Article, installment: Installment | None) -> Data:
    address = full(article.get_absolute_url())
    bylines = list(article.bylines.all())
    return filled(
        {
            "url": address,
            "mainEntityOfPage": address,
            "headline": article.headline,
            "description": article.standfirst,
            "image": images(article.lead_picture or article.social_picture),
            "datePublished": moment(article.published_at),
            "dateModified": moment(article.updated_at),
            "author": _signing(bylines, _WRITERS) or [person(byline.author) for byline in bylines],
            "contributor": _signing(bylines, _HELPERS),
            "translator": _signing(bylines, {Byline.Role.TRANSLATION}),
            "publisher": publisher(),
            "inLanguage": article.language,
            "articleSection": article.section.name,
            "keywords": [tag.name for tag in article.tags.all()],
            "wordCount": word_count(article.body),
            "isAccessibleForFree": True,
            "correction": [_correction(note, article) for note in article.told_notes() if _corrects(note)],
            "commentCount": article.comment_count,
            **_place_in_series(installment),
        }
    )


def _signing(bylines: list[Byline], roles: set[Any]) -> list[Data]:
    return [person(byline.author) for byline in bylines if byline.role in roles]


def _corrects(note: Correction) -> bool:
    """Tell whether a note says that something was wrong: an update says what is new."""
    return note.kind != Correction.Kind.UPDATE


def _correction(note: Correction, article: Article) -> Data:
    return filled(
        {
            "@type": "CorrectionComment",
            "text": note.said,
            "datePublished": moment(note.at),
            "dateModified": moment(note.withdrawn_at or note.changed_at),
            "url": full(f"{article.get_absolute_url()}#correction-{note.pk}"),
        }
    )


def _place_in_series(installment: Installment | None) -> Data:
    if installment is None:
        return {}
    series = installment.series
    return {
        "isPartOf": {"@type": "CreativeWorkSeries", "name": series.name, "url": full(series.get_absolute_url())},
        "position": installment.number,
    }
