"""The rules of discussion in sentences: for readers what binds them, for the newsroom also where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from articles.dates import day_in_words, moment_in_words
from comments.discussion.in_force import AGED, CLOSED, SECTION, SITE, STORY, Discussion, Rule
from comments.models.discussion import ThreadOrder


@dataclass(frozen=True)
class Closed:
    """That nobody can comment now, and why and since when."""

    sentence: str
    why: str


@dataclass(frozen=True)
class RuleInWords:
    sentence: str
    source: str
    is_unusual: bool


def closed_in_words(discussion: Discussion, now: datetime) -> Closed | None:
    """Return what a reader is told who cannot comment; None while comments are open."""
    why = discussion.why_closed(now)
    if not why:
        return None
    if why == CLOSED:
        return Closed(_("Comments on this story are closed."), _("The newsroom has closed them."))
    if why == AGED:
        return Closed(_("Comments on this story are closed."), _aged_sentence(discussion))
    return Closed(_("Comments are paused."), _paused_sentence(discussion))


def form_notes(discussion: Discussion) -> tuple[str, ...]:
    """Return what the form says above its fields beside who reads: how often one may write, and until when."""
    notes = []
    if discussion.slow_seconds:
        wait = duration(discussion.slow_seconds)
        notes.append(_("Between two comments of yours under this story there must be %(wait)s.") % {"wait": wait})
    if discussion.closes_at is not None:
        at = moment_in_words(discussion.closes_at)
        notes.append(_("Comments on this story close on %(at)s.") % {"at": at})
    return tuple(notes)


def rules_in_words(discussion: Discussion) -> list[RuleInWords]:
    """Return each rule with the scope that it comes from, for the newsroom."""
    rules = discussion.rules.values()
    return [RuleInWords(value_in_words(rule.name, rule.value), source(rule), bool(rule.scope)) for rule in rules]


def unreviewed_in_words(discussion: Discussion) -> str:
    """Return that comments are published unreviewed under a story and who says so; nothing where they are not."""
    if discussion.is_premoderated:
        return ""
    where = source(discussion.rules["is_premoderated"])
    return _("Pre-moderation is off here (%(source)s)") % {"source": where}


def source(rule: Rule) -> str:
    if rule.scope == SECTION:
        return _("from the section “%(section)s”") % {"section": rule.section_name}
    return {
        STORY: pgettext("a setting is", "of this story"),
        SITE: pgettext("a setting is", "from the site"),
    }.get(rule.scope, pgettext("a setting is", "as usual"))


def name_in_words(name: str) -> str:
    return {
        "slow_seconds": _("Slow mode"),
        "is_premoderated": _("Pre-moderation"),
        "closes_after_days": _("Closing by age"),
        "is_paused": _("Pause"),
        "comments_open": _("Comments"),
        "thread_order": _("Order of the comments"),
    }[name]


def value_in_words(name: str, value: int | bool | str | None) -> str:
    """Return what a value of one of the settings means, for the newsroom."""
    if value is None:
        return _("as the wider setting says")
    if isinstance(value, str):
        return str(ThreadOrder(value).label)
    if name == "slow_seconds":
        return _("one comment every %(wait)s") % {"wait": duration(value)} if value else _("no slow mode")
    if name == "closes_after_days":
        closes = ngettext("closes after %(days)d day", "closes after %(days)d days", value) % {"days": value}
        return closes if value else _("never closes by itself")
    if name == "is_premoderated":
        return _("every comment is reviewed first") if value else _("what is not in doubt is published unreviewed")
    if name == "comments_open":
        return pgettext("comments are", "open") if value else pgettext("comments are", "closed")
    return pgettext("comments are", "paused") if value else _("no pause")


def duration(seconds: int) -> str:
    """Return a wait as people say it: in hours or minutes where it is whole ones."""
    if seconds and seconds % 3600 == 0:
        hours = seconds // 3600
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    if seconds % 60:
        return ngettext("%(count)d second", "%(count)d seconds", seconds) % {"count": seconds}
    minutes = seconds // 60
    return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}


def _aged_sentence(discussion: Discussion) -> str:
    days = discussion.rules["closes_after_days"].value
    at = day_in_words(discussion.closes_at) if discussion.closes_at else ""
    return ngettext(
        "They closed by themselves on %(at)s, %(days)d day after publication.",
        "They closed by themselves on %(at)s, %(days)d days after publication.",
        days,
    ) % {"at": at, "days": days}


def _paused_sentence(discussion: Discussion) -> str:
    rule = discussion.rules["is_paused"]
    words = {
        "at": moment_in_words(discussion.paused_at) if discussion.paused_at else "–",
        "section": rule.section_name,
    }
    sentences = {
        STORY: _("The newsroom has paused them under this story since %(at)s. Please come back later."),
        SECTION: _("The newsroom has paused them in the section “%(section)s” since %(at)s. Please come back later."),
        SITE: _("The newsroom has paused them on the whole site since %(at)s. Please come back later."),
    }
    return sentences[rule.scope] % words
