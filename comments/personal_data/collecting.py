"""
All that is kept of one person, who is found by an e-mail address: for whoever asks what we know of them.

What others wrote and who of the newsroom decided is left out, a note of the moderators on the person is not. Comments
come in batches of a fixed number of queries, so a page or a file of any length costs no memory.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import batched
from typing import Any

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from comments.finding.index import email_hash
from comments.house.in_force import blatant_spam_days
from comments.models import (
    AddressConfirmation,
    Comment,
    ModerationEvent,
    Note,
    PersonalDataAccess,
    Report,
    RuleEntry,
    RuleHit,
    ScreeningAttempt,
    Shortening,
    Subscription,
)
from comments.rules.matches import in_words

AT_ONCE = 200
OTHERS_MOST = 1000

type Record = dict[str, Any]


class Person:
    """Whoever writes from an e-mail address, folded as everywhere: upper case and space around it do not count."""

    def __init__(self, address: str) -> None:
        self.address = address.strip()
        self.email_hash = email_hash(address)

    @cached_property
    def numbers(self) -> list[int]:
        """Return the numbers of the comments, the newest first."""
        comments = Comment.objects.filter(email_hash=self.email_hash).order_by("-submitted_at", "-pk")
        return list(comments.values_list("pk", flat=True))

    def comments(self, most: int | None = None) -> Iterator[Record]:
        for numbers in batched(self.numbers[:most], AT_ONCE):
            yield from _records_of(numbers)

    def beside_comments(self) -> Record:
        """Return what is kept of the person and not of one comment."""
        return {
            "address": self.address,
            "spellings_that_count_as_this_address": self._spellings(),
            "comment_count": len(self.numbers),
            "notes_on_the_author": _notes(Note.objects.filter(email_hash=self.email_hash)),
            "confirmations_of_the_address": self._confirmations(),
            "followed_by_mail": self._subscriptions(),
            "rules_that_name_the_address": self._rules(),
            "reports_from_the_same_networks": [_report_sent(report) for report in self._reports()],
            "accesses_to_this_data": self._accesses(),
            "how_long_it_is_kept": retention_in_words(),
            "what_is_not_in_here": left_out_in_words(),
        }

    def note_access(self, *, by: Any, means: str) -> None:
        PersonalDataAccess.objects.create(
            email_hash=self.email_hash, user=by, means=means, comment_count=len(self.numbers)
        )

    def _spellings(self) -> list[str]:
        """Return the address as it was typed: folding makes one of faß.example and fass.example, which are not."""
        typed = Comment.objects.filter(email_hash=self.email_hash).order_by("author_email")
        return list(typed.values_list("author_email", flat=True).distinct()[:OTHERS_MOST])

    def _confirmations(self) -> list[Record]:
        wishes = AddressConfirmation.objects.filter(email_hash=self.email_hash).order_by("asked_at")
        return [{**row} for row in wishes.values("asked_at", "sent_at", "confirmed_at")[:OTHERS_MOST]]

    def _subscriptions(self) -> list[Record]:
        subscriptions = Subscription.objects.of_address(self.email_hash).select_related("article").order_by("asked_at")
        return [_subscription(each) for each in subscriptions.defer("article__body")[:OTHERS_MOST]]

    def _rules(self) -> list[Record]:
        entries = RuleEntry.objects.filter(kind=RuleEntry.Kind.EMAIL, text=self.address.casefold())
        rows = entries.order_by("pk").values("text", action=F("rule__action"), is_on=F("rule__is_on"))
        return [{**row} for row in rows[:OTHERS_MOST]]

    def _reports(self) -> QuerySet[Report]:
        """Return what was reported from networks that the person wrote from: it may be of others in the same house."""
        networks = Comment.objects.filter(email_hash=self.email_hash).exclude(address_hash="").order_by()
        reports = Report.objects.filter(sender_hash__in=networks.values("address_hash"))
        return reports.order_by("-created_at", "-pk")[:OTHERS_MOST]

    def _accesses(self) -> list[Record]:
        accesses = PersonalDataAccess.objects.filter(email_hash=self.email_hash).order_by("-at", "-pk")
        return [{**row} for row in accesses.values("at", "means")[:OTHERS_MOST]]


def retention_in_words() -> list[str]:
    """Say for how long what is kept, as far as this site has a period for it."""
    sentences = [
        _(
            "A confirmed address is forgotten a year after the last comment from it, a wish to confirm it that came to "
            "nothing after seven days."
        ),
        _(
            "A wish to follow a discussion by mail that was not confirmed is deleted after seven days; a subscription "
            "ends when the person leaves, and when comments have been closed and none was published for thirty days."
        ),
        _("For everything else no period is set: it is kept until the newsroom deletes it."),
    ]
    if days := blatant_spam_days():
        first = _("Blatant spam on which nobody has decided is deleted after %(days)d days.") % {"days": days}
        return [first, *sentences]
    return sentences


def left_out_in_words() -> list[str]:
    """Say what cannot be in an answer, and why."""
    return [
        _("The names of the moderators, and what other people wrote."),
        _(
            "Reports are kept without a name or an e-mail address. Those that came from a network from which this "
            "person wrote are listed, and may be somebody else’s: look at them before you hand them over."
        ),
        _("Codes that are made of what is listed, by which comments are found and counted."),
        _("Backups, and the web server’s log."),
    ]


def _records_of(numbers: Sequence[int]) -> Iterator[Record]:
    """Yield the records of these comments in their order, from eight queries."""
    stories = Comment.objects.select_related("article").defer("article__body")
    comments = stories.in_bulk(numbers)
    beside = {
        "taken_out_of_what_readers_see": _grouped(Shortening.objects.all(), numbers, _shortening),
        "decisions": _grouped(ModerationEvent.objects.select_related("reason").order_by("pk"), numbers, _decision),
        "rules_that_matched": _grouped(RuleHit.objects.order_by("pk"), numbers, _rule_hit),
        "reports_on_it": _grouped(Report.objects.all(), numbers, _report_on_it),
        "notes": _grouped(Note.objects.order_by("pk"), numbers, _note),
        "calls_to_akismet": _grouped(ScreeningAttempt.objects.order_by("pk"), numbers, _attempt),
    }
    for number in numbers:
        if comment := comments.get(number):
            yield _record(comment) | {name: grouped.get(number, []) for name, grouped in beside.items()}


def _grouped(rows: QuerySet[Any], numbers: Sequence[int], record: Any) -> dict[int, list[Record]]:
    grouped: dict[int, list[Record]] = defaultdict(list)
    for row in rows.filter(comment__in=numbers):
        grouped[row.comment_id].append(record(row))
    return grouped


def _record(comment: Comment) -> Record:
    story = comment.article
    return {
        "number": comment.pk,
        "story": story.headline,
        "story_address": settings.SITE_URL + story.get_absolute_url(),
        "address": settings.SITE_URL + comment.get_absolute_url() if comment.is_public else "",
        "answers_comment": comment.parent_id,
        "sent_at": comment.submitted_at,
        "name": comment.author_name,
        "email": comment.author_email,
        "site": comment.author_url,
        "text": comment.body,
        "revision": comment.revision,
        "text_that_readers_see": comment.public_body,
        "internet_address": comment.ip_address or "",
        "browser": comment.user_agent,
        "came_from": comment.referrer,
        "seconds_that_the_page_was_open": comment.seconds_open,
        "noticed": comment.mark_labels(),
        "language": comment.language,
        "status": comment.status,
        "decided_at": comment.decided_at,
        "chosen_by_the_newsroom_at": comment.featured_at,
        "verdict_of_akismet": comment.verdict,
        "screened_at": comment.screened_at,
        "told_to_akismet": comment.told or {},
        "answer_of_akismet": comment.answer,
        "last_heard_by_akismet": comment.reported_as,
    }


def _shortening(each: Shortening) -> Record:
    return {"at": each.at, "passage": each.passage, "why": each.why, "taken_back_at": each.taken_back_at}


def _decision(event: ModerationEvent) -> Record:
    """Return a decision as its author may know it: by what kind of actor, and never by whom."""
    return {
        "at": event.created_at,
        "by": event.actor,
        "from": event.from_status,
        "to": event.to_status,
        "revision": event.revision,
        "takes_back_an_earlier_one": event.undoes is not None,
        "reason": event.reason.title if event.reason else "",
        "explanation": event.reason.explanation if event.reason else "",
        "in_words": event.reason_text,
    }


def _rule_hit(hit: RuleHit) -> Record:
    return {
        "at": hit.created_at,
        "action": hit.action,
        "acted": hit.acted,
        "found": in_words(hit.matched),
        "taken_back_at": hit.taken_back_at,
    }


def _report_on_it(report: Report) -> Record:
    """Return a report without the words of whoever sent it: they are somebody else's."""
    return {
        "at": report.created_at,
        "reason_reported": report.reason,
        "outcome_of_report": report.outcome,
        "decided_at": report.closed_at,
    }


def _report_sent(report: Report) -> Record:
    return {"comment": report.comment_id, "words": report.words} | _report_on_it(report)


def _subscription(each: Subscription) -> Record:
    return {
        "email": each.email,
        "story": each.article.headline,
        "answers_to_comment": each.comment_id,
        "asked_at": each.asked_at,
        "mail_sent_at": each.sent_at,
        "confirmed_at": each.confirmed_at,
    }


def _note(note: Note) -> Record:
    return {"at": note.created_at, "text": note.text}


def _notes(notes: QuerySet[Note]) -> list[Record]:
    return [_note(note) for note in notes.order_by("pk")[:OTHERS_MOST]]


def _attempt(attempt: ScreeningAttempt) -> Record:
    return {"at": attempt.at, "call": attempt.call, "outcome": attempt.outcome, "answered": attempt.headers}
