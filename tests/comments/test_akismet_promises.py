"""
What the site promises about Akismet, one promise after the other, each seen from outside: over real HTTP against
Akismet's stand-in, at the moderators' desk and in the rows.
"""

import logging
import os
import re
import subprocess
import sys
import threading
from datetime import timedelta
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest
import time_machine
from asgiref.sync import async_to_sync
from django.core.checks import run_checks
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from articles.models import Article, Section
from comments.models import AkismetService, Comment, ModerationEvent, ScreeningAttempt, ServiceOutage
from comments.screening.checking import CHECKS, FIRST_RETRY, LONGEST_RETRY, Checked, check_again
from comments.screening.client import RETRY_AFTER_MAX
from comments.screening.engine import report_due_decisions, screen_due_comments
from comments.screening.failures import Unsendable
from comments.screening.feedback import REPORTS
from comments.screening.leases import claim, lease_time
from comments.screening.sandbox import SANDBOX_KEY, VERIFY, AkismetSandbox, Mode
from comments.screening.sandbox import Answer as HttpAnswer
from comments.screening.screener import Answer, load_screener
from comments.screening.told import FIELDS_SENT, told_of
from comments.tasks import ring, screen_comments
from tests.comments.readers import page_of, send_comment
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

MANAGE = Path(__file__).parents[2] / "manage.py"
SPAM_AUTHOR, BLATANT_AUTHOR = "viagra-test-123", "akismet-sandbox-discard"
# One of each kind; test_akismet_failures.py has them all.
FAILING = [Mode.REFUSED, Mode.STALLED, Mode.ERROR503, Mode.THROTTLED, Mode.BAD_KEY, Mode.SUSPENDED, Mode.HTML]
A_DEADLINE = 0.3


class ParticularSandbox(AkismetSandbox):
    """A sandbox that may answer a single call in its own way, and remembers the connections that calls came on."""

    def __init__(self):
        super().__init__()
        self.handlers = set()
        self.hung_up = threading.Event()
        self.change = lambda fields, answer: answer

    def answer(self, path, fields, mode):
        self.handlers.add(threading.current_thread())  # the server has one for each connection
        return self.change(fields, super().answer(path, fields, mode))

    def fail_about(self, word, status=500):
        """Answer each call about a comment that holds this word with an error."""
        self.change = lambda fields, answer: (
            HttpAnswer("Error", status) if word in fields.get("comment_content", "") else answer
        )

    def stall_about(self, word):
        """Never answer a call about a comment that holds this word."""

        def stall(fields, answer):
            if word in fields.get("comment_content", ""):
                self.hung_up.wait(20)
            return answer

        self.change = stall

    def add_headers(self, **headers):
        """Send more of Akismet's own headers with each answer: alert_code becomes X-akismet-alert-code."""
        more = {f"X-akismet-{name.replace('_', '-')}": value for name, value in headers.items()}
        self.change = lambda fields, answer: answer._replace(headers=answer.headers | more)


@pytest.fixture
def particular(settings):
    with ParticularSandbox() as sandbox:
        settings.AKISMET_BASE_URL = sandbox.url
        yield sandbox
        sandbox.hung_up.set()


def due_comment(**values) -> Comment:
    return make_comment(screened=False, **values)


def due_comments(count, **values) -> list[Comment]:
    article = make_article()
    return [due_comment(article=article, **values) for _ in range(count)]


def screened_comment(**values) -> Comment:
    comment = due_comment(**values)
    screen_due_comments()
    return fresh(comment)


def fresh(comment: Comment) -> Comment:
    comment.refresh_from_db()
    return comment


def later(**time):
    return time_machine.travel(timezone.now() + timedelta(**time))


def after_the_undo_window():
    return later(seconds=121)


def decide(client, comment, decision, **fields):
    """Press a button of the desk, signed in as whoever the client is."""
    given = {"comment": comment.pk, "decision": decision, f"seen_{comment.pk}": comment.revision}
    given |= {f"state_{comment.pk}": comment.status, "reason": "Hors sujet"}
    return client.post("/moderation/decide/", given | fields)


def warnings_on_the_desk(client, moderator) -> list[str]:
    client.force_login(moderator)
    return [line.text for line in page_of(client.get("/moderation/")).find_all(class_="notice-warning")]


def most_in_flight(calls, seconds) -> int:
    """Return how many calls at most were under way at one moment, when the sandbox answered each after `seconds`."""
    moments = [(call.at, 1) for call in calls] + [(call.at + seconds, -1) for call in calls]
    now, most = 0, 0
    for _at, change in sorted(moments):
        now += change
        most = max(most, now)
    return most


# --- 1 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.OK, Mode.STALLED, Mode.REFUSED])
def test_promise_01_no_call_in_a_request_of_a_reader(client, article, sandbox, mode):
    """Posting succeeds and calls nobody, whether Akismet answers, hangs or is down."""
    sandbox.set_mode(mode)

    answer = send_comment(client, article)

    assert answer.status_code == 302
    assert Comment.objects.count() == 1
    assert sandbox.calls == []


@pytest.mark.parametrize("decision", ["approve", "spam", "reject"])
@pytest.mark.parametrize("mode", [Mode.OK, Mode.STALLED, Mode.REFUSED])
def test_promise_01_no_call_in_a_request_of_a_moderator(client, moderator, sandbox, settings, mode, decision):
    """Deciding succeeds and calls nobody, even where the decision is one that Akismet will hear of."""
    settings.UNDO_WINDOW = 0
    comment = make_comment(verdict="spam" if decision == "approve" else "ham")
    client.force_login(moderator)
    sandbox.set_mode(mode)

    answer = decide(client, comment, decision)

    assert answer.status_code == 302
    assert fresh(comment).decided_by == moderator
    assert sandbox.calls == []


