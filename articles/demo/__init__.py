"""
The demonstration magazine: its authors, sections and stories, with pictures drawn when it is loaded.

Sections and authors stand in `magazine.toml`; a story is a file of `stories/`: TOML between two lines `+++`, then its
HTML. Times are relative to now.
"""

from __future__ import annotations

import io
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.utils.text import slugify

from articles.demo.live import tell_live
from articles.demo.pictures import draw, portrait, save_webp
from articles.models import Article, Author, Byline, Picture, Section, Tag

FOLDER = Path(__file__).parent
CREDIT = "Le Commutateur"


def load_stories(now: datetime) -> list[Article]:
    """Fill an empty database with the magazine and return its stories."""
    magazine = tomllib.loads((FOLDER / "magazine.toml").read_text(encoding="utf-8"))
    sections = {
        slug: Section.objects.create(slug=slug, position=position, **words)
        for position, (slug, words) in enumerate(magazine["sections"].items(), start=1)
    }
    authors = {slug: _make_author(slug, **words) for slug, words in magazine["authors"].items()}
    return [
        _make_story(path.stem, *_read(path), sections, authors, now) for path in sorted(FOLDER.glob("stories/*.html"))
    ]


def _read(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), body.strip()


def _make_author(slug: str, name: str, role: str, biography: str, face: str, account: str = "") -> Author:
    picture = _make_picture(f"{slug}.webp", portrait(face), f"Portrait de {name}", "")
    user = get_user_model().objects.filter(username=account).first()
    return Author.objects.create(slug=slug, name=name, role=role, biography=biography, portrait=picture, user=user)


def _make_picture(name: str, image: Any, alternative_text: str, caption: str) -> Picture:
    buffer = io.BytesIO()
    save_webp(image, buffer)
    file = ContentFile(buffer.getvalue(), name=name)
    return Picture.objects.create(file=file, alternative_text=alternative_text, caption=caption, credit=CREDIT)


def _make_story(
    slug: str,
    front: dict[str, Any],
    body: str,
    sections: dict[str, Section],
    authors: dict[str, Author],
    now: datetime,
) -> Article:
    story = Article.objects.create(
        headline=front["headline"],
        slug=slug,
        standfirst=front["standfirst"],
        body=body,
        section=sections[front["section"]],
        created_by=next((authors[author].user for author in front["authors"] if authors[author].user), None),
        lead_picture=_make_picture(
            f"{slug}.webp", draw(slug, front["section"]), front["picture_alt"], front["picture_caption"]
        ),
    )
    Byline.objects.bulk_create(
        Byline(article=story, author=authors[author], position=position)
        for position, author in enumerate(front["authors"])
    )
    story.tags.set(_tags(front["tags"]))
    _take_steps(story, front, now)
    tell_live(story, front.get("live", []), authors, now)
    return story


def _tags(names: list[str]) -> Iterator[Tag]:
    for name in names:
        yield Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def _take_steps(story: Article, front: dict[str, Any], now: datetime) -> None:
    """Bring the story where its file says: published some days ago unless it names another state."""
    match front.get("state", "published"):
        case "published":
            story.publish(at=now - timedelta(days=front["days_ago"]))
        case "scheduled":
            story.publish(at=now + timedelta(days=front["in_days"]))
        case "in_review":
            story.request_publication()
