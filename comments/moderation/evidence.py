"""Why one comment is where it is, in sentences: what was noticed, asked, answered, decided and reported back."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.dates import moment_in_words
from comments.models import Comment, ModerationEvent, Rule, ScreeningAttempt
from comments.models.states import APPROVED, PENDING, REJECTED, SPAM, WITHDRAWN
from comments.moderation.durations import duration_in_words
from comments.rules.matches import in_words
from comments.rules.shown import hits_of
from comments.screening.checking import ASKED_ABOUT
from comments.screening.feedback import REPORTABLE, REPORTS
from comments.screening.told import FIELDS_SENT
from comments.text import count_addresses

ATTEMPTS_SHOWN = 200
# What an attempt ended in, by the word that is stored with it.
OUTCOMES = {
    "ham": gettext_lazy("not spam"),
    "spam": gettext_lazy("spam"),
    "discard": gettext_lazy("blatant spam"),
    "taken": gettext_lazy("taken note of"),
    "timeout": gettext_lazy("no answer in time"),
    "refused": gettext_lazy("no connection"),
    "broken": gettext_lazy("the connection broke"),
    "oversized": gettext_lazy("an answer that was too long"),
    "unreadable": gettext_lazy("an answer that could not be understood"),
    "unexpected": gettext_lazy("an error on our side"),
    "busy": gettext_lazy("Akismet asked us to wait"),
    "suspended": gettext_lazy("the key is suspended"),
    "invalid_key": gettext_lazy("the key was refused"),
    "no_address": gettext_lazy("not asked: the sender’s address is not known"),
    "unsendable": gettext_lazy("not asked: this comment cannot be put to Akismet"),
    "held": gettext_lazy("not asked: screening is switched off"),
}


def outcome_in_words(outcome: str) -> str:
    """Return what an outcome means; one that is not known stands for itself."""
    if outcome.startswith("http_"):
        return _("error %(status)s") % {"status": outcome.removeprefix("http_")}
    return str(OUTCOMES.get(outcome, outcome))


def status_in_words(status: str) -> str:
    return str(dict(Comment.Status.choices).get(status, status))


def recheck_in_words(reason: str) -> str:
    return str(dict(Comment.Recheck.choices).get(reason, reason))


def reasons_for_its_place(comment: Comment) -> list[str]:
    """Return why it is where it is: the decision or the queue, the verdict, the next check, what was noticed."""
    sentences = [_place_sentence(comment), _verdict_sentence(comment), _next_check_sentence(comment)]
    for hit in hits_of([comment])[comment.pk]:
        words = {"name": hit.rule, "found": ", ".join(in_words(hit.matched))}
        sentences.append(_("The rule “%(name)s” matched: %(found)s.") % words)
    if links := count_addresses(comment.body):
        sentence = ngettext(
            "There is %(count)d address in the text.", "There are %(count)d addresses in the text.", links
        )
        sentences.append(sentence % {"count": links})
    sentences.append(_time_to_write_sentence(comment))
    if comment.marks:
        sentences.append(_("Noticed when it was sent: %(marks)s.") % {"marks": ", ".join(comment.mark_labels())})
    return [sentence for sentence in sentences if sentence]


def feedback_sentence(comment: Comment, attempts: list[ScreeningAttempt]) -> str:
    """Say what Akismet has heard, or will hear, of people's decision."""
    if Comment.objects.filter(REPORTABLE, pk=comment.pk).exists():
        undone_until = (comment.decided_at or comment.submitted_at) + timedelta(seconds=settings.UNDO_WINDOW)
        at = max(comment.report_after or undone_until, undone_until)
        words = {"what": _called(REPORTS.call(comment)), "at": moment_in_words(at)}
        return _("Akismet will be told that people call it “%(what)s”, not before %(at)s.") % words
    reports = [each for each in attempts if each.outcome == "taken"]
    if reports:
        words = {"what": _called(reports[0].call), "at": moment_in_words(reports[0].at)}
        return _("Akismet was last told that people call it “%(what)s” on %(at)s.") % words
    return _("Nothing: Akismet hears of a decision only when it goes against the verdict.")


def told_rows(comment: Comment) -> list[tuple[str, str, str]]:
    """Return each field that Akismet was told, in the order of the privacy page: its name, what it is, the value."""
    told = comment.told or {}
    names = [name for name in FIELDS_SENT if name in told] + sorted(told.keys() - FIELDS_SENT.keys())
    return [(name, str(FIELDS_SENT.get(name, "")), str(told[name])) for name in names]