# --- 2 ---------------------------------------------------------------------------------------------------------


def test_promise_02_nothing_is_lost_between_the_form_and_the_verdict(client, article, moderator, sandbox):
    """A comment that was taken has its row before the first call, is seen unscreened, and gets its verdict at last."""
    send_comment(client, article)
    comment = Comment.objects.get()
    assert sandbox.calls == []

    sandbox.set_mode(Mode.ERROR503)
    come_back_at = screen_due_comments()
    client.force_login(moderator)
    card = page_of(client.get("/moderation/")).find(id=f"comment-{comment.pk}")
    assert "Pas encore vérifié" in card.text

    sandbox.set_mode(Mode.OK)
    with time_machine.travel(come_back_at):
        screen_due_comments()
    assert fresh(comment).verdict == "ham"


def test_promise_02_nothing_is_lost_with_a_worker_that_dies(sandbox):
    """What a worker had claimed when it died is asked about once its lease has ended."""
    comments = due_comments(3)
    claim(CHECKS.due(timezone.now(), also_paused=False), 3, timezone.now())

    with time_machine.travel(timezone.now() + lease_time() + timedelta(seconds=1)):
        screen_due_comments()

    assert [fresh(comment).verdict for comment in comments] == ["ham"] * 3
    assert len(sandbox.checks) == 3


# --- 3 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", FAILING)
def test_promise_03_fails_closed_for_publishing_and_open_for_people(client, moderator, sandbox, settings, mode):
    """No failure approves, rejects or hides anything; a moderator decides on the unscreened comment all the same."""
    settings.AKISMET_TIMEOUT = A_DEADLINE
    waiting, published, spam = due_comments(3)
    published.approve(by=moderator)
    spam.mark_as_spam(by=moderator)
    events = ModerationEvent.objects.count()
    sandbox.set_mode(mode)

    screen_due_comments()

    assert [fresh(comment).status for comment in (waiting, published, spam)] == ["pending", "approved", "spam"]
    assert [comment.verdict for comment in (waiting, published, spam)] == ["", "", ""]
    assert ModerationEvent.objects.count() == events
    client.force_login(moderator)
    assert page_of(client.get("/moderation/")).find(id=f"comment-{waiting.pk}")
    assert decide(client, waiting, "approve").status_code == 302
    assert fresh(waiting).status == "approved"


# --- 4 ---------------------------------------------------------------------------------------------------------


def test_promise_04_discard_is_a_verdict_and_not_a_deletion(client, moderator, sandbox):
    """Blatant spam stands in the spam queue, is called so, can be approved, and Akismet hears that it was ham."""
    comment = screened_comment(author_name=BLATANT_AUTHOR)
    client.force_login(moderator)
    card = page_of(client.get("/moderation/?queue=spam&blatant=1")).find(id=f"comment-{comment.pk}")
    assert (comment.verdict, comment.status) == ("discard", "pending")
    assert "indésirable flagrant" in card.text

    decide(client, comment, "approve")
    with after_the_undo_window():
        report_due_decisions()

    assert fresh(comment).status == "approved"
    assert [report.fields["comment_author"] for report in sandbox.ham_reports] == [BLATANT_AUTHOR]


# --- 5 ---------------------------------------------------------------------------------------------------------


def test_promise_05_verbatim_from_the_form_to_akismet(client, article, sandbox):
    """What was typed arrives as typed, breaks as line feeds, with the address, browser and referrer of the post."""
    typed = {
        "author_name": "Zoé « Œil » Lemaître 🦊",
        "author_email": "Zoe.Lemaitre+presse@example.org",
        "author_url": "https://example.org/Été?q=a%20b&c=d#é",
        "body": "  Deux  espaces,\tune tabulation,\r\nune ligne, <b>balise</b> &amp; 👩🏽‍🚀 e\u0301\r\n\r\nfin  ",
    }
    origin = {
        "sec-fetch-site": "same-origin",
        "user-agent": "Mozilla/5.0 (Lectrice;  x64)",
        "referer": "https://moteur.example/?q=a%20b&c=é".encode().decode("latin-1"),
    }
    send_comment(client, article, headers=origin, address="2001:db8::7", **typed)

    screen_due_comments()

    fields = sandbox.checks[0].fields
    assert fields["comment_author"] == typed["author_name"]
    assert fields["comment_author_email"] == typed["author_email"]
    assert fields["comment_author_url"] == typed["author_url"]
    assert fields["comment_content"] == typed["body"].replace("\r\n", "\n")
    assert fields["user_ip"] == "2001:db8::7"
    assert fields["user_agent"] == "Mozilla/5.0 (Lectrice;  x64)"
    assert fields["referrer"] == "https://moteur.example/?q=a%20b&c=é"


def test_promise_05_verbatim_means_that_empty_fields_are_sent_empty(client, article, sandbox):
    """Without a site, a browser's name or a referrer, these are sent all the same, with nothing in them."""
    send_comment(client, article, author_url="")

    screen_due_comments()

    sent = sandbox.checks[0].fields
    assert {name: sent.get(name) for name in ("comment_author_url", "user_agent", "referrer")} == {
        "comment_author_url": "",
        "user_agent": "",
        "referrer": "",
    }


# --- 6 ---------------------------------------------------------------------------------------------------------


