"""The check of words that the house writes otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.checks.content import Content
from articles.checks.registry import Finding, check
from articles.models import Article, Level
from articles.writing.house_places import BODY, Place, places
from articles.writing.house_words import Find

MOST_SHOWN = 30


@check("house_word", gettext_lazy("The house writes a word otherwise"), Level.WARN)
def house_word(content: Content) -> Iterable[Finding]:
    """List each find with its place, up to a bound."""
    found = _findings(content)
    yield from islice(found, MOST_SHOWN)
    if more := sum(1 for _finding in found):
        sentence = ngettext(
            "%(count)d more word of the house’s list.", "%(count)d more words of the house’s list.", more
        )
        yield Finding(sentence % {"count": more}, _("See “Typography”."), BODY, subject=f"more {more}")


def _findings(content: Content) -> Iterator[Finding]:
    for place in places({**content.lines, BODY: content.article.body}, content.house_words):
        for number, find in enumerate(place.finds):
            subject = f"{place.field} {place.number} {number} {find.words}"
            yield Finding(_sentence(place, find), _remedy(find), place.field, subject=subject)


def _sentence(place: Place, find: Find) -> str:
    named = {"place": _named(place), "before": find.before, "words": find.words, "behind": find.behind}
    return _("%(place)s: %(before)s“%(words)s”%(behind)s") % named


def _remedy(find: Find) -> str:
    remedy = _("Write “%(instead)s”.") % {"instead": find.instead}
    return f"{remedy} {find.wording.reason}".strip()


def _named(place: Place) -> str:
    if place.field != BODY:
        return str(Article._meta.get_field(place.field).verbose_name).capitalize()  # type: ignore[union-attr]
    around = place.block.around
    if "small" in around:
        return _("Footnote in paragraph %(number)d") % {"number": place.block.paragraph}
    if "figcaption" in around:
        return _("Caption")
    if "table" in around:
        return _("Table")
    if {"h2", "h3"} & around:
        return _("Subhead")
    return _("Paragraph %(number)d") % {"number": place.block.paragraph}
