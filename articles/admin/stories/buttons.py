"""
The buttons below a story: to whom each is offered, what a press does, and the sentence that says what was done.

A press on a button that is not offered is refused before anything is saved.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.dates import moment_in_words
from articles.models import Article
from articles.permissions import Person, may_publish


@dataclass(frozen=True)
class Button:
    name: str  # as the form posts it
    label: Any
    is_offered: Callable[[Article | None], bool]
    press: Callable[[Article, dict[str, Any]], None]
    publishes: bool = False  # for those who may publish the story

    def is_for(self, person: Person, article: Article | None = None) -> bool:
        return not self.publishes or may_publish(person, article)


BUTTONS = [
    Button(
        "_request",
        _("Ask for publication"),
        lambda article: article is None or article.published_at is None,
        lambda article, form: article.request_publication(),
    ),
    Button(
        "_publish",
        _("Publish now"),
        lambda article: article is None or not article.is_published,
        lambda article, form: article.publish(),
        publishes=True,
    ),
    Button(
        "_schedule",
        _("Schedule"),
        lambda article: article is None or not article.is_published,
        lambda article, form: article.publish(at=form["publish_at"]),
        publishes=True,
    ),
    Button(
        "_return",
        _("Return to the author"),
        lambda article: article is not None and article.step == Article.Step.IN_REVIEW,
        lambda article, form: article.return_to_author(),
        publishes=True,
    ),
    Button(
        "_unpublish",
        _("Unpublish"),
        lambda article: article is not None and article.published_at is not None,
        lambda article, form: article.unpublish(),
        publishes=True,
    ),
]


def pressed(posted: Mapping[str, Any]) -> Button | None:
    return next((button for button in BUTTONS if button.name in posted), None)


def offered(person: Person, article: Article | None) -> list[Button]:
    return [button for button in BUTTONS if button.is_for(person, article) and button.is_offered(article)]


def state_sentence(article: Article) -> SafeString:
    """Say where the story stands after a press."""
    address = format_html('<a href="{}">{}</a>', article.get_absolute_url(), article.headline)
    if article.is_published:
        return format_html(gettext("“{}” is public."), address)
    if article.is_scheduled:
        assert article.published_at is not None
        at = moment_in_words(article.published_at)
        return format_html(gettext("“{}” becomes public on {}."), article.headline, at)
    if article.step == Article.Step.IN_REVIEW:
        return format_html(gettext("“{}” waits for an editor to publish it."), article.headline)
    if article.step == Article.Step.RETURNED:
        return format_html(gettext("“{}” has gone back to its author."), article.headline)
    return format_html(gettext("“{}” is no longer public."), article.headline)
