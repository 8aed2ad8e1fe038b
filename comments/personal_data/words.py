"""What was collected of a person in words: a label, and what stands under it in lines. Codes are for the JSON alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from articles.dates import moment_in_words
from comments.models import Comment, ModerationEvent, PersonalDataAccess, Report, Rule, ScreeningAttempt
from comments.moderation.evidence import outcome_in_words, status_in_words
from comments.personal_data.collecting import Record
from comments.screening.told import FIELDS_SENT

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

LABELS: dict[str, StrOrPromise] = {
    # of the person
    "address": pgettext_lazy("personal data", "Address"),
    "spellings_that_count_as_this_address": gettext_lazy("Spellings that count as this address"),
    "comment_count": gettext_lazy("Comments"),
    "notes_on_the_author": gettext_lazy("Notes of moderators on the author"),
    "confirmations_of_the_address": gettext_lazy("Confirmations of the e-mail address"),
    "followed_by_mail": gettext_lazy("Discussions followed by mail"),
    "rules_that_name_the_address": gettext_lazy("Rules that name the e-mail address"),
    "reports_from_the_same_networks": gettext_lazy("Reports from the same networks, perhaps of others"),
    "accesses_to_this_data": gettext_lazy("When this was given out before"),
    "how_long_it_is_kept": gettext_lazy("How long it is kept"),
    "what_is_not_in_here": gettext_lazy("What is not in here"),
    # of a comment
    "number": gettext_lazy("Number"),
    "story": gettext_lazy("Story"),
    "story_address": gettext_lazy("Address of the story"),
    "answers_comment": gettext_lazy("Answers the comment with the number"),
    "sent_at": gettext_lazy("Sent"),
    "name": gettext_lazy("Name"),
    "email": gettext_lazy("E-mail address"),
    "site": pgettext_lazy("of an author", "Site"),
    "text": pgettext_lazy("of a comment", "Text"),
    "revision": gettext_lazy("Revision"),
    "text_that_readers_see": gettext_lazy("Text that readers see"),
    "internet_address": gettext_lazy("Internet address"),
    "browser": gettext_lazy("Browser"),
    "came_from": gettext_lazy("Came from"),
    "seconds_that_the_page_was_open": gettext_lazy("Seconds that the page was open"),
    "noticed": gettext_lazy("Noticed when it was sent"),
    "language": gettext_lazy("Language"),
    "status": gettext_lazy("Status"),
    "decided_at": gettext_lazy("Decided"),
    "chosen_by_the_newsroom_at": gettext_lazy("Chosen by the newsroom on"),
    "verdict_of_akismet": gettext_lazy("Akismet’s verdict"),
    "screened_at": gettext_lazy("Screened"),
    "told_to_akismet": gettext_lazy("What Akismet was told"),
    "answer_of_akismet": gettext_lazy("What Akismet answered"),
    "last_heard_by_akismet": gettext_lazy("What Akismet last said or heard"),
    "taken_out_of_what_readers_see": gettext_lazy("Taken out of what readers see"),
    "decisions": gettext_lazy("Decisions"),
    "rules_that_matched": gettext_lazy("Rules that matched"),
    "reports_on_it": gettext_lazy("Reports on it"),
    "notes": gettext_lazy("Notes of moderators"),
    "calls_to_akismet": gettext_lazy("Calls to Akismet"),
    # of what stands below these
    "at": pgettext_lazy("time", "at"),
    "by": pgettext_lazy("who decided", "by"),
    "from": pgettext_lazy("status", "from"),
    "to": pgettext_lazy("status", "to"),
    "takes_back_an_earlier_one": gettext_lazy("takes an earlier one back"),
    "reason": gettext_lazy("reason"),
    "explanation": gettext_lazy("explanation"),
    "in_words": gettext_lazy("in words"),
    "action": gettext_lazy("action"),
    "acted": gettext_lazy("did it"),
    "is_on": gettext_lazy("is on"),
    "found": gettext_lazy("found"),
    "taken_back_at": gettext_lazy("taken back"),
    "reason_reported": gettext_lazy("reason"),
    "outcome_of_report": gettext_lazy("outcome"),
    "comment": gettext_lazy("comment with the number"),
    "words": gettext_lazy("in words"),
    "passage": gettext_lazy("passage"),
    "why": gettext_lazy("why"),
    "call": gettext_lazy("call"),
    "outcome": gettext_lazy("outcome"),
    "answered": gettext_lazy("answered"),
    "asked_at": gettext_lazy("asked for"),
    "mail_sent_at": gettext_lazy("mail with the link sent"),
    "answers_to_comment": gettext_lazy("answers to the comment with the number"),
    "confirmed_at": gettext_lazy("confirmed"),
    "means": pgettext_lazy("personal data", "as"),
}


def _label_in(choices: Any) -> Callable[[Any], str]:
    return lambda code: str(dict(choices.choices).get(code, code))


IN_WORDS: dict[str, Callable[[Any], str]] = {
    "status": status_in_words,
    "from": status_in_words,
    "to": status_in_words,
    "outcome": outcome_in_words,
    "by": _label_in(ModerationEvent.Actor),
    "verdict_of_akismet": _label_in(Comment.Verdict),
    "last_heard_by_akismet": _label_in(Comment.Verdict),
    "language": _label_in(Comment.Language),
    "action": _label_in(Rule.Action),
    "call": _label_in(ScreeningAttempt.Call),
    "reason_reported": _label_in(Report.Reason),
    "outcome_of_report": _label_in(Report.Outcome),
    "means": _label_in(PersonalDataAccess.Means),
}
# Where nothing is a word too.
SAID_WHEN_EMPTY = ("verdict_of_akismet", "outcome_of_report")


@dataclass(frozen=True)
class Row:
    label: str
    lines: list[str]


def rows_of(record: Record) -> list[Row]:
    """Return what is kept under each label; where nothing is, there is no row."""
    rows = ((name, _lines(name, value)) for name, value in record.items())
    return [Row(str(LABELS[name]), lines) for name, lines in rows if lines]


def _lines(name: str, value: Any) -> list[str]:
    if isinstance(value, dict):
        return [_said(_field(field), str(inner)) for field, inner in value.items()]
    if isinstance(value, list):
        return [_line(each) if isinstance(each, dict) else _scalar(name, each) for each in value]
    text = _scalar(name, value)
    return [text] if text else []


def _line(record: Record) -> str:
    """Say a record in one line: each label with its value, and what is empty left out."""
    said = ((LABELS[name], ", ".join(_lines(name, value))) for name, value in record.items())
    return "; ".join(_said(label, value) for label, value in said if value)


def _said(label: StrOrPromise, value: str) -> str:
    return _("%(label)s: %(value)s") % {"label": label, "value": value}


def _scalar(name: str, value: Any) -> str:
    if name in IN_WORDS and (value or name in SAID_WHEN_EMPTY):
        return IN_WORDS[name](value)
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return moment_in_words(value)
    return "" if value is None else str(value)


def _field(name: str) -> str:
    """Return what a field of Akismet's means, with its name in the protocol."""
    return f"{FIELDS_SENT[name]} ({name})" if name in FIELDS_SENT else name
