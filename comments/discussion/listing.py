"""What the page of all discussions shows: what is set where, the stories that are searched for, and the log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models import Article, Section
from comments.discussion.changing import Scope
from comments.discussion.in_force import DEFAULTS
from comments.discussion.words import name_in_words, value_in_words
from comments.models import Comment, DiscussionChange, DiscussionSettings

SHOWN = 50
FOUND = 20


@dataclass(frozen=True)
class Entry:
    """A scope with what is set in it, in words; empty where the wider scope decides everything."""

    article: Article | None
    section: Section | None
    sentences: list[str]


@dataclass(frozen=True)
class Logged:
    change: DiscussionChange
    sentences: list[str]


def overview(*, with_drafts: bool) -> dict[str, Any]:
    """Return the site, every section, and the stories that have settings of their own (the newest fifty of them)."""
    rows = DiscussionSettings.objects.filter(article=None).select_related("section")
    wider = {row.section_id: row for row in rows}
    own = DiscussionSettings.objects.filter(article__isnull=False).select_related("article").order_by("-pk")
    own = own.filter(_of_known_stories(with_drafts))[:SHOWN]
    return {
        "site": Entry(None, None, _sentences(wider.get(None))),
        "sections": [Entry(None, section, _sentences(wider.get(section.pk))) for section in Section.objects.all()],
        "stories": [Entry(row.article, None, _sentences(row)) for row in own],
    }


def found_stories(words: str) -> list[Article]:
    """Return published stories whose headline holds the words, the newest first."""
    if not words:
        return []
    stories = Article.objects.published().filter(headline__icontains=words)
    return list(stories.select_related("section").defer("body").newest_first()[:FOUND])


def newest_comments(article: Article) -> list[Comment]:
    """Return the comments that were published last under a story: what its author may want to answer."""
    return list(Comment.objects.approved_under(article).order_by("-submitted_at", "-pk")[:FOUND])


def change_log(scope: Scope | None = None, *, with_drafts: bool) -> list[Logged]:
    """Return the newest changes, everywhere or in one scope."""
    changes = DiscussionChange.objects.select_related("user", "article", "section")
    changes = changes.filter(_of_known_stories(with_drafts))
    if scope is not None:
        changes = changes.filter(**scope.columns)
    return [Logged(change, list(_changed(change.changes))) for change in changes[:SHOWN]]


def _of_known_stories(with_drafts: bool) -> Q:
    """Leave out what is about a story that has never been public; that of sections and of the site stays."""
    return Q() if with_drafts else Q(article=None) | Q(article__first_published_at__lte=timezone.now())


def _changed(changes: dict[str, list[Any]]) -> Iterable[str]:
    for name, (before, after) in changes.items():
        words = {
            "name": name_in_words(name),
            "before": value_in_words(name, before),
            "after": value_in_words(name, after),
        }
        yield _("%(name)s: %(before)s → %(after)s") % words


def _sentences(row: DiscussionSettings | None) -> list[str]:
    if row is None:
        return []
    values = {name: getattr(row, name) for name in DEFAULTS}
    return [value_in_words(name, value) for name, value in values.items() if value is not None]