def test_promise_06_feedback_repeats_the_check_whatever_was_changed_since(client, moderator, sandbox):
    """What was sent with the last answered check is sent again unchanged, and nothing of the moderator's."""
    comment = screened_comment(ip_address="203.0.113.9", user_agent="Lectrice/1.0", body="Le texte d’origine 😀")
    Article.objects.update(headline="Un autre titre", slug="une-autre-adresse")
    check_again(Comment.objects.filter(pk=comment.pk), timezone.now())
    screen_due_comments()
    Article.objects.update(slug="encore-une-adresse", updated_at=timezone.now() + timedelta(hours=1))
    Section.objects.update(name="Une autre rubrique")
    Comment.objects.update(body="Un autre texte", author_name="Une autre", user_agent="Autre/2", referrer="https://x/")
    client.force_login(moderator)
    decide(client, fresh(comment), "spam")

    with after_the_undo_window():
        report_due_decisions()

    first, last = (check.fields for check in sandbox.checks)
    (report,) = sandbox.spam_reports
    assert {name: report.fields[name] for name in FIELDS_SENT} == {name: last[name] for name in FIELDS_SENT}
    assert last["permalink"] != first["permalink"]


# --- 7 ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("author", "decisions", "reported"),
    [
        (SPAM_AUTHOR, ["approve"], ["ham"]),
        (BLATANT_AUTHOR, ["approve"], ["ham"]),
        ("Zoé", ["spam"], ["spam"]),
        ("Zoé", ["approve"], []),
        (SPAM_AUTHOR, ["spam"], []),
        ("Zoé", ["reject"], []),
        (SPAM_AUTHOR, ["reject"], []),
        ("Zoé", ["spam", "reopen"], []),
        ("Zoé", ["spam", "approve"], []),
        (SPAM_AUTHOR, ["approve", "reject"], []),
        ("Zoé", ["approve", "spam"], ["spam"]),
        ("Zoé", ["spam", "later", "approve"], ["spam", "ham"]),
        (SPAM_AUTHOR, ["approve", "later", "spam"], ["ham", "spam"]),
        ("Zoé", ["spam", "later", "approve", "later", "spam"], ["spam", "ham", "spam"]),
    ],
)
def test_promise_07_feedback_when_people_disagree_once_each(client, moderator, sandbox, author, decisions, reported):
    """Disagreement is reported once, agreement never; undone in time nothing is sent, later the opposite is."""
    comment = screened_comment(author_name=author)
    client.force_login(moderator)

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for decision in [*decisions, "later"]:
            if decision == "later":
                clock.shift(121)
                report_due_decisions()
                report_due_decisions()
            else:
                assert decide(client, fresh(comment), decision).status_code == 302
                report_due_decisions()

    assert [call.path.rpartition("-")[2] for call in sandbox.calls if "submit" in call.path] == reported


@pytest.mark.parametrize(
    ("author", "decision", "opposite"), [("Zoé", "mark_as_spam", "ham"), (SPAM_AUTHOR, "approve", "spam")]
)
def test_promise_07_feedback_that_was_sent_is_corrected_when_the_decision_is_taken_back(
    moderator, sandbox, author, decision, opposite
):
    """A decision undone after it was reported sends the opposite."""
    comment = screened_comment(author_name=author)
    getattr(comment, decision)(by=moderator)
    with after_the_undo_window():
        report_due_decisions()
    fresh(comment).reopen(by=moderator)

    with later(hours=1):
        report_due_decisions()

    assert len(getattr(sandbox, f"{opposite}_reports")) == 1


def test_promise_07_feedback_is_neither_lost_nor_doubled_with_a_worker_that_dies(moderator, sandbox):
    """A report that a worker had claimed when it died goes out once, when its lease has ended."""
    screened_comment().mark_as_spam(by=moderator)

    with time_machine.travel(timezone.now() + timedelta(seconds=121), tick=False) as clock:
        assert claim(REPORTS.due(timezone.now(), also_paused=False), 1, timezone.now())
        report_due_decisions()
        assert sandbox.spam_reports == []
        clock.shift(lease_time() + timedelta(seconds=1))
        report_due_decisions()
        report_due_decisions()

    assert len(sandbox.spam_reports) == 1


# --- 8 ---------------------------------------------------------------------------------------------------------


def test_promise_08_after_retention_no_feedback_is_sent_that_cannot_repeat_the_check(moderator, sandbox):
    """With the personal fields blanked a decision against the verdict is not reported, and nothing is asked again.

    The command that blanks them comes later; here its effect is written to the row.
    """
    comment = screened_comment()
    Comment.objects.update(told=None, ip_address=None, user_agent="", referrer="", author_email="")
    sandbox.clear()

    fresh(comment).mark_as_spam(by=moderator)
    check_again(Comment.objects.filter(pk=comment.pk), timezone.now())
    with after_the_undo_window():
        screen_due_comments()
        report_due_decisions()

    assert fresh(comment).status == "spam"
    assert sandbox.calls == []
    assert comment.attempts.count() == 1


# --- 9 ---------------------------------------------------------------------------------------------------------


def test_promise_09_one_comment_one_check_with_a_double_click(client, article, sandbox):
    """What was sent twice by a double click is one comment, and checked once."""
    send_comment(client, article)
    send_comment(client, article)

    screen_due_comments()
    screen_due_comments()

    assert len(sandbox.checks) == 1


def test_promise_09_one_comment_one_check_with_two_workers():
    """Two workers that claim at the same time share what is due; a third finds nothing.

    Two of them in two processes are watched under promise 21.
    """
    comments, now = due_comments(7), timezone.now()
    due = CHECKS.due(now, also_paused=False)

    first, second, third = claim(due, 4, now), claim(due, 4, now), claim(due, 4, now)

    assert (len(first), len(second), third) == (4, 3, [])
    assert {comment.pk for comment in first + second} == {comment.pk for comment in comments}


