"""
Changes that become public at a time, without a job that could miss it.

Readers' pages look at `change_at` of the stories that they have loaded anyway, and show the waiting version from that
moment on. The worker writes it into the story's own columns within the minute, so that searches and lists by section
or tag follow; nothing is written by a reader's request.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, cast

from django.db import transaction
from django.utils import timezone

from articles.corrections.change import Change, visible_change
from articles.corrections.change import Content as Words
from articles.models import Article, Author, Picture, Revision, Section, Tag
from articles.revisions.content import Content, with_columns
from articles.search.index import index


def show_due_changes(stories: Iterable[Article]) -> None:
    """Give each story whose change is due the content of that change, in memory. Costs nothing where none is."""
    now = timezone.now()
    due = [story for story in stories if story.change_at is not None and story.change_at <= now]
    if due:
        versions = Revision.objects.in_bulk([story.working_id for story in due])
        for story in due:
            before = Words.of(story)
            show(story, versions[story.working_id].content)
            if _is_dated(story, before):
                story.updated_at = max(story.updated_at, cast("datetime", story.change_at))


def show(article: Article, content: Content) -> None:
    """Give a story this content in memory, with everything that a page of it asks for."""
    slug = article.slug
    with_columns(article, content)
    # A new address leads nowhere before it is written down.
    article.slug = slug
    article.section = Section.objects.get(pk=article.section_id)
    article.lead_picture = Picture.objects.filter(pk__in=[article.lead_picture_id]).first()
    article.signed_by = _bylines(article, content)
    prefetched: dict[str, Any] = {
        "tags": list(Tag.objects.numbered(content["tags"])),
        "bylines": article.signed_by,
    }
    article._prefetched_objects_cache = getattr(article, "_prefetched_objects_cache", {}) | prefetched  # type: ignore[attr-defined]


def write_due_changes() -> int:
    """Write the changes whose time has come into their stories; return how many. Run by the worker."""
    written = 0
    for pk in list(Article.objects.with_change_due().values_list("pk", flat=True)):
        with transaction.atomic():
            # Somebody may have published or discarded it while the list was read.
            story = Article.objects.with_change_due().select_for_update().filter(pk=pk).first()
            written += story is not None and write_if_due(story)
    return written


def write_if_due(story: Article) -> bool:
    """Write a change whose time has come into its story, which the caller has locked; tell whether there was one."""
    if story.working is None or story.change_at is None or story.change_at > timezone.now():
        return False
    story.publish_change(story.working, at=story.change_at)
    index(story)
    return True


def _is_dated(story: Article, before: Words) -> bool:
    """Tell whether readers are told that the change which is shown is one: it counts, or a note came with it."""
    if visible_change(before, Words.of(story)) == Change.SUBSTANTIAL:
        return True
    return any(note.at == story.change_at for note in story.corrections.all())


def _bylines(article: Article, content: Content) -> list[Any]:
    authors = Author.objects.in_bulk([one["author"] for one in content["authors"]])
    return [
        article.bylines.model(article=article, position=position, **one | {"author": authors[one["author"]]})
        for position, one in enumerate(content["authors"])
        if one["author"] in authors
    ]
