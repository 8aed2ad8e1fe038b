"""What editors have done with the demonstration magazine: a pin, a series, picks, links, templates, words."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from articles.models import (
    Article,
    Author,
    AuthorLink,
    Front,
    HouseWord,
    Pin,
    RelatedStory,
    Series,
    SeriesPart,
    StoryTemplate,
)


def edit_magazine(magazine: dict[str, Any], stories: Sequence[Article], now: datetime) -> None:
    by_slug = {story.slug: story for story in stories}
    lead = magazine["front"]["lead"]
    front = Front.objects.create()
    until = now + timedelta(days=lead["days"])
    Pin.objects.create(front=front, article=by_slug[lead["story"]], place=1, until=until)
    for slug, words in magazine["series"].items():
        _make_series(slug, [by_slug[part] for part in words.pop("parts")], **words)
    for slug, picks in magazine["related"].items():
        RelatedStory.objects.bulk_create(
            RelatedStory(article=by_slug[slug], related=by_slug[pick], position=position)
            for position, pick in enumerate(picks)
        )
    StoryTemplate.objects.bulk_create(StoryTemplate(**words) for words in magazine["templates"])
    HouseWord.objects.bulk_create(HouseWord(**words) for words in magazine["house_words"])


def link_author(author: Author, links: dict[str, str]) -> None:
    AuthorLink.objects.bulk_create(
        AuthorLink(author=author, label=label, url=url, position=position)
        for position, (label, url) in enumerate(links.items())
    )


def _make_series(slug: str, parts: Sequence[Article], **words: str) -> None:
    series = Series.objects.create(slug=slug, picture=parts[-1].lead_picture, **words)
    SeriesPart.objects.bulk_create(
        SeriesPart(series=series, article=story, position=position) for position, story in enumerate(parts, start=1)
    )