def test_promise_09_a_late_answer_changes_nothing_that_another_worker_has_claimed():
    """A worker that was believed dead and answers after all is not heard; the one that took over is."""
    comment, now = due_comment(), timezone.now()
    later = now + lease_time() + timedelta(seconds=1)
    (lost,) = claim(CHECKS.due(now, also_paused=False), 1, now)
    (taken_over,) = claim(CHECKS.due(later, also_paused=False), 1, later)

    CHECKS.record(lost, Checked(told_of(lost), Answer("spam")), later)
    assert (fresh(comment).verdict, comment.lease) == ("", taken_over.lease)
    CHECKS.record(taken_over, Checked(told_of(taken_over), Answer("ham")), later)

    assert (fresh(comment).verdict, comment.lease) == ("ham", "")


def test_promise_09_an_answer_about_an_older_revision_is_never_applied(sandbox):
    """A text that changed while Akismet thought about it keeps no verdict of the old one, and is asked about anew.

    That the new question carries recheck_reason=edit comes with corrections by authors.
    """
    comment, now = due_comment(body="Un texte inoffensif."), timezone.now()
    (claimed,) = claim(CHECKS.due(now, also_paused=False), 1, now)
    Comment.objects.update(revision=2, body="casino et viagra")

    CHECKS.record(claimed, Checked(told_of(claimed), Answer("ham")), now)

    assert (fresh(comment).verdict, comment.told) == ("", None)
    with time_machine.travel(now + lease_time() + timedelta(seconds=1)):
        screen_due_comments()
    assert fresh(comment).verdict == "discard"


# --- 10 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", ["ham", "spam"])
@pytest.mark.parametrize("decision", ["approve", "mark_as_spam", "reject", "withdraw"])
def test_promise_10_a_persons_decision_stands(moderator, decision, verdict):
    """A verdict that comes after a decision is written down and changes no status and no counter."""
    comment, now = due_comment(), timezone.now()
    (claimed,) = claim(CHECKS.due(now, also_paused=False), 1, now)
    fresh(comment).withdraw() if decision == "withdraw" else getattr(fresh(comment), decision)(by=moderator)
    before = (fresh(comment).status, comment.decided_at, comment.decided_by_id)
    counted = Article.objects.get().comment_count

    CHECKS.record(claimed, Checked(told_of(claimed), Answer(verdict)), now)

    assert (fresh(comment).status, comment.decided_at, comment.decided_by_id) == before
    assert comment.verdict == verdict
    assert Article.objects.get().comment_count == counted


# --- 11 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", [Mode.STALLED, Mode.DRIPPING, Mode.OVERSIZED, Mode.OVERSIZED_CHUNKED])
def test_promise_11_a_deadline_by_the_clock_for_each_check(sandbox, settings, mode):
    """Without an answer, with an endless one or a huge one, a call ends at its deadline."""
    settings.AKISMET_TIMEOUT = 0.5
    due_comment()
    sandbox.set_mode(mode, delay=0.1)

    screen_due_comments()

    assert ScreeningAttempt.objects.get().seconds < 3


def test_promise_11_other_comments_of_the_batch_are_not_delayed(particular, settings):
    """While one call hangs, the others are asked about and have their verdicts written."""
    settings.AKISMET_TIMEOUT = 3
    particular.stall_about("SANS FIN")
    others = due_comments(20)
    hanging = due_comment(body="SANS FIN")

    screen_due_comments()

    gives_up_at = hanging.attempts.get().at + timedelta(seconds=3)
    assert max(fresh(other).screened_at for other in others) < gives_up_at
    assert fresh(hanging).screening_error == "timeout"


# --- 12 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [408, 500, 504])
def test_promise_12_temporary_failures_are_tried_again(particular, status):
    """A status that tells of a passing trouble costs an attempt and a pause, and then the comment has its verdict."""
    comment = due_comment(body="ÉCHEC")
    particular.fail_about("ÉCHEC", status)
    come_back_at = screen_due_comments()
    assert (fresh(comment).screening_attempts, comment.screening_error) == (1, f"http_{status}")

    particular.fail_about("rien")
    with time_machine.travel(come_back_at):
        screen_due_comments()

    assert fresh(comment).verdict == "ham"


def test_promise_12_pauses_grow_and_are_limited(particular):
    """The pause of a comment that gets no answer doubles each time, up to an hour."""
    comment = due_comment(body="ÉCHEC")
    particular.fail_about("ÉCHEC")
    pauses = []

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(9):
            screen_due_comments()
            pauses.append((fresh(comment).screen_after - timezone.now()).total_seconds())
            clock.move_to(comment.screen_after)

    assert comment.screening_attempts == 9
    assert all(short < long for short, long in pairwise(pauses[:7]))
    assert 0.8 * FIRST_RETRY <= pauses[0] <= FIRST_RETRY
    assert 0.8 * LONGEST_RETRY <= pauses[-1] <= LONGEST_RETRY


def test_promise_12_pauses_are_jittered(sandbox):
    """Comments that failed together do not come back together."""
    comments = due_comments(5)
    sandbox.set_mode(Mode.ERROR503)

    screen_due_comments()

    assert len({round(fresh(comment).screen_after.timestamp(), 2) for comment in comments}) > 1


def test_promise_12_a_recovered_service_empties_the_backlog_without_a_burst(sandbox, settings):
    """When Akismet is back, all that waited is asked about, with no more in flight than allowed."""
    settings.AKISMET_CONCURRENCY = 3
    comments = due_comments(30)
    sandbox.set_mode(Mode.ERROR503)
    come_back_at = screen_due_comments()
    sandbox.clear()
    sandbox.set_mode(Mode.SLOW, delay=0.05)

    with time_machine.travel(come_back_at):
        screen_due_comments()

    assert {fresh(comment).verdict for comment in comments} == {"ham"}
    assert len(sandbox.checks) == 30
    assert most_in_flight(sandbox.checks, 0.05) <= 3


