"""What may be done to many stories at once. How each act is shown and done: see articles/admin/stories/bulk.py."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.admin.stories.bulk_forms import (
    ActForm,
    CarriedTagForm,
    CommentForm,
    PersonForm,
    ReasonForm,
    SectionForm,
    TagForm,
)
from articles.dates import moment_in_words
from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.notice import NoticeKind
from articles.people import name_of
from articles.workflow.notices import tell_of_each
from articles.workflow.steps import MOVES


@dataclass(frozen=True)
class Act:
    """
    What is done to many stories: `do` returns how many it changed, `noted` is what it says in the admin's log.

    `is_due` tells it of a story beforehand, `is_due_for` once the form is filled; `shown` says what of a story one has
    to know to fill it. An act for publishers asks for the right to publish the story, of drafts as well. What belongs
    to a version is recorded as a revision of each story, and a story whose change waits is left out: it would go back
    with that change.
    """

    name: str
    title: Any
    do: Callable[[ArticleQuerySet, dict[str, Any], Any], int]
    noted: Callable[[dict[str, Any]], str]
    form: type[ActForm] = ActForm
    is_due: Callable[[Article], bool] = lambda article: True
    is_due_for: Callable[[Article, dict[str, Any]], bool] = lambda article, chosen: True
    shown: Callable[[Article], str] = lambda article: ""
    is_for_publishers: bool = False
    is_of_version: bool = False


def _tags_of(article: Article) -> str:
    return ", ".join(tag.name for tag in article.tags.all())


def _assignment_of(article: Article) -> str:
    """Say who writes a story and until when, as far as that is known."""
    assignment = getattr(article, "assignment", None)
    if assignment is None:
        return ""
    who = name_of(assignment.assignee) if assignment.assignee else ""
    return ", ".join(filter(None, (who, assignment.due_at and moment_in_words(assignment.due_at))))


def _is_given_otherwise(article: Article, chosen: dict[str, Any]) -> bool:
    assignment = getattr(article, "assignment", None)
    if assignment is None or assignment.assignee != chosen["assignee"]:
        return True
    return chosen["due_at"] is not None and chosen["due_at"] != assignment.due_at


def _assign(stories: ArticleQuerySet, chosen: dict[str, Any], by: User) -> int:
    """Give the stories to a person, who is told of those that were not hers to write before."""
    assignee = chosen["assignee"]
    new = stories.defer("body").exclude(assignment__assignee=assignee).select_related("assignment")
    briefs = {story: story.assignment.brief if hasattr(story, "assignment") else "" for story in new}
    count = stories.assign(assignee, chosen["due_at"])
    tell_of_each(NoticeKind.ASSIGNED, briefs, assignee, by)
    return count


def _assigned_sentence(chosen: dict[str, Any]) -> str:
    words = {"who": name_of(chosen["assignee"])}
    if chosen["due_at"] is None:
        return _("Assigned to %(who)s.") % words
    return _("Assigned to %(who)s until %(at)s.") % (words | {"at": moment_in_words(chosen["due_at"])})


ACTS = [
    Act(
        "move_to_section",
        gettext_lazy("Move to a section"),
        lambda stories, chosen, by: stories.move_to(chosen["section"]),
        lambda chosen: _("Moved to the section “%(name)s”.") % {"name": chosen["section"]},
        SectionForm,
        is_of_version=True,
    ),
    Act(
        "add_tag",
        gettext_lazy("Add a tag"),
        lambda stories, chosen, by: stories.add_tag(chosen["tag"]),
        lambda chosen: _("Added the tag “%(name)s”.") % {"name": chosen["tag"]},
        TagForm,
        is_of_version=True,
    ),
    Act(
        "remove_tag",
        gettext_lazy("Take a tag away"),
        lambda stories, chosen, by: stories.remove_tag(chosen["tag"]),
        lambda chosen: _("Took the tag “%(name)s” away.") % {"name": chosen["tag"]},
        CarriedTagForm,
        is_due=lambda article: bool(article.tags.all()),
        is_due_for=lambda article, chosen: chosen["tag"] in article.tags.all(),
        shown=_tags_of,
        is_of_version=True,
    ),
    Act(
        "assign_stories",
        gettext_lazy("Assign to a person"),
        _assign,
        _assigned_sentence,
        PersonForm,
        is_due_for=_is_given_otherwise,
        shown=_assignment_of,
        is_for_publishers=True,
    ),
    Act(
        "open_comments",
        gettext_lazy("Open comments"),
        lambda stories, chosen, by: stories.open_comments(),
        lambda chosen: _("Opened comments."),
        is_due=lambda article: not article.comments_open,
    ),
    Act(
        "close_comments",
        gettext_lazy("Close comments"),
        lambda stories, chosen, by: stories.close_comments(),
        lambda chosen: _("Closed comments."),
        is_due=lambda article: article.comments_open,
    ),
    Act(
        "archive_stories",
        gettext_lazy("Archive"),
        lambda stories, chosen, by: stories.archive(by=by, comment=chosen["step_comment"]),
        lambda chosen: _("Archived."),
        CommentForm,
        is_due=lambda article: "archive" in (move.name for move in MOVES if move.is_open(article)),
        is_for_publishers=True,
    ),
    Act(
        "unpublish_stories",
        gettext_lazy("Unpublish"),
        lambda stories, chosen, by: stories.unpublish(by=by, reason=chosen["reason"]),
        lambda chosen: _("Unpublished: %(reason)s") % chosen,
        ReasonForm,
        lambda article: article.published_at is not None,
        is_for_publishers=True,
    ),
]
