"""
Changes that become public at a time, without a job that could miss it.

Readers' pages look at `change_at` of the stories that they have loaded anyway, and show the waiting version from that
moment on. The worker writes it into the story's own columns within the minute, so that searches and lists by section
or tag follow; nothing is written by a reader's request.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from articles.models import Article, Author, Picture, Revision, Section, Tag
from articles.revisions.content import Content, with_columns


def show_due_changes(stories: Iterable[Article]) -> None:
    """Give each story whose change is due the content of that change, in memory. Costs nothing where none is."""
    now = timezone.now()
    due = [story for story in stories if story.change_at is not None and story.change_at <= now]
    if due:
        versions = Revision.objects.in_bulk([story.working_id for story in due])
        for story in due:
            show(story, versions[story.working_id].content)


def show(article: Article, content: Content) -> None:
    """Give a story this content in memory, with everything that a page of it asks for."""
    with_columns(article, content)
    article.section = Section.objects.get(pk=article.section_id)
    article.lead_picture = Picture.objects.filter(pk__in=[article.lead_picture_id]).first()
    prefetched: dict[str, Any] = {
        "tags": list(Tag.objects.filter(pk__in=content["tags"])),
        "bylines": _bylines(article, content),
    }
    article._prefetched_objects_cache = getattr(article, "_prefetched_objects_cache", {}) | prefetched  # type: ignore[attr-defined]


def write_due_changes() -> int:
    """Write the changes whose time has come into their stories; return how many. Run by the worker."""
    written = 0
    for pk in list(Article.objects.with_change_due().values_list("pk", flat=True)):
        with transaction.atomic():
            # Somebody may have published or discarded it while the list was read.
            story = Article.objects.with_change_due().select_for_update().filter(pk=pk).first()
            if story is not None and story.working is not None and story.change_at is not None:
                story.publish_change(story.working, at=story.change_at)
                written += 1
    return written


def _bylines(article: Article, content: Content) -> list[Any]:
    authors = Author.objects.in_bulk([one["author"] for one in content["authors"]])
    return [
        article.bylines.model(article=article, position=position, **one | {"author": authors[one["author"]]})
        for position, one in enumerate(content["authors"])
        if one["author"] in authors
    ]