def test_promise_12_a_run_with_nothing_to_report_does_not_put_off_the_recovery(sandbox):
    """Who has nothing to ask leaves the turn to probe to who has."""
    comments = due_comments(3)
    sandbox.set_mode(Mode.ERROR503)
    come_back_at = screen_due_comments()
    sandbox.set_mode(Mode.OK)

    with time_machine.travel(come_back_at, tick=False):
        report_due_decisions()
        screen_due_comments()

    assert {fresh(comment).verdict for comment in comments} == {"ham"}


# --- 13 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("asks_for", ["seconds", "a date", "too long", "nonsense"])
def test_promise_13_retry_after_pauses_the_whole_queue(sandbox, asks_for):
    """A 429 stops everybody until the time that it names, within bounds, and uses up nobody's attempt."""
    date = format_datetime(timezone.now() + timedelta(seconds=300), usegmt=True)
    value, pause = {
        "seconds": ("300", 300),
        "a date": (date, 300),
        "too long": ("999999", RETRY_AFTER_MAX),
        "nonsense": ("soon", 60),
    }[asks_for]
    comments = due_comments(12)
    sandbox.set_mode(Mode.THROTTLED, retry_after=value)

    come_back_at = screen_due_comments()

    assert abs((come_back_at - timezone.now()).total_seconds() - pause) < 5
    assert {fresh(comment).screening_attempts for comment in comments} == {0}
    sandbox.set_mode(Mode.OK)
    sandbox.clear()
    with time_machine.travel(come_back_at - timedelta(seconds=1), tick=False):
        due_comment()
        screen_due_comments()
        assert sandbox.calls == []
    with time_machine.travel(come_back_at):
        screen_due_comments()
    assert len(sandbox.checks) == 13


# --- 14 --------------------------------------------------------------------------------------------------------


def test_promise_14_a_bad_key_stops_the_queue_until_verify_key_finds_it_mended(client, moderator, sandbox):
    """No check goes out and no attempt is used up; one cheap call now and then; then the queue goes on by itself.

    That the health command says so comes with that command.
    """
    comments = due_comments(5)
    sandbox.set_mode(Mode.BAD_KEY)
    come_back_at = screen_due_comments()
    (warning,) = warnings_on_the_desk(client, moderator)
    assert "The sandbox was told to refuse every key" in warning

    sandbox.clear()
    screen_due_comments()
    assert sandbox.calls == []
    with time_machine.travel(come_back_at):
        come_back_at = screen_due_comments()
        screen_due_comments()
    assert [call.path for call in sandbox.calls] == [VERIFY]
    assert {(fresh(comment).screening_attempts, comment.verdict) for comment in comments} == {(0, "")}

    sandbox.set_mode(Mode.OK)
    sandbox.clear()
    with time_machine.travel(come_back_at):
        screen_due_comments()
    assert [call.path for call in sandbox.calls][0] == VERIFY
    assert len(sandbox.checks) == len(sandbox.calls) - 1 == 5
    assert {fresh(comment).verdict for comment in comments} == {"ham"}
    assert warnings_on_the_desk(client, moderator) == []


@pytest.mark.parametrize("mode", [Mode.BAD_KEY, Mode.SUSPENDED, Mode.THROTTLED])
def test_promise_14_after_the_first_refusal_no_further_check_goes_out(sandbox, settings, mode):
    """Only what was in flight already when the first refusal came may still reach Akismet."""
    settings.AKISMET_CONCURRENCY = 3
    due_comments(40)
    sandbox.set_mode(mode)

    screen_due_comments()

    assert len(sandbox.checks) <= 3


# --- 15 --------------------------------------------------------------------------------------------------------


def test_promise_15_an_error_in_the_headers_is_no_verdict(client, moderator, sandbox):
    """A suspended key leaves comments unscreened though the body says ham, and the desk says why."""
    comments = [due_comment(), due_comment(author_name=SPAM_AUTHOR)]
    sandbox.set_mode(Mode.SUSPENDED)

    screen_due_comments()

    assert {(fresh(comment).verdict, comment.status, comment.told is None) for comment in comments} == {
        ("", "pending", True)
    }
    (warning,) = warnings_on_the_desk(client, moderator)
    assert "Your plan is unpaid." in warning
    assert AkismetService.current().alert_code == "10402"


def test_promise_15_an_error_beside_true_is_no_verdict_either(particular):
    """Whatever the body says: a spam that comes with an error is not held as spam."""
    particular.add_headers(error="unknown-trouble")
    comment = due_comment(author_name=SPAM_AUTHOR)

    screen_due_comments()

    assert fresh(comment).verdict == ""
    assert comment in Comment.objects.in_queue("review")


# --- 16 --------------------------------------------------------------------------------------------------------


def test_promise_16_alerts_are_shown_once_and_as_text(client, moderator, particular):
    """An alert beside good answers is one line of the desk, never HTML, until an answer comes without it."""
    words = "<b>Payez</b> & <script>alert(1)</script>"
    particular.add_headers(alert_code="10508", alert_msg=words)
    comments = due_comments(4)

    screen_due_comments()

    assert {fresh(comment).verdict for comment in comments} == {"ham"}
    (warning,) = warnings_on_the_desk(client, moderator)
    assert words in warning
    assert AkismetService.current().alert_code == "10508"
    particular.add_headers()
    due_comment()
    screen_due_comments()
    assert warnings_on_the_desk(client, moderator) == []


