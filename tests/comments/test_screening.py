"""From a stored comment to its verdict, over real HTTP against Akismet's stand-in."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from comments.models import AkismetService, Comment, ServiceOutage
from comments.screening.circuit import FAILURES_TO_PAUSE
from comments.screening.engine import screen_due_comments
from comments.screening.sandbox import Mode
from comments.screening.told import FIELDS_SENT
from tests.factories import make_article, make_comment, make_section

pytestmark = pytest.mark.django_db


def due_comment(**values) -> Comment:
    return make_comment(screened=False, **values)


def due_comments(count: int) -> list[Comment]:
    article = make_article()
    return [due_comment(article=article) for _ in range(count)]


def screened(comment: Comment) -> Comment:
    comment.refresh_from_db()
    return comment


def test_a_harmless_comment_gets_the_verdict_ham_and_still_waits(sandbox):
    comment = due_comment()

    screen_due_comments()

    assert (screened(comment).verdict, comment.status) == ("ham", "pending")
    assert comment.screened_at is not None


def test_spam_and_blatant_spam_go_to_the_spam_queue_and_stay_there(sandbox):
    spam = due_comment(author_name="viagra-test-123")
    blatant = due_comment(author_name="akismet-sandbox-discard")

    screen_due_comments()

    assert (screened(spam).verdict, screened(blatant).verdict) == ("spam", "discard")
    assert set(Comment.objects.in_queue("spam")) == {spam, blatant}
    assert not Comment.objects.in_queue("review").exists()


def test_akismet_is_sent_every_field_as_the_reader_wrote_it(sandbox):
    article = make_article(section=make_section(name="Sécurité"))
    body = "  Deux  espaces, « guillemets »,\nune ligne 😀 & <b>balise</b>  "
    comment = due_comment(article=article, body=body, author_url="https://example.org/zoé", referrer="")

    screen_due_comments()

    fields = sandbox.checks[0].fields
    assert set(FIELDS_SENT) <= set(fields)
    assert fields["comment_content"] == body
    assert fields["comment_author_url"] == "https://example.org/zoé"
    assert fields["user_ip"] == "192.0.2.7"
    assert fields["referrer"] == ""
    assert fields["permalink"] == f"http://testserver{article.get_absolute_url()}"
    assert fields["comment_date_gmt"] == comment.submitted_at.isoformat(timespec="seconds")
    assert (fields["blog_lang"], fields["blog_charset"]) == ("fr", "UTF-8")
    assert fields["comment_context"] == "Sécurité"
    assert fields["blog"] == "http://testserver/"
    assert "is_test" not in fields
    assert sandbox.checks[0].user_agent.startswith("Newsroom/")


def test_what_was_sent_is_kept_with_the_verdict(sandbox):
    comment = due_comment()

    screen_due_comments()

    sent = sandbox.checks[0].fields
    assert screened(comment).told == {name: sent[name] for name in FIELDS_SENT}
    assert comment.answer["guid"]


def test_many_comments_are_each_asked_about_once(sandbox):
    article = make_article()
    comments = [due_comment(article=article) for _ in range(80)]

    screen_due_comments()

    assert len(sandbox.checks) == 80
    assert {call.fields["comment_content"] for call in sandbox.checks} == {comment.body for comment in comments}
    assert not Comment.objects.filter(verdict="").exists()


def test_a_test_installation_marks_every_call_as_a_test(sandbox, settings):
    settings.AKISMET_IS_TEST = True
    due_comment()

    screen_due_comments()

    assert sandbox.checks[0].fields["is_test"].lower() in ("1", "true")


def test_a_comment_without_an_address_waits_for_people_unasked(sandbox):
    comment = due_comment(ip_address=None)

    screen_due_comments()

    assert sandbox.checks == []
    assert (screened(comment).verdict, comment.screening_error) == ("", "no_address")
    assert comment in Comment.objects.in_queue("review")


def test_a_missing_browser_name_is_sent_empty_and_skips_nothing(sandbox):
    comment = due_comment(user_agent="", referrer="")

    screen_due_comments()

    assert sandbox.checks[0].fields["user_agent"] == ""
    assert screened(comment).verdict == "ham"


def test_a_decision_taken_before_the_verdict_stands(sandbox, moderator):
    comment = due_comment(author_name="viagra-test-123")
    comment.approve(by=moderator)

    screen_due_comments()

    assert (screened(comment).verdict, comment.status) == ("spam", "approved")


@pytest.mark.parametrize("decision", ["reject", "withdraw"])
def test_what_was_rejected_or_withdrawn_is_not_asked_about(sandbox, moderator, decision):
    comment = due_comment()
    comment.withdraw() if decision == "withdraw" else comment.reject(by=moderator, reason="hors sujet")

    screen_due_comments()

    assert sandbox.checks == []


FAILURES = [
    (Mode.REFUSED, "refused"),
    (Mode.STALLED, "timeout"),
    (Mode.DRIPPING, "timeout"),
    (Mode.RESET, "broken"),
    (Mode.ERROR500, "http_500"),
    (Mode.ERROR503, "http_503"),
    (Mode.EMPTY, "unreadable"),
    (Mode.HTML, "unreadable"),
    (Mode.WRONG_CHARSET, "unreadable"),
    (Mode.OVERSIZED, "oversized"),
    (Mode.OVERSIZED_CHUNKED, "oversized"),
]


@pytest.mark.parametrize(("mode", "error"), FAILURES)
def test_without_a_readable_answer_the_comment_stays_and_is_tried_again_later(sandbox, settings, mode, error):
    settings.AKISMET_TIMEOUT = 0.5
    comment = due_comment()
    sandbox.set_mode(mode)

    screen_due_comments()

    assert (screened(comment).verdict, comment.status) == ("", "pending")
    assert comment.screening_error == error
    assert comment.screening_attempts == 1
    assert comment.screen_after > timezone.now()
    assert comment in Comment.objects.in_queue("review")


@pytest.mark.parametrize(("mode", "error"), FAILURES)
def test_when_several_comments_in_a_row_get_no_answer_the_queue_pauses(sandbox, settings, mode, error):
    settings.AKISMET_TIMEOUT = 0.5
    due_comments(FAILURES_TO_PAUSE)
    sandbox.set_mode(mode)

    come_back_at = screen_due_comments()

    service = AkismetService.current()
    assert (service.state, service.error) == ("away", error)
    assert come_back_at == service.paused_until > timezone.now()
    assert ServiceOutage.objects.get().ended_at is None


@pytest.mark.parametrize("tries", range(1, 6))
def test_a_comment_that_fails_by_itself_pauses_nobody(sandbox, tries):
    """With Akismet answering about all others, one that always fails is tried at its own growing pauses."""
    poison = due_comment()
    Comment.objects.update(screening_attempts=tries)
    sandbox.set_mode(Mode.ERROR500)
    screen_due_comments()
    sandbox.set_mode(Mode.OK)
    others = due_comments(3)

    screen_due_comments()

    assert [screened(other).verdict for other in others] == ["ham"] * 3
    assert (screened(poison).verdict, poison.screening_attempts) == ("", tries + 1)


def test_one_slow_comment_costs_its_own_deadline_and_no_more(sandbox, settings):
    settings.AKISMET_TIMEOUT = 0.4
    due_comment()
    sandbox.set_mode(Mode.DRIPPING, delay=0.05)
    started = timezone.now()

    screen_due_comments()

    assert timezone.now() - started < timedelta(seconds=3)


def test_when_akismet_comes_back_everything_that_waited_is_screened(sandbox):
    comments = due_comments(5)
    sandbox.set_mode(Mode.ERROR503)
    screen_due_comments()
    sandbox.set_mode(Mode.OK)

    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        screen_due_comments()

    assert all(screened(comment).verdict == "ham" for comment in comments)
    assert AkismetService.current().state == "well"


def test_while_akismet_is_away_one_comment_probes_for_all(sandbox):
    due_comments(20)
    sandbox.set_mode(Mode.ERROR503)
    screen_due_comments()
    sandbox.clear()
    Comment.objects.update(screen_after=timezone.now())

    with time_machine.travel(timezone.now() + timedelta(seconds=10)):
        screen_due_comments()

    assert len(sandbox.checks) == 1


def test_the_pauses_grow_and_end_at_five_minutes(sandbox):
    due_comments(3)
    sandbox.set_mode(Mode.ERROR503)
    pauses = []

    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(10):
            Comment.objects.update(screen_after=timezone.now(), leased_until=None)
            screen_due_comments()
            pause = AkismetService.current().paused_until - timezone.now()
            pauses.append(pause.total_seconds())
            clock.shift(pause + timedelta(seconds=1))

    assert pauses[0] < 10
    assert pauses[3] > pauses[0]
    assert 200 < pauses[-1] <= 360


def test_a_retry_after_pauses_the_whole_queue_and_uses_up_no_attempt(sandbox):
    comment = due_comment()
    sandbox.set_mode(Mode.THROTTLED, retry_after=120)
    screen_due_comments()
    sandbox.set_mode(Mode.OK)
    sandbox.clear()

    with time_machine.travel(timezone.now() + timedelta(seconds=100)):
        screen_due_comments()
        assert sandbox.checks == []
    with time_machine.travel(timezone.now() + timedelta(seconds=130)):
        screen_due_comments()

    assert (screened(comment).verdict, comment.screening_attempts) == ("ham", 0)


@pytest.mark.parametrize(("mode", "code"), [(Mode.BAD_KEY, "invalid_key"), (Mode.SUSPENDED, "suspended")])
def test_a_refused_key_is_no_verdict_and_stops_the_queue(sandbox, mode, code):
    comment = due_comment()
    sandbox.set_mode(mode)
    screen_due_comments()
    asked = len(sandbox.calls)

    screen_due_comments()

    assert (screened(comment).verdict, comment.status, comment.screening_attempts) == ("", "pending", 0)
    assert AkismetService.current().state == "refused"
    assert AkismetService.current().error == code
    assert len(sandbox.calls) == asked


def test_a_mended_key_resumes_the_queue_by_itself(sandbox):
    comment = due_comment()
    sandbox.set_mode(Mode.SUSPENDED)
    screen_due_comments()
    sandbox.set_mode(Mode.OK)

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        screen_due_comments()

    assert screened(comment).verdict == "ham"
    assert AkismetService.current().state == "well"


def test_without_a_key_nothing_is_asked_and_comments_wait(sandbox, settings):
    settings.AKISMET_API_KEY = ""
    comment = due_comment()

    screen_due_comments()

    assert sandbox.calls == []
    assert comment in Comment.objects.in_queue("review")


def test_a_leased_comment_is_not_claimed_again_until_its_lease_ends(sandbox):
    comment = due_comment()
    Comment.objects.update(lease="x", leased_until=timezone.now() + timedelta(seconds=60))
    screen_due_comments()
    assert sandbox.checks == []

    with time_machine.travel(timezone.now() + timedelta(seconds=61)):
        screen_due_comments()

    assert screened(comment).verdict == "ham"


def test_neither_the_key_nor_the_readers_words_reach_a_log(sandbox, caplog, settings):
    caplog.set_level("DEBUG")
    settings.AKISMET_TIMEOUT = 0.5
    due_comment(body="des mots très reconnaissables", author_email="reconnaissable@example.org")

    for mode in Mode:
        sandbox.set_mode(mode)
        Comment.objects.update(screen_after=timezone.now(), leased_until=None, verdict="")
        AkismetService.objects.all().delete()
        screen_due_comments()

    ours = "\n".join(record.getMessage() for record in caplog.records if not record.name.startswith("httpcore"))
    assert "sandbox-key0" not in ours
    assert "reconnaissable" not in ours
