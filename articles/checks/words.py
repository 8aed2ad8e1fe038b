"""Checks of headline, standfirst, description and text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Content
from articles.checks.registry import Finding, check
from articles.models import Level
from articles.models.sharing import SEARCH_DESCRIPTION_LENGTH
from articles.placeholders import placeholders

HEADLINE_LONG, HEADLINE_TOO_LONG = 70, 110
DESCRIPTION_SHORT = 50
_DOUBLE_SPACE = re.compile(r"\S  +\S")
CONTEXT = 20


@check("headline_too_long", gettext_lazy("The headline is much too long"), Level.STOP)
def headline_too_long(content: Content) -> Iterable[Finding]:
    if len(content.article.headline) > HEADLINE_TOO_LONG:
        yield _long_headline(content, HEADLINE_TOO_LONG)


@check("headline_long", gettext_lazy("The headline is long for a search result"), Level.WARN)
def headline_long(content: Content) -> Iterable[Finding]:
    if not content.article.seo_title and HEADLINE_LONG < len(content.article.headline) <= HEADLINE_TOO_LONG:
        yield _long_headline(content, HEADLINE_LONG)


def _long_headline(content: Content, limit: int) -> Finding:
    return Finding(
        _("The headline has %(count)d characters.") % {"count": len(content.article.headline)},
        _("Shorten it to %(limit)d.") % {"limit": limit},
        "headline",
    )


@check("no_standfirst", gettext_lazy("There is no standfirst"), Level.WARN)
def no_standfirst(content: Content) -> Iterable[Finding]:
    if not content.article.standfirst.strip():
        yield Finding(_("The story has no standfirst."), _("Write one or two sentences."), "standfirst")


@check("description_length", gettext_lazy("The description is too short or too long"), Level.WARN)
def description_length(content: Content) -> Iterable[Finding]:
    length = len(content.article.search_description.strip())
    field = "seo_description" if content.article.seo_description else "standfirst"
    if length > SEARCH_DESCRIPTION_LENGTH:
        sentence = _("Search engines cut the description after %(limit)d characters; it has %(count)d.")
        words = sentence % {"limit": SEARCH_DESCRIPTION_LENGTH, "count": length}
        yield Finding(words, _("Shorten it, or write one for search engines."), field)
    elif 0 < length < DESCRIPTION_SHORT:
        sentence = _("The description has %(count)d characters, which tells searchers little.")
        yield Finding(sentence % {"count": length}, _("Write %(few)d or more.") % {"few": DESCRIPTION_SHORT}, field)


@check("placeholder", gettext_lazy("Something is still to be written"), Level.STOP)
def placeholder(content: Content) -> Iterable[Finding]:
    for field, text in _texts(content):
        for found in placeholders(text):
            sentence = _("“%(words)s” looks like something that is still to be written.") % {"words": found}
            yield Finding(sentence, _("Write it, or take it out."), field, subject=f"{field}:{found}")


@check("double_space", gettext_lazy("Two spaces follow each other"), Level.OFF)
def double_space(content: Content) -> Iterable[Finding]:
    for field, text in _texts(content):
        if found := _DOUBLE_SPACE.search(text):
            around = text[max(0, found.start() - CONTEXT) : found.end() + CONTEXT].strip()
            sentence = _("Two spaces follow each other: “%(words)s”.") % {"words": around}
            yield Finding(sentence, _("Take one out."), field, subject=field)


@check("heading_order", gettext_lazy("The headings are not in order"), Level.WARN)
def heading_order(content: Content) -> Iterable[Finding]:
    above = 1
    for number, (level, words) in enumerate(content.outline.headings):
        if not words.strip():
            sentence = _("A heading of the text is empty.")
            yield Finding(sentence, _("Write it, or take it out."), "body", subject=f"empty {number}")
        elif level > above + 1:
            sentence = _("The small heading “%(words)s” stands below no large one.") % {"words": words.strip()}
            yield Finding(sentence, _("Make it a large one."), "body", subject=words)
        above = level


def _texts(content: Content) -> Iterator[tuple[str, str]]:
    yield from content.lines.items()
    yield "body", content.outline.words
