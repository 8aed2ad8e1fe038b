"""
The buttons below a story: one for each move that is open and for this person; see articles/workflow/steps.py.

A press on a button that is not for a person is refused before anything is saved, and one that comes too late beside
the form, with what was typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib.auth.models import User
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from articles.dates import moment_in_words
from articles.models import Article
from articles.models.steps import State
from articles.permissions import Person
from articles.workflow.steps import MOVES, Move, moves_for, take


def pressed(posted: Mapping[str, Any]) -> Move | None:
    return next((move for move in MOVES if f"_{move.name}" in posted), None)


def offered(person: Person, article: Article | None) -> list[Move]:
    return moves_for(person, article)


def press(button: Move, article: Article, form: dict[str, Any], *, by: User) -> None:
    at = form.get("publish_at") if button.needs_time else None
    more: dict[str, Any] = {}
    if button.makes_public:
        more["breaks_embargo_by"] = form.get("breaks_embargo_by")
    elif button.leads_to == State.WITHDRAWN:
        more = form.get("withdrawal", {})
    take(button, article, by=by, comment=form.get("step_comment", ""), at=at, **more)


def state_sentence(article: Article) -> SafeString:
    """Say where the story stands after a press."""
    if article.state == State.PUBLISHED:
        address = format_html('<a href="{}">{}</a>', article.get_absolute_url(), article.headline)
        return format_html(gettext("“{}” is public."), address)
    if article.published_at is not None and article.is_scheduled:
        at = moment_in_words(article.published_at)
        return format_html(gettext("“{}” becomes public on {}."), article.headline, at)
    sentences = {
        State.IN_REVIEW: gettext("“{}” waits for an editor to publish it."),
        State.RETURNED: gettext("“{}” has gone back to its author."),
        State.READY: gettext("“{}” is ready to be published."),
        State.ARCHIVED: gettext("“{}” is in the archive. Readers still find it."),
        State.DRAFT: gettext("“{}” is a draft again."),
    }
    return format_html(sentences.get(article.state, gettext("“{}” is no longer public.")), article.headline)
