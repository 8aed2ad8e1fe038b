"""Checks of the lead picture and of the pictures in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.checks.content import Content, Shown
from articles.checks.elsewhere import missing_for_publication
from articles.checks.registry import Finding, check
from articles.models import Level, Picture

NAMED: dict[str, tuple[Any, Level]] = {
    "alternative_text": (gettext_lazy("A picture has no alternative text"), Level.STOP),
    "caption": (gettext_lazy("A picture has no caption"), Level.WARN),
    "credit": (gettext_lazy("A picture has no credit"), Level.STOP),
    "licence": (gettext_lazy("A picture has no licence"), Level.WARN),
}
NAME_LENGTH = 60


@check("no_lead_picture", gettext_lazy("There is no lead picture"), Level.WARN)
def no_lead_picture(content: Content) -> Iterable[Finding]:
    if content.article.lead_picture_id is None:
        yield Finding(_("The story has no lead picture."), _("Choose one from the library."), "lead_picture")


def _check_of(code: str, title: Any, level: Level) -> None:
    @check(f"picture_{code}", title, level)
    def lacking(content: Content) -> Iterable[Finding]:
        return (finding for found, finding in _lacks(content) if found == code)


for _code, (_title, _level) in NAMED.items():
    _check_of(_code, _title, _level)


@check("picture_other", gettext_lazy("A picture lacks something else"), Level.WARN)
def picture_other(content: Content) -> Iterable[Finding]:
    return (finding for found, finding in _lacks(content) if found not in NAMED)


def _lacks(content: Content) -> Iterator[tuple[str, Finding]]:
    """Yield what each picture of the story lacks. Words that the text gives one count as well as the library's."""
    lead = content.pictures.get(content.article.lead_picture_id or 0)
    if lead:
        yield from _lacks_of(lead, "lead_picture", Shown(lead.pk, ""))
    for shown in content.outline.pictures:
        picture = content.pictures.get(shown.number or 0)
        if picture:
            yield from _lacks_of(picture, "body", shown)
        elif not _words_with(shown)["alternative_text"]:
            sentence = _("A picture in the text has no alternative text for those who do not see it.")
            yield "alternative_text", Finding(sentence, _("Take it from the library instead."), "body", "not of ours")


def _lacks_of(picture: Picture, field: str, shown: Shown) -> Iterator[tuple[str, Finding]]:
    given = _words_with(shown)
    for code, sentence in missing_for_publication(picture):
        if not given.get(code):
            words = _("Picture “%(name)s”: %(lacks)s") % {"name": _name(picture), "lacks": sentence}
            address = reverse("admin:articles_picture_change", args=[picture.pk])
            yield code, Finding(words, _("Write it in the library."), field, f"{field} {picture.pk}", address)


def _words_with(shown: Shown) -> dict[str, bool]:
    """Tell which words the text gives itself; the words of a card stand for those of its picture."""
    words = {"alternative_text": shown.alternative_text, "caption": shown.caption}
    return {code: shown.is_in_card or bool(text.strip()) for code, text in words.items()}


def _name(picture: Picture) -> str:
    return str(picture)[:NAME_LENGTH] or str(picture.file).rpartition("/")[2]
