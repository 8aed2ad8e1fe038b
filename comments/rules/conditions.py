"""
The short list of what a rule can ask of a comment. A rule holds several of them, and all must be true.

A condition tells what it found, or nothing where it is not true. It reads no rows: what it needs beside the comment and
its story is asked for in `needs` and handed over as `Known`.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from comments.models import Comment, RuleEntry
from comments.rules.known import Known, Needs
from comments.rules.matches import Match
from comments.rules.senders import HostList, SenderList
from comments.rules.wordlists import WordList
from comments.text import count_addresses

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the mark on a comment says, and what a rule without a number asks for.
QUICK_SECONDS = 2

type Entries = Collection[tuple[str, str]]
Kind = RuleEntry.Kind


class Condition(Protocol):
    @property
    def needs(self) -> Needs: ...

    def find(self, comment: Comment, known: Known) -> list[Match]:
        """Return what was found; empty where the condition is not true."""


@dataclass(frozen=True)
class Number:
    """A number that a condition is set to: its name, what it is called, its bounds and what the form offers first."""

    name: str
    label: StrOrPromise
    least: int
    most: int
    offered: int
    # What an empty field means; with nothing here it must be filled.
    otherwise: int | None = None


@dataclass(frozen=True)
class ConditionKind:
    """One line of the short list: what it is called, what it is set to, and how it is made."""

    label: StrOrPromise
    make: Callable[[Mapping[str, Any], Entries], Condition]
    numbers: tuple[Number, ...] = ()
    entry_kinds: tuple[str, ...] = ()
    hint: StrOrPromise = ""
    choices: tuple[tuple[str, Any], ...] = ()


@dataclass(frozen=True)
class Trusted:
    times: int
    days: int
    needs: Needs = Needs(past=True)

    def find(self, comment: Comment, known: Known) -> list[Match]:
        past, since = known.past, known.at - timedelta(days=self.days)
        if not comment.email_hash or not past.is_confirmed or past.published < self.times:
            return []
        if past.refused_at and past.refused_at > since:
            return []
        return [Match(what="trusted", text="confirmed", count=past.published)]


@dataclass(frozen=True)
class FirstTime:
    needs: Needs = Needs(past=True)

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return [] if known.past.published else [Match(what="first_time")]


@dataclass(frozen=True)
class Words:
    words: WordList
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return self.words.find_in(comment)


@dataclass(frozen=True)
class Sender:
    senders: SenderList
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return self.senders.find_in(comment)


@dataclass(frozen=True)
class Hosts:
    hosts: HostList
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return self.hosts.find_in(comment)


@dataclass(frozen=True)
class Links:
    more_than: int
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        count = count_addresses(comment.body)
        return [Match(what="links", count=count)] if count > self.more_than else []


@dataclass(frozen=True)
class Quick:
    """Sent so soon after the page was opened. Where the seconds are not stored, the mark tells of two of them."""

    seconds: int
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return [Match(what="quick", count=self.seconds)] if self._is_true_of(comment) else []

    def _is_true_of(self, comment: Comment) -> bool:
        if comment.seconds_open is None:
            return Comment.Mark.QUICK in comment.marks and self.seconds >= QUICK_SECONDS
        return comment.seconds_open < self.seconds


@dataclass(frozen=True)
class Flood:
    times: int
    within: timedelta
    needs: Needs

    def find(self, comment: Comment, known: Known) -> list[Match]:
        count = known.times_within(self.within, comment.submitted_at)
        return [Match(what="flood", count=count)] if count >= self.times else []


@dataclass(frozen=True)
class OldStory:
    days: int
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        published_at = comment.article.first_published_at
        if published_at is None or comment.submitted_at - published_at <= timedelta(days=self.days):
            return []
        return [Match(what="old_story", count=(comment.submitted_at - published_at).days)]


@dataclass(frozen=True)
class Reports:
    times: int
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return [Match(what="reports", count=known.reports)] if known.reports >= self.times else []


@dataclass(frozen=True)
class VerdictIs:
    verdict: str
    needs: Needs = Needs()

    def find(self, comment: Comment, known: Known) -> list[Match]:
        return [Match(what="verdict", text=self.verdict)] if comment.verdict == self.verdict else []


def _flood(given: Mapping[str, Any], entries: Entries) -> Flood:
    within = timedelta(minutes=given["minutes"])
    return Flood(given["times"], within, Needs(flood=within))


_VERDICTS = tuple((verdict.value, verdict.label) for verdict in Comment.Verdict if verdict)

KINDS: dict[str, ConditionKind] = {
    "trusted": ConditionKind(
        gettext_lazy(
            "The writer’s address is confirmed, people published them before and have refused nothing of theirs"
        ),
        lambda given, entries: Trusted(given["times"], given["days"]),
        (
            Number("times", gettext_lazy("published at least (times)"), 1, 1000, 5),
            Number("days", gettext_lazy("nothing refused for (days)"), 1, 3650, 180),
        ),
        hint=gettext_lazy(
            "Writers are known by the e-mail address that they type, and it counts only once its owner has opened the "
            "link that we mail there when they ask for it on a receipt. What was published before counts from then on. "
            "It does not prove who wrote this very comment: whoever knows a confirmed address can type it too."
        ),
    ),
    "first_time": ConditionKind(
        gettext_lazy("Nothing of the writer was ever published"),
        lambda given, entries: FirstTime(),
        hint=gettext_lazy("Writers are known by the e-mail address that they type."),
    ),
    "words": ConditionKind(
        gettext_lazy("Name, address or text holds a word or a pattern of a list"),
        lambda given, entries: Words(WordList(entries)),
        entry_kinds=(Kind.WORD, Kind.PART, Kind.EXACT, Kind.PATTERN),
    ),
    "sender": ConditionKind(
        gettext_lazy("The sender is on a list"),
        lambda given, entries: Sender(SenderList(entries)),
        entry_kinds=(Kind.EMAIL, Kind.DOMAIN, Kind.NETWORK),
    ),
    "hosts": ConditionKind(
        gettext_lazy("A link leads to a site on a list"),
        lambda given, entries: Hosts(HostList(entries)),
        entry_kinds=(Kind.HOST,),
    ),
    "links": ConditionKind(
        gettext_lazy("The text holds many links"),
        lambda given, entries: Links(given["more_than"]),
        (Number("more_than", gettext_lazy("more than (links)"), 0, 100, 2),),
    ),
    "quick": ConditionKind(
        gettext_lazy("It was sent soon after the page was opened"),
        lambda given, entries: Quick(given.get("seconds", QUICK_SECONDS)),
        (Number("seconds", gettext_lazy("within (seconds)"), 1, 60, QUICK_SECONDS, otherwise=QUICK_SECONDS),),
        hint=gettext_lazy(
            "The reader’s browser tells; where it runs no script, nothing is known and this is not true."
        ),
    ),
    "flood": ConditionKind(
        gettext_lazy("The same text comes again and again"),
        _flood,
        (
            Number("times", gettext_lazy("at least (times)"), 2, 1000, 3),
            Number("minutes", gettext_lazy("within (minutes)"), 1, 10_080, 60),
        ),
    ),
    "old_story": ConditionKind(
        gettext_lazy("The story is old"),
        lambda given, entries: OldStory(given["days"]),
        (Number("days", gettext_lazy("older than (days)"), 1, 3650, 30),),
    ),
    "reports": ConditionKind(
        gettext_lazy("Readers have reported it"),
        lambda given, entries: Reports(given["times"]),
        (Number("times", gettext_lazy("open reports, at least"), 1, 1000, 3),),
    ),
    "verdict": ConditionKind(
        gettext_lazy("Akismet’s verdict is"),
        lambda given, entries: VerdictIs(given["verdict"]),
        choices=_VERDICTS,
    ),
}


def make_conditions(given: Mapping[str, Mapping[str, Any]], entries: Entries) -> list[Condition]:
    """Return the conditions of a rule, those first that cost least. Raise LookupError where one is not on the list."""
    cheap_first = sorted(given, key=lambda name: bool(KINDS[name].entry_kinds))
    return [
        KINDS[name].make(given[name], [entry for entry in entries if entry[0] in KINDS[name].entry_kinds])
        for name in cheap_first
    ]


def in_words(given: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Say what a rule asks of a comment, a part of a sentence for each condition."""
    return [_in_words(name, given[name]) for name in KINDS if name in given]


