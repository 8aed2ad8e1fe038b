"""
The demonstration magazine: its authors, sections and stories, with pictures drawn when it is loaded.

Sections and authors stand in `magazine.toml`; a story is a file of `stories/`, a page of the site one of `pages/`.
Times are relative to now.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.html import format_html
from django.utils.text import slugify

from articles.bells import ring
from articles.demo.front import edit_magazine, link_author
from articles.demo.live import tell_live
from articles.demo.pictures import draw, portrait
from articles.demo.reading import read
from articles.demo.site_pages import write_site_pages
from articles.library.safety import AcceptedPicture
from articles.models import Article, Assignment, Author, Byline, Picture, Remark, Section, Tag
from articles.search.index import index
from articles.tasks import make_picture_sizes
from articles.writing.links import with_numbers

FOLDER = Path(__file__).parent
CREDIT = "Le Commutateur"
_DRAWN = re.compile(r'<img data-drawn="([a-z-]+)" alt="([^"]*)">')


def load_stories(now: datetime) -> list[Article]:
    """Fill an empty database with the magazine and return its stories."""
    magazine = tomllib.loads((FOLDER / "magazine.toml").read_text(encoding="utf-8"))
    sections = {
        slug: Section.objects.create(slug=slug, position=position, **words)
        for position, (slug, words) in enumerate(magazine["sections"].items(), start=1)
    }
    authors = {slug: _make_author(slug, **words) for slug, words in magazine["authors"].items()}
    ring(make_picture_sizes)
    stories = [
        _make_story(path.stem, *read(path), sections, authors, now) for path in sorted(FOLDER.glob("stories/*.html"))
    ]
    for story in stories:
        # Only now is each story there that another one links to.
        Article.objects.filter(pk=story.pk).update(body=with_numbers(story.body))
    edit_magazine(magazine, stories, now)
    write_site_pages()
    return stories


def _make_author(slug: str, name: str, role: str, biography: str, face: str, account: str = "", **more: Any) -> Author:
    picture = _make_picture(f"{slug}.webp", portrait(face), f"Portrait de {name}", "")
    user = get_user_model().objects.filter(username=account).first()
    author = Author.objects.create(slug=slug, name=name, role=role, biography=biography, portrait=picture, user=user)
    link_author(author, more.get("links", {}))
    return author


def _make_picture(name: str, image: Any, alternative_text: str, caption: str) -> Picture:
    return Picture.objects.create(
        file=AcceptedPicture(image, "WEBP", name),
        alternative_text=alternative_text,
        caption=caption,
        credit=CREDIT,
        source="Illustration dessinée pour la démonstration",
        licence=Picture.Licence.HOUSE,
    )


def _draw_inside(image: re.Match[str], section: str) -> str:
    """Return the tag of a picture of the text, drawn for it and put into the library."""
    picture = _make_picture(f"{image[1]}.webp", draw(image[1], section), image[2], "")
    return format_html('<img src="{}" alt="{}" data-file="{}">', picture.file.url, image[2], picture.pk)


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
        body=_DRAWN.sub(lambda image: _draw_inside(image, front["section"]), body),
        section=sections[front["section"]],
        embargo_until=now + timedelta(days=front["embargo_days"]) if "embargo_days" in front else None,
        created_by=next((authors[author].user for author in front["authors"] if authors[author].user), None),
        lead_picture=_make_picture(
            f"{slug}.webp", draw(slug, front["section"]), front["picture_alt"], front["picture_caption"]
        ),
    )
    roles = front.get("roles", {})
    Byline.objects.bulk_create(
        Byline(article=story, author=authors[author], position=position, role=roles.get(author, Byline.Role.BY))
        for position, author in enumerate(front["authors"])
    )
    story.tags.set(_tags(front["tags"]))
    index(story)
    _take_steps(story, front, now)
    _correct(story, front)
    _work_together(story, front, now)
    tell_live(story, front.get("live", []), authors, now)
    return story


def _tags(names: list[str]) -> Iterator[Tag]:
    for name in names:
        yield Tag.objects.get_or_create(slug=slugify(name), defaults={"name": name})[0]


def _correct(story: Article, front: dict[str, Any]) -> None:
    """Tell readers what was wrong or is new, so many hours after the publication."""
    editor = get_user_model().objects.filter(username="editor").first()
    for note in front.get("notes", ()):
        assert story.published_at is not None
        at = story.published_at + timedelta(hours=note.pop("hours"))
        story.correct(by=editor, at=at, **note)


def _take_steps(story: Article, front: dict[str, Any], now: datetime) -> None:
    """Bring the story where its file says: published some days ago unless it names another state."""
    match front.get("state", "published"):
        case "published":
            story.publish(at=now - timedelta(days=front["days_ago"]))
        case "scheduled":
            story.publish(at=now + timedelta(days=front["in_days"]))
        case "in_review":
            story.request_publication(by=story.created_by)


def _work_together(story: Article, front: dict[str, Any], now: datetime) -> None:
    """Give the story to whom its file names, and let the editor remark on one of its paragraphs."""
    accounts = {user.username: user for user in get_user_model().objects.all()}
    if assignee := accounts.get(front.get("assigned_to", "")):
        due_at = now + timedelta(days=front["due_in_days"])
        Assignment.objects.create(article=story, assignee=assignee, due_at=due_at, brief=front["brief"])
    if "remark" in front and "editor" in accounts:
        Remark.objects.create(
            article=story, quote=front["remark_on"], by=accounts["editor"], words=front["remark"], at=now
        )