@pytest.mark.parametrize("message", ["Votre forfait est dépassé.", ""])
def test_promise_16_alerts_are_shown_with_code_and_link(client, moderator, particular, message):
    """Whatever Akismet says of a new code, moderators see the code and where to go."""
    link = "https://akismet.com/upgrade"
    particular.add_headers(alert_code="10508", alert_msg=message, alert_upgrade_url=link)
    due_comment()

    screen_due_comments()

    (warning,) = warnings_on_the_desk(client, moderator)
    assert "10508" in warning
    assert link in warning


def test_promise_16_alerts_stay_while_answers_carry_them(client, moderator, particular):
    """An answer to feedback that carries the alert as well does not take it off the desk."""
    particular.add_headers(alert_code="10508", alert_msg="Votre forfait est dépassé.")
    screened_comment().mark_as_spam(by=moderator)
    with after_the_undo_window():
        report_due_decisions()

    assert len(warnings_on_the_desk(client, moderator)) == 1


# --- 17 --------------------------------------------------------------------------------------------------------


def test_promise_17_provisional_ham_is_marked_and_asked_about_again(sandbox):
    """It is marked until Akismet was asked again, after the time that it named and not before.

    That no rule approves it until then comes with the first rule.
    """
    sandbox.set_mode(Mode.RECHECK)
    comment = due_comment()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        come_back_at = screen_due_comments()
        assert (fresh(comment).verdict, comment.is_provisional) == ("ham", True)
        assert come_back_at == timezone.now() + timedelta(seconds=120)

        clock.shift(119)
        screen_due_comments()
        assert len(sandbox.checks) == 1

        clock.shift(1)
        screen_due_comments()
        clock.shift(86_400)
        screen_due_comments()

    first, again = (check.fields for check in sandbox.checks)
    assert "recheck_reason" not in first
    assert again["recheck_reason"] == "recheck"
    assert (fresh(comment).verdict, comment.is_provisional, comment.screen_after) == ("ham", False, None)


def test_promise_17_provisional_ham_is_so_once(particular):
    """What comes with the second answer does not make it provisional for ever."""
    particular.add_headers(recheck_after="120")
    comment = screened_comment()

    with later(seconds=121):
        assert screen_due_comments() is None

    assert len(particular.checks) == 2
    assert (fresh(comment).is_provisional, comment.screen_after) == (False, None)


def test_promise_17_a_person_may_approve_provisional_ham(client, moderator, sandbox):
    """Its mark binds no one at the desk, and what Akismet says later does not undo the decision."""
    sandbox.set_mode(Mode.RECHECK)
    comment = screened_comment()
    Comment.objects.update(body="casino")
    client.force_login(moderator)

    decide(client, comment, "approve")
    with later(seconds=121):
        screen_due_comments()

    assert (fresh(comment).status, comment.verdict, comment.is_provisional) == ("approved", "spam", False)


def test_promise_17_provisional_ham_is_not_asked_about_early_because_akismet_was_away(sandbox):
    """An outage in the meantime does not shorten the time that Akismet asked for."""
    sandbox.set_mode(Mode.RECHECK)
    comment = screened_comment()
    due_comments(3)
    sandbox.set_mode(Mode.ERROR503)
    come_back_at = screen_due_comments()
    sandbox.set_mode(Mode.OK)

    with time_machine.travel(come_back_at):
        screen_due_comments()

    assert fresh(comment).is_provisional


def test_promise_17_provisional_ham_is_one_also_where_a_moderator_asked_for_the_first_check(sandbox):
    """Akismet is told no reason, so it takes the check for the first; its wish to be asked again holds."""
    sandbox.set_mode(Mode.RECHECK)
    comment = due_comment()
    check_again(Comment.objects.filter(pk=comment.pk), timezone.now())

    screen_due_comments()

    assert "recheck_reason" not in sandbox.checks[0].fields
    assert fresh(comment).is_provisional


# --- 18 --------------------------------------------------------------------------------------------------------


def test_promise_18_poison_comments_do_not_hold_up_the_others(particular):
    """More poison than it takes to pause the queue, and everybody else still has a verdict; people see the poison."""
    particular.fail_about("POISON")
    article = make_article()
    poison = [due_comment(article=article, body=f"POISON {number}") for number in range(12)]
    with time_machine.travel(timezone.now(), tick=False) as clock:
        screen_due_comments()
        others = [due_comment(article=article) for _ in range(12)]

        for _ in range(3):
            clock.shift(11)
            screen_due_comments()

    assert {fresh(other).verdict for other in others} == {"ham"}
    assert set(poison) <= set(Comment.objects.in_queue("review"))


def test_promise_18_a_text_that_cannot_be_encoded_ends_in_front_of_a_person():
    """No retry can mend it, so it is not tried again: it waits for people, unscreened."""
    comment, now = due_comment(), timezone.now()
    (claimed,) = claim(CHECKS.due(now, also_paused=False), 1, now)
    claimed.body = "\ud800"

    async def ask():
        async with load_screener() as screener:
            await CHECKS.ask(screener, claimed)

    with pytest.raises(Unsendable) as failure:
        async_to_sync(ask)()
    CHECKS.record(claimed, failure.value, now)

    assert (fresh(comment).screen_after, comment.lease, comment.verdict) == (None, "", "")
    assert comment in Comment.objects.in_queue("review")


# --- 19 --------------------------------------------------------------------------------------------------------


