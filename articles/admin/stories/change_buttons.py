"""The buttons below a story that readers can see: what becomes of the change that was made to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.dates import moment_in_words
from articles.models import Article, Revision
from articles.permissions import Person, may_publish


@dataclass(frozen=True)
class ChangeButton:
    name: str  # as the form posts it
    label: Any
    press: Callable[[Article, Revision, dict[str, Any]], None]
    needs_change: bool = False

    def sentence(self, article: Article) -> SafeString:
        """Say what readers see after the press."""
        address = format_html('<a href="{}">{}</a>', article.get_absolute_url(), article.headline)
        if article.change_at:
            at = moment_in_words(article.change_at)
            return format_html(gettext("Readers get the change of “{}” on {}."), address, at)
        if self.name == "_discard_change":
            return format_html(gettext("The change is dropped. It can be found among the revisions of “{}”."), address)
        return format_html(gettext("Readers see the new version of “{}”."), address)


CHANGE_BUTTONS = [
    ChangeButton(
        "_publish_change",
        _("Publish the change"),
        lambda article, revision, form: article.publish_change(revision),
    ),
    ChangeButton(
        "_schedule_change",
        _("Schedule the change"),
        lambda article, revision, form: article.schedule_change(revision, form["publish_at"]),
    ),
    ChangeButton(
        "_discard_change",
        _("Drop the change"),
        lambda article, revision, form: article.discard_change(),
        needs_change=True,
    ),
]


def pressed_change(posted: Mapping[str, Any]) -> ChangeButton | None:
    return next((button for button in CHANGE_BUTTONS if button.name in posted), None)


def offered_changes(person: Person, article: Article | None) -> list[ChangeButton]:
    if article is None or not article.is_published or not may_publish(person, article):
        return []
    return [button for button in CHANGE_BUTTONS if article.working_id or not button.needs_change]
