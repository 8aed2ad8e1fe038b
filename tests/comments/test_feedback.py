"""What people decide against the verdict goes back to Akismet, with the fields of the check, once."""

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from comments.models import Comment
from comments.screening.engine import report_due_decisions, screen_due_comments
from comments.screening.sandbox import Mode
from comments.screening.told import FIELDS_SENT
from tests.factories import make_comment

pytestmark = pytest.mark.django_db

SPAM = "viagra-test-123"


def screened_comment(**values) -> Comment:
    comment = make_comment(screened=False, **values)
    screen_due_comments()
    comment.refresh_from_db()
    return comment


def after_the_undo_window():
    return time_machine.travel(timezone.now() + timedelta(seconds=121))


def test_approving_spam_reports_ham_with_exactly_the_fields_of_the_check(sandbox, moderator):
    comment = screened_comment(author_name=SPAM, body="Très bon article 😀")
    comment.approve(by=moderator)
    Article.objects.update(headline="Un autre titre", slug="une-autre-adresse")

    with after_the_undo_window():
        report_due_decisions()

    (report,) = sandbox.ham_reports
    checked = sandbox.checks[0].fields
    assert {name: report.fields[name] for name in FIELDS_SENT} == {name: checked[name] for name in FIELDS_SENT}
    assert sandbox.spam_reports == []


def test_what_was_reported_is_put_right_when_a_machines_decision_stands_again(sandbox, moderator):
    comment = screened_comment()
    Comment.objects.update(rules_due_at=None)
    assert Comment.objects.all().approve_unreviewed() == 1
    comment.refresh_from_db()
    batch = uuid.uuid4()
    comment.mark_as_spam(by=moderator, batch=batch)
    with after_the_undo_window():
        report_due_decisions()
        Comment.objects.all().undo(batch, by=moderator)
        report_due_decisions()
        report_due_decisions()

    comment.refresh_from_db()
    assert (comment.status, comment.decided_by, comment.reported_as) == ("approved", None, "ham")
    assert (len(sandbox.spam_reports), len(sandbox.ham_reports)) == (1, 1)


def test_marking_ham_as_spam_reports_spam(sandbox, moderator):
    screened_comment().mark_as_spam(by=moderator)

    with after_the_undo_window():
        report_due_decisions()

    assert len(sandbox.spam_reports) == 1
    assert sandbox.ham_reports == []


def test_approving_blatant_spam_reports_ham(sandbox, moderator):
    screened_comment(author_name="akismet-sandbox-discard").approve(by=moderator)

    with after_the_undo_window():
        report_due_decisions()

    assert len(sandbox.ham_reports) == 1


@pytest.mark.parametrize(
    ("name", "decision"), [("Zoé", "approve"), (SPAM, "mark_as_spam"), ("Zoé", "reject"), (SPAM, "reject")]
)
def test_agreeing_or_rejecting_for_another_reason_reports_nothing(sandbox, moderator, name, decision):
    getattr(screened_comment(author_name=name), decision)(by=moderator)

    with after_the_undo_window():
        report_due_decisions()

    assert sandbox.ham_reports + sandbox.spam_reports == []


def test_nothing_is_reported_before_the_undo_window_has_passed(sandbox, moderator):
    screened_comment().mark_as_spam(by=moderator)

    report_due_decisions()

    assert sandbox.spam_reports == []


def test_a_decision_taken_back_in_time_reports_nothing(sandbox, moderator):
    comment = screened_comment()
    comment.mark_as_spam(by=moderator)
    comment.reopen(by=moderator)

    with after_the_undo_window():
        report_due_decisions()

    assert sandbox.spam_reports == []


def test_a_decision_is_reported_once(sandbox, moderator):
    screened_comment().mark_as_spam(by=moderator)

    with after_the_undo_window():
        report_due_decisions()
        report_due_decisions()

    assert len(sandbox.spam_reports) == 1


def test_a_change_of_mind_after_the_report_reports_the_opposite(sandbox, moderator):
    comment = screened_comment()
    comment.mark_as_spam(by=moderator)
    with after_the_undo_window():
        report_due_decisions()
    comment.approve(by=moderator)

    with time_machine.travel(timezone.now() + timedelta(hours=1)):
        report_due_decisions()

    assert (len(sandbox.spam_reports), len(sandbox.ham_reports)) == (1, 1)


@pytest.mark.parametrize("mode", [Mode.ERROR503, Mode.BAD_KEY, Mode.SUSPENDED, Mode.THROTTLED, Mode.REFUSED, Mode.HTML])
def test_a_report_that_failed_is_sent_again_later(sandbox, moderator, mode):
    comment = screened_comment()
    comment.mark_as_spam(by=moderator)
    sandbox.set_mode(mode)
    with after_the_undo_window():
        report_due_decisions()
    comment.refresh_from_db()
    assert comment.reported_as == "ham"
    sandbox.set_mode(Mode.OK)
    sandbox.clear()

    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        report_due_decisions()

    comment.refresh_from_db()
    assert (comment.reported_as, len(sandbox.spam_reports)) == ("spam", 1)


def test_a_report_never_carries_the_moderators_address_or_browser(sandbox, moderator, client):
    comment = screened_comment(ip_address="203.0.113.9", user_agent="Lectrice/1.0")
    client.force_login(moderator)
    client.post(
        "/moderation/decide/",
        {"comment": comment.pk, "decision": "spam", f"seen_{comment.pk}": 1},
        headers={"user-agent": "Moderatrice/9"},
        REMOTE_ADDR="198.51.100.99",
    )

    with after_the_undo_window():
        report_due_decisions()

    (report,) = sandbox.spam_reports
    assert (report.fields["user_ip"], report.fields["user_agent"]) == ("203.0.113.9", "Lectrice/1.0")
    assert "198.51.100.99" not in str(report.fields)


def test_a_comment_that_was_never_screened_is_not_reported(sandbox, moderator, settings):
    comment = make_comment(screened=False)
    comment.mark_as_spam(by=moderator)

    with after_the_undo_window():
        report_due_decisions()

    assert sandbox.spam_reports == []


def test_a_verdict_that_comes_after_the_decision_is_reported_against_too(sandbox, moderator):
    comment = make_comment(screened=False)
    comment.mark_as_spam(by=moderator)
    screen_due_comments()

    with after_the_undo_window():
        report_due_decisions()

    assert len(sandbox.spam_reports) == 1


def test_a_run_comes_back_when_the_next_undo_window_ends(sandbox, moderator):
    first, second = screened_comment(), screened_comment()
    now = timezone.now()
    with time_machine.travel(now, tick=False) as clock:
        first.mark_as_spam(by=moderator)
        clock.shift(timedelta(seconds=60))
        second.mark_as_spam(by=moderator)
        clock.shift(timedelta(seconds=61))

        come_back_at = report_due_decisions()

        assert len(sandbox.spam_reports) == 1
        assert come_back_at == now + timedelta(seconds=180)