def _in_words(name: str, given: Mapping[str, Any]) -> str:
    match name:
        case "trusted":
            return _("confirmed address, published at least %(times)d times, nothing refused for %(days)d days") % given
        case "first_time":
            return _("first-time writer")
        case "words":
            return _("a word or pattern of the list")
        case "sender":
            return _("a sender on the list")
        case "hosts":
            return _("a link to a site on the list")
        case "links":
            if not given["more_than"]:
                return _("at least one link")
            sentence = ngettext("more than %(more_than)d link", "more than %(more_than)d links", given["more_than"])
            return sentence % given
        case "quick":
            seconds = given.get("seconds", QUICK_SECONDS)
            return ngettext("sent within %(count)d second", "sent within %(count)d seconds", seconds) % {
                "count": seconds
            }
        case "flood":
            return _("the same text %(times)d times within %(minutes)d minutes") % given
        case "old_story":
            return ngettext("story older than %(days)d day", "story older than %(days)d days", given["days"]) % given
        case "reports":
            return ngettext("%(times)d open report", "%(times)d open reports", given["times"]) % given
    return _("Akismet’s verdict: %(text)s") % {"text": Comment.Verdict(given["verdict"]).label}


def needs_of(conditions: Iterable[Condition]) -> Needs:
    return Needs.of_all(condition.needs for condition in conditions)
