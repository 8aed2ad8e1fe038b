"""Checks of where a story belongs, who signs it, when it may appear and whether it takes comments."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Content
from articles.checks.registry import Finding, check
from articles.models import Level


@check("no_section", gettext_lazy("There is no section"), Level.STOP)
def no_section(content: Content) -> Iterable[Finding]:
    if not content.has_section:
        yield Finding(_("The story is in no section."), _("Choose one."), "section")


@check("no_tags", gettext_lazy("There are no tags"), Level.WARN)
def no_tags(content: Content) -> Iterable[Finding]:
    if not content.has_tags:
        yield Finding(_("The story has no tags."), _("Choose one, so that readers find more of it."), "tags")


@check("no_author", gettext_lazy("Nobody signs"), Level.STOP)
def no_author(content: Content) -> Iterable[Finding]:
    if not content.has_author:
        yield Finding(_("Nobody signs the story."), _("Add an author."), "author", address="#bylines-group")


@check("slug_taken", gettext_lazy("Another story has this slug"), Level.STOP)
def slug_taken(content: Content) -> Iterable[Finding]:
    if content.is_slug_taken:
        sentence = _("Another story has the slug “%(slug)s”.") % {"slug": content.article.slug}
        yield Finding(sentence, _("Choose another one."), "slug")


@check("embargo", gettext_lazy("The embargo has not ended"), Level.STOP)
def embargo(content: Content) -> Iterable[Finding]:
    if content.is_embargoed:
        sentence = _("The embargo of this story has not ended when it would be public.")
        yield Finding(sentence, _("Schedule it for later, or take the embargo away."), "publish_at_0")


@check("comments_closed", gettext_lazy("Comments are closed"), Level.WARN)
def comments_closed(content: Content) -> Iterable[Finding]:
    if not content.article.comments_open:
        yield Finding(_("Readers cannot comment on this story."), _("Open comments, if they may."), "comments_open")


@check("comments_open", gettext_lazy("Comments are open"), Level.OFF)
def comments_open(content: Content) -> Iterable[Finding]:
    if content.article.comments_open:
        yield Finding(_("Readers can comment on this story."), _("Close comments, if they may not."), "comments_open")
