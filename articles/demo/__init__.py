"""
The demonstration magazine: its authors, sections and stories, with pictures drawn when it is loaded.

A story is a file of `stories/`: TOML between two lines `+++`, then its HTML. Times are relative to now.
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

from articles.demo.pictures import draw, portrait, save_webp
from articles.models import Article, Author, Byline, Picture, Section, Tag

STORIES = Path(__file__).parent / "stories"
CREDIT = "Le Commutateur"

SECTIONS = {
    "intelligence-artificielle": ("Intelligence artificielle", "Ce que les modèles savent faire, et ce qu’on leur fait dire."),
    "logiciel-libre": ("Logiciel libre", "Le code que tout le monde utilise et que peu de gens entretiennent."),
    "materiel": ("Matériel", "Puces, machines et câbles : le numérique qui chauffe."),
    "securite": ("Sécurité", "Failles, fraudes et bonnes habitudes."),
    "societe": ("Société", "École, travail, administration : la vie avec les écrans."),
}  # fmt: skip

# Slug: name, role, biography, and the account that signs as this author in the demonstration.
AUTHORS = {
    "lea-marchetti": ("Léa Marchetti", "Journaliste, intelligence artificielle", "Statisticienne de formation, elle lit les articles de recherche jusqu’aux annexes et demande toujours sur quelles données.", "journalist"),
    "youssef-benali": ("Youssef Benali", "Journaliste, logiciel libre", "Ancien administrateur système, il suit les communautés du logiciel libre, leurs querelles et leurs budgets.", ""),
    "claire-dumoulin": ("Claire Dumoulin", "Rédactrice en chef", "Elle a fondé Le Commutateur avec l’idée qu’un article technique se relit à voix haute.", "editor"),
    "hugo-le-bihan": ("Hugo Le Bihan", "Journaliste, matériel", "Il démonte ce qu’il essaie, et le remonte le plus souvent.", ""),
    "ines-carvalho": ("Inès Carvalho", "Journaliste, sécurité", "Elle enquête sur les fraudes ordinaires et sur ceux qui les réparent.", ""),
}  # fmt: skip


def load_stories(now: datetime) -> list[Article]:
    """Fill an empty database with the magazine and return its stories."""
    sections = {slug: _make_section(slug, position) for position, slug in enumerate(SECTIONS, start=1)}
    authors = {slug: _make_author(slug) for slug in AUTHORS}
    return [_make_story(path.stem, *_read(path), sections, authors, now) for path in sorted(STORIES.glob("*.html"))]


def _read(path: Path) -> tuple[dict[str, Any], str]:
    _, front, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(front), body.strip()


def _make_section(slug: str, position: int) -> Section:
    name, description = SECTIONS[slug]
    return Section.objects.create(slug=slug, name=name, description=description, position=position)


def _make_author(slug: str) -> Author:
    name, role, biography, username = AUTHORS[slug]
    picture = _make_picture(f"{slug}.webp", portrait(slug), f"Portrait de {name}", "")
    user = get_user_model().objects.filter(username=username).first()
    return Author.objects.create(slug=slug, name=name, role=role, biography=biography, portrait=picture, user=user)


def _make_picture(name: str, image: Any, alternative_text: str, caption: str) -> Picture:
    buffer = io.BytesIO()
    save_webp(image, buffer)
    picture = Picture(alternative_text=alternative_text, caption=caption, credit=CREDIT)
    picture.file.save(name, ContentFile(buffer.getvalue()))
    return picture


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