def answer_rows(comment: Comment) -> list[tuple[str, str]]:
    return sorted((name, str(value)) for name, value in comment.answer.items())


def attempts_of(comment: Comment) -> list[ScreeningAttempt]:
    """Return the calls about it, the newest first and not beyond two hundred of them."""
    return list(comment.attempts.order_by("-at", "-pk")[:ATTEMPTS_SHOWN])


def events_of(comment: Comment) -> list[ModerationEvent]:
    return list(comment.events.select_related("user", "reason", "rule").order_by("-pk"))


def _place_sentence(comment: Comment) -> str:
    if comment.status == WITHDRAWN:
        return _("Its author has withdrawn it; nobody decides on it any more.")
    if comment.status == PENDING:
        if comment.verdict in ("spam", "discard"):
            return _("It waits among the spam because of Akismet’s verdict. Nobody has decided yet.")
        return _("It waits to be reviewed. Nobody has decided yet.")
    by = comment.decided_by
    if comment.status == APPROVED and comment.is_from_newsroom and by:
        words = {"name": by.get_full_name() or by.get_username(), "at": moment_in_words(comment.submitted_at)}
        return _("It is an answer of the newsroom: %(name)s published it on %(at)s.") % words
    if comment.status == APPROVED and comment.decided_at and by is None and _rule_that_decided(comment) is None:
        at = moment_in_words(comment.decided_at)
        return _("It is published, and no person has reviewed it: pre-moderation was off here on %(at)s.") % {"at": at}
    words = {
        "name": _maker(comment),
        "at": moment_in_words(comment.decided_at) if comment.decided_at else "–",
    }
    sentences = {
        APPROVED: _("It is published: %(name)s approved it on %(at)s."),
        REJECTED: _("It is not published: %(name)s rejected it on %(at)s."),
        SPAM: _("It is not published: %(name)s called it spam on %(at)s."),
    }
    return sentences[comment.status] % words


def _maker(comment: Comment) -> str:
    """Return who decided: a person by name, or a rule by its own."""
    if by := comment.decided_by:
        return by.get_full_name() or by.get_username()
    rule = _rule_that_decided(comment)
    return _("the rule “%(name)s”") % {"name": rule} if rule else "–"


def _rule_that_decided(comment: Comment) -> Rule | None:
    event = comment.events.select_related("rule").order_by("-pk").first()
    return event.rule if event else None


def _verdict_sentence(comment: Comment) -> str:
    if comment.is_from_newsroom:
        return _("Akismet is never asked about what the newsroom writes.")
    if comment.is_screened and comment.screened_at:
        words = {"verdict": comment.get_verdict_display(), "at": moment_in_words(comment.screened_at)}
        return _("Akismet’s verdict: %(verdict)s, on %(at)s.") % words
    if comment.is_screened:
        return _("Akismet’s verdict: %(verdict)s.") % {"verdict": comment.get_verdict_display()}
    if comment.screening_error:
        return _("No verdict yet: %(why)s.") % {"why": outcome_in_words(comment.screening_error)}
    return _("No verdict yet: Akismet has not been asked.")


def _time_to_write_sentence(comment: Comment) -> str:
    """Say for how long the page was open, or that nobody knows; nothing of what the newsroom writes at its desk."""
    if comment.is_from_newsroom:
        return ""
    if comment.seconds_open is None:
        return _("Time to write: unknown.")
    length = duration_in_words(timedelta(seconds=comment.seconds_open))
    return _("Written in %(length)s: so long was the page open.") % {"length": length}


def _next_check_sentence(comment: Comment) -> str:
    """Say when Akismet is asked next and why, if it is."""
    if not Comment.objects.filter(ASKED_ABOUT, pk=comment.pk, screen_after__isnull=False).exists():
        return ""
    assert comment.screen_after is not None  # the query above found it
    words = {"at": moment_in_words(comment.screen_after), "why": recheck_in_words(comment.recheck_reason)}
    if comment.is_provisional:
        return _("The verdict is provisional: Akismet wants to be asked again on %(at)s.") % words
    if comment.recheck_reason:
        return _("Akismet is asked again, not before %(at)s: %(why)s.") % words
    return _("Akismet is asked next on %(at)s at the earliest.") % words


def _called(word: str) -> str:
    """Return what people say by a status or by the name of a report."""
    return str(Comment.Verdict.HAM.label if word in (APPROVED, "ham") else Comment.Verdict.SPAM.label)