def test_promise_19_without_a_key_the_site_works_with_one_warning(client, article, moderator, sandbox, settings):
    """Comments are taken and wait for people; the start and the desk say so, once each."""
    settings.AKISMET_API_KEY = ""

    assert send_comment(client, article).status_code == 302
    assert screen_due_comments() is None

    assert sandbox.calls == []
    assert [message.id for message in run_checks() if message.id.startswith("comments.")] == ["comments.W001"]
    (warning,) = warnings_on_the_desk(client, moderator)
    assert "AKISMET_API_KEY" in warning
    assert decide(client, Comment.objects.get(), "approve").status_code == 302
    assert Comment.objects.get().status == "approved"


# --- 20 --------------------------------------------------------------------------------------------------------

WORDS = {"author_name": "Hortense Vraisemblable", "author_email": "hortense@example.org", "body": "Paroles privées."}
SECRETS = ("Vraisemblable", "hortense@example.org", "Paroles", SANDBOX_KEY, "203.0.113.77")


@pytest.fixture
def every_log(caplog):
    """Everything that is logged, with its traceback, as the handlers of the site would write it, and lower levels."""
    caplog.set_level(logging.DEBUG)
    caplog.handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    return lambda: caplog.text


@pytest.mark.parametrize(
    "mode", [Mode.OK, *FAILING, Mode.RESET, Mode.OVERSIZED, Mode.WRONG_CHARSET, Mode.MISSING_FIELD]
)
def test_promise_20_key_and_readers_words_appear_in_no_log(
    client, article, moderator, sandbox, settings, every_log, mode
):
    """Neither at DEBUG, from the post over the check, the decision and the report to what the desk says."""
    settings.AKISMET_TIMEOUT = A_DEADLINE
    send_comment(client, article, address="203.0.113.77", **WORDS)
    comment = Comment.objects.get()
    sandbox.set_mode(mode)

    come_back_at = screen_due_comments()
    if come_back_at:
        with time_machine.travel(come_back_at):  # after a refusal it is the key that is asked about
            screen_due_comments()
    Comment.objects.filter(verdict="").update(verdict="ham", told=told_of(comment), reported_as="ham")
    AkismetService.objects.all().delete()
    fresh(comment).mark_as_spam(by=moderator)
    with after_the_undo_window():
        report_due_decisions()
    warnings = warnings_on_the_desk(client, moderator)

    written = every_log() + "".join(warnings)
    assert [secret for secret in SECRETS if secret in written] == []


def test_promise_20_key_and_readers_words_appear_in_no_task(client, article, moderator, sandbox):
    """The rows of the task queue hold the bare name of a bell, before and after the worker ran it in vain."""
    send_comment(client, article, address="203.0.113.77", **WORDS)
    client.force_login(moderator)
    decide(client, Comment.objects.get(), "spam")
    sandbox.set_mode(Mode.BAD_KEY)
    worker = Worker(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id="worker",
        excluded_queue_names=[],
    )
    for ready in DBTaskResult.objects.ready():
        worker.run_task(ready)
    ring(screen_comments)

    rows = DBTaskResult.objects.all()
    assert {str(row.args_kwargs) for row in rows} == {str({"args": [], "kwargs": {}})}
    assert "SUCCESSFUL" in {row.status for row in rows}
    whole = str([{name: str(value) for name, value in row.items()} for row in rows.values()])
    assert [secret for secret in SECRETS if secret in whole] == []


@pytest.mark.parametrize("address", ["http://rest.akismet.com", "http://127.0.0.1.example.org:8001"])
def test_promise_20_the_key_leaves_the_machine_over_https_only(tmp_path, address):
    """The site does not even start where it would send the key in clear to another machine."""
    environment = {"PATH": os.environ["PATH"], "DEVELOPMENT": "1", "VAR_DIR": str(tmp_path)}
    environment |= {"AKISMET_API_KEY": SANDBOX_KEY, "AKISMET_BASE_URL": address}

    start = subprocess.run(
        [sys.executable, "-c", "import newsroom.settings"],
        cwd=MANAGE.parent,
        env=environment,
        capture_output=True,
        text=True,
    )

    assert start.returncode != 0
    assert "AKISMET_BASE_URL must begin with https://" in start.stderr
    assert SANDBOX_KEY not in start.stderr


# --- 21 --------------------------------------------------------------------------------------------------------


def test_promise_21_polite_never_more_in_flight_than_set(sandbox, settings):
    """With many comments due, several calls are under way at once, and never one more than is allowed."""
    settings.AKISMET_CONCURRENCY = 4
    due_comments(30)
    sandbox.set_mode(Mode.SLOW, delay=0.1)

    screen_due_comments()

    assert len(sandbox.checks) == 30
    assert 1 < most_in_flight(sandbox.checks, 0.1) <= 4


def test_promise_21_polite_reports_count_as_much_as_checks(sandbox, settings, moderator):
    """Checks and feedback of one run share the same slots."""
    settings.AKISMET_CONCURRENCY, settings.UNDO_WINDOW = 4, 0
    for comment in [make_comment() for _ in range(12)]:
        comment.mark_as_spam(by=moderator)
    due_comments(12)
    sandbox.set_mode(Mode.SLOW, delay=0.1)

    screen_comments.call()

    assert len(sandbox.checks) == len(sandbox.spam_reports) == 12
    assert 1 < most_in_flight(sandbox.calls, 0.1) <= 4


def test_promise_21_polite_connections_are_kept_alive(particular, settings):
    """Many calls travel over no more connections than calls may be in flight."""
    settings.AKISMET_CONCURRENCY = 4
    due_comments(40)

    screen_due_comments()

    assert len(particular.checks) == 40
    assert len(particular.handlers) <= 4


def test_promise_21_polite_we_say_who_asks(sandbox):
    """The User-Agent is our name and version, then the library's and its."""
    due_comment()

    screen_due_comments()

    assert re.fullmatch(r"Newsroom/[0-9.]+ \| akismet\S*/[0-9.]+.*", sandbox.checks[0].user_agent)


