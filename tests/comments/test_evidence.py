"""The evidence on one comment: why it is where it is, and what was asked, answered, decided and reported."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, RejectionReason, ScreeningAttempt
from comments.moderation.evidence import OUTCOMES, outcome_in_words
from comments.screening.engine import report_due_decisions, screen_due_comments
from comments.screening.sandbox import Mode
from comments.screening.told import FIELDS_SENT
from tests.factories import make_comment, make_editor, make_journalist

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>"


def address(comment):
    return f"/moderation/comments/{comment.pk}/"


def evidence(client, comment):
    answer = client.get(address(comment))
    assert answer.status_code == 200
    return answer


def attempt(comment, **values):
    defaults = {"call": "check", "revision": 1, "at": timezone.now(), "seconds": 0.123, "outcome": "ham"}
    return ScreeningAttempt.objects.create(comment=comment, **defaults | values)


def test_anonymous_people_are_asked_to_sign_in(client):
    answer = client.get(address(make_comment()))

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/?next=/moderation/comments/")


@pytest.mark.parametrize("make", [make_journalist, make_editor])
def test_only_the_permission_to_moderate_opens_the_evidence(client, make):
    comment = make_comment()
    client.force_login(make())

    assert client.get(address(comment)).status_code == 403


def test_evidence_is_read_and_never_posted(desk):
    assert desk.post(address(make_comment())).status_code == 405


@pytest.mark.parametrize("number", [1, 999_999, 10**30])
def test_a_comment_that_is_not_there_is_not_found(desk, number):
    assert desk.get(f"/moderation/comments/{number}/").status_code == 404


def test_the_evidence_is_kept_nowhere(desk):
    assert evidence(desk, make_comment()).headers["Cache-Control"] == "no-store"


def test_every_card_of_a_queue_leads_to_its_evidence(desk):
    comment = make_comment()

    assert f'href="{address(comment)}"' in desk.get("/moderation/").text


def test_the_card_on_the_page_does_not_lead_to_itself(desk):
    comment = make_comment()

    page = evidence(desk, comment).text

    assert f'id="comment-{comment.pk}"' in page
    assert f'href="{address(comment)}"' not in page


def test_what_akismet_was_told_and_answered_is_shown_field_by_field(sandbox, desk):
    comment = make_comment(screened=False, body="Un avis sur les claviers.")
    screen_due_comments()

    answer = evidence(desk, comment)

    assert [name for name, _, _ in answer.context["told"]] == list(FIELDS_SENT)
    assert ("comment_content", "Un avis sur les claviers.") in [(row[0], row[2]) for row in answer.context["told"]]
    assert dict(answer.context["answer"]).keys() == {"guid"}
    for name in FIELDS_SENT:
        assert name in answer.text


def test_each_call_is_shown_with_its_outcome_the_newest_first(sandbox, desk):
    comment = make_comment(screened=False)
    sandbox.set_mode(Mode.ERROR503)
    screen_due_comments()
    sandbox.set_mode(Mode.OK)
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        screen_due_comments()

    answer = evidence(desk, comment)

    assert [each.outcome for each in answer.context["attempts"]] == ["ham", "http_503"]
    assert outcome_in_words("http_503") in answer.text
    assert "http_503" not in answer.text


def test_an_outcome_that_nobody_has_words_for_stands_for_itself():
    assert outcome_in_words("something_new") == "something_new"


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_every_known_outcome_is_said_in_words(desk, outcome):
    comment = make_comment()
    attempt(comment, outcome=outcome)

    assert str(OUTCOMES[outcome]) in evidence(desk, comment).text


@pytest.mark.parametrize("reason", Comment.Recheck)
def test_a_call_says_why_akismet_was_asked_again(desk, reason):
    comment = make_comment()
    attempt(comment, recheck_reason=reason.value)

    assert str(reason.label) in evidence(desk, comment).text


def sentences(client, comment):
    return evidence(client, comment).context["reasons_for_its_place"]


def test_a_comment_that_waits_says_so_with_its_verdict(desk):
    spam, ham = make_comment(verdict="spam"), make_comment()

    assert sentences(desk, spam)[0] != sentences(desk, ham)[0]
    assert str(Comment.Verdict.SPAM.label) in sentences(desk, spam)[1]
    assert str(Comment.Verdict.HAM.label) in sentences(desk, ham)[1]


@pytest.mark.parametrize("decide", ["approve", "reject", "mark_as_spam"])
def test_a_decision_names_who_made_it(desk, moderator, decide):
    comment = make_comment()
    getattr(comment, decide)(by=moderator)

    assert "Ana Ferreira" in sentences(desk, comment)[0]


def test_what_its_author_has_withdrawn_says_so_and_is_not_checked_again(desk):
    comment = make_comment()
    comment.withdraw()

    answer = evidence(desk, comment)

    assert len(answer.context["reasons_for_its_place"]) == 3
    assert "/moderation/check-again/" not in answer.text


def test_a_comment_without_a_verdict_says_why(sandbox, desk):
    comment = make_comment(screened=False, ip_address=None)
    screen_due_comments()

    assert outcome_in_words("no_address") in sentences(desk, comment)[1]
    assert "/moderation/check-again/" not in evidence(desk, comment).text


def test_a_comment_that_was_not_asked_about_yet_says_when_it_will_be(desk):
    comment = make_comment(screened=False)

    assert len(sentences(desk, comment)) == 4


def test_a_provisional_verdict_says_so(sandbox, desk):
    comment = make_comment(screened=False)
    sandbox.set_mode(Mode.RECHECK)
    screen_due_comments()

    comment.refresh_from_db()
    assert comment.is_provisional
    assert len(sentences(desk, comment)) == 4


def test_the_time_to_write_is_said_or_that_it_is_not_known(desk):
    known, unknown = make_comment(seconds_open=14.2), make_comment()

    assert "14 s" in "".join(sentences(desk, known))
    assert len(sentences(desk, unknown)) == len(sentences(desk, known))
    assert not any("14 s" in sentence for sentence in sentences(desk, unknown))


def test_nothing_is_said_of_the_time_that_the_newsroom_took(desk, moderator):
    answer = make_comment(status="approved", newsroom_by=moderator, decided_by=moderator)

    assert len(sentences(desk, answer)) == 2


def test_what_was_noticed_when_it_was_sent_is_named(desk):
    comment = make_comment(marks=["trap", "quick"])

    found = sentences(desk, comment)[-1]

    assert all(label in found for label in comment.mark_labels())


def feedback(client, comment):
    return evidence(client, comment).context["feedback"]


def test_feedback_is_announced_until_it_is_sent_and_then_dated(sandbox, desk, moderator):
    comment = make_comment(screened=False, author_name="viagra-test-123")
    screen_due_comments()
    comment.refresh_from_db()
    nothing = feedback(desk, comment)
    comment.approve(by=moderator)

    announced = feedback(desk, comment)
    with time_machine.travel(timezone.now() + timedelta(seconds=121)):
        report_due_decisions()
    reported = feedback(desk, comment)

    assert len({nothing, announced, reported}) == 3
    assert str(Comment.Verdict.HAM.label) in announced
    assert str(Comment.Verdict.HAM.label) in reported


def test_the_decisions_stand_with_who_when_and_why_the_newest_first(desk, moderator, colleague):
    comment = make_comment()
    reason = RejectionReason.objects.first()
    comment.reject(by=moderator, reason=reason)
    comment.reopen(by=colleague)
    comment.reject(by=colleague, reason="Deux fois le même texte.")

    answer = evidence(desk, comment)

    moves = [(event.user, event.from_status, event.to_status) for event in answer.context["events"]]
    assert moves == [
        (colleague, "pending", "rejected"),
        (colleague, "rejected", "pending"),
        (moderator, "pending", "rejected"),
    ]
    assert reason.title in answer.text
    assert "Deux fois le même texte." in answer.text


def test_a_withdrawal_is_its_authors(desk):
    comment = make_comment()
    comment.withdraw()

    (event,) = evidence(desk, comment).context["events"]

    assert (event.user, event.actor) == (None, "author")


def test_whatever_readers_and_akismet_wrote_is_escaped(desk, moderator):
    comment = make_comment(author_name=HOSTILE, author_url=HOSTILE, body=HOSTILE, referrer=HOSTILE, user_agent=HOSTILE)
    Comment.objects.filter(pk=comment.pk).update(answer={HOSTILE: HOSTILE}, screening_error=HOSTILE)
    attempt(comment, outcome=HOSTILE, recheck_reason="<b>x</b>")
    comment.reject(by=moderator, reason=HOSTILE)

    page = evidence(desk, comment).text

    assert "<script>alert" not in page
    assert "<b>x" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") >= 8


@pytest.mark.parametrize("text", ["", " ", "\u202eRTL", "a" * 5000, "😀\n\n\t«»"])
def test_any_text_can_be_shown(desk, text):
    comment = make_comment(body=text, referrer=text[:500])

    evidence(desk, comment)


def test_evidence_whose_copy_was_deleted_says_so(desk):
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).update(told=None, answer={}, ip_address=None)

    answer = evidence(desk, comment)

    assert (answer.context["told"], answer.context["answer"]) == ([], [])


def test_the_number_of_queries_does_not_grow_with_calls_and_decisions(desk, moderator, colleague):
    comment = make_comment()
    attempt(comment)
    comment.reject(by=moderator, reason=RejectionReason.objects.first())

    def queries():
        with CaptureQueriesContext(connection) as captured:
            evidence(desk, comment)
        return len(captured)

    few = queries()
    for _ in range(10):
        attempt(comment, outcome="timeout")
        comment.reopen(by=colleague)
        comment.reject(by=moderator, reason=RejectionReason.objects.last())

    assert queries() == few