FILL = """
from django.core.management import call_command
call_command("migrate", verbosity=0)
from tests.factories import make_article, make_comment
article = make_article()
for _ in range(45):
    make_comment(article=article, screened=False)
"""
WORK = """
from comments.screening.engine import screen_due_comments
print("ready", flush=True)
input()
screen_due_comments()
"""


def test_promise_21_polite_over_two_processes(tmp_path):
    """Two workers of one machine share the slots: together no more in flight than set, and nobody is asked about twice.

    They say who they are by the address of their site. Their database is a file of their own.
    """
    with AkismetSandbox() as sandbox:
        sandbox.set_mode(Mode.SLOW, delay=0.1)
        environment = {"PATH": os.environ["PATH"], "DEVELOPMENT": "1", "VAR_DIR": str(tmp_path)}
        environment |= {"DATABASE_URL": f"sqlite:///{tmp_path}/newsroom.sqlite3", "AKISMET_CONCURRENCY": "3"}
        environment |= {"AKISMET_BASE_URL": sandbox.url, "AKISMET_API_KEY": SANDBOX_KEY}
        command = [sys.executable, str(MANAGE), "shell", "--no-imports", "-v", "0", "-c"]
        subprocess.run([*command, FILL], cwd=MANAGE.parent, env=environment, check=True, timeout=60)

        workers = [
            subprocess.Popen(
                [*command, WORK],
                cwd=MANAGE.parent,
                env=environment | {"AKISMET_SITE_URL": f"http://{name}.example/"},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in ("ana", "ben")
        ]
        for worker in workers:
            assert worker.stdout.readline() == "ready\n"
        for worker in workers:
            worker.stdin.write("go\n")
            worker.stdin.flush()
        for worker in workers:
            worker.communicate(timeout=60)

    assert [worker.returncode for worker in workers] == [0, 0]
    assert {call.fields["blog"] for call in sandbox.checks} == {"http://ana.example/", "http://ben.example/"}
    assert len(sandbox.checks) == len({call.fields["comment_content"] for call in sandbox.checks}) == 45
    assert 1 < most_in_flight(sandbox.checks, 0.1) <= 3


# --- 22 --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("is_test", [True, False])
def test_promise_22_sandbox_calls_are_marked_as_tests(moderator, sandbox, settings, is_test):
    """With the setting on, each check and each report carries is_test=1; with it off the parameter is absent.

    verify-key teaches Akismet nothing and knows no such parameter.
    """
    settings.AKISMET_IS_TEST = is_test
    screened_comment().mark_as_spam(by=moderator)
    screened_comment(author_name=SPAM_AUTHOR).approve(by=moderator)

    with after_the_undo_window():
        report_due_decisions()

    assert len(sandbox.calls) == 4
    assert {call.fields.get("is_test") for call in sandbox.calls} <= ({"1", "true"} if is_test else {None})


@pytest.mark.parametrize(
    ("typed", "queue"),
    [
        ({"author_name": "viagra-test-123"}, "spam"),
        ({"author_name": "akismet-guaranteed-spam"}, "spam"),
        ({"author_email": "akismet-guaranteed-spam@example.com"}, "spam"),
        ({}, "review"),
    ],
)
def test_promise_22_sandbox_test_values_work_from_the_form_to_the_desk(
    client, article, moderator, sandbox, typed, queue
):
    """Who types one of Akismet's test values finds the comment among the spam."""
    send_comment(client, article, **typed)

    screen_due_comments()

    client.force_login(moderator)
    comment = Comment.objects.get()
    for name in ("review", "spam"):
        shown = page_of(client.get(f"/moderation/?queue={name}")).find(id=f"comment-{comment.pk}")
        assert (shown is not None) == (name == queue)


# --- 23 --------------------------------------------------------------------------------------------------------


def test_promise_23_seen_by_the_operator_what_waits_and_how_akismet_is(client, moderator, sandbox):
    """The desk counts each queue and what waits unscreened; outages and the last good answer are kept in rows.

    Age of the oldest unscreened comment, feedback waiting, and misses per month come with a page of their own.
    """
    with time_machine.travel(timezone.now(), tick=False) as clock:
        screened_comment()
        screened_comment(author_name=SPAM_AUTHOR)
        answered_at = AkismetService.current().answered_at
        assert answered_at == timezone.now()
        clock.shift(60)
        due_comments(4)
        sandbox.set_mode(Mode.ERROR503)
        screen_due_comments()
        client.force_login(moderator)
        desk = page_of(client.get("/moderation/"))

    counts = [count.text for count in desk.find_all(class_="count")]
    assert counts == ["5", "1", "0", "0", "0"]
    (warning,) = desk.find_all(class_="notice-warning")
    assert re.search(r"\b4\b", warning.text)
    assert "http_503" in warning.text
    assert AkismetService.current().answered_at == answered_at
    assert [(outage.state, outage.ended_at) for outage in ServiceOutage.objects.all()] == [("away", None)]


def test_promise_23_seen_by_the_operator_every_call_and_its_outcome(moderator, sandbox):
    """Each call about a comment is kept with what came of it, so outcomes can be counted."""
    screened_comment().mark_as_spam(by=moderator)
    screened_comment(author_name=SPAM_AUTHOR)
    sandbox.set_mode(Mode.HTML)
    screened_comment()
    sandbox.set_mode(Mode.OK)
    with after_the_undo_window():
        report_due_decisions()

    outcomes = sorted((attempt.call, attempt.outcome) for attempt in ScreeningAttempt.objects.all())
    assert outcomes == [("check", "ham"), ("check", "spam"), ("check", "unreadable"), ("spam", "taken")]
