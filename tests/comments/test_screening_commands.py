"""What an operator runs: `screen_comments` and `check_akismet`, and the checks of the system."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError, SystemCheckError
from django.utils import timezone

from comments.models import AkismetService, Comment
from comments.screening.sandbox import Mode
from tests.factories import make_comment

pytestmark = pytest.mark.django_db


def run(*arguments: str, **options: object) -> str:
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return out.getvalue()


# screen_comments


def test_what_waits_is_screened_with_a_bar_that_reaches_its_end(sandbox):
    for _ in range(3):
        make_comment(screened=False)

    said = run("screen_comments")

    assert not Comment.objects.filter(verdict="").exists()
    assert "3/3" in said


def test_the_status_says_what_waits_and_asks_nobody(sandbox, moderator):
    make_comment(screened=False, submitted_at=timezone.now() - timedelta(minutes=5))
    make_comment().mark_as_spam(by=moderator)

    said = run("screen_comments", "--status")

    assert sandbox.calls == []
    assert " 1, " in said
    assert " 5 min" in said
    assert said.rstrip().endswith(": 1.")


def test_a_rehearsal_counts_and_asks_nobody(sandbox):
    make_comment(screened=False)

    said = run("screen_comments", "--dry-run")

    assert said.startswith("1 ")
    assert sandbox.calls == []


def test_asking_again_says_so_to_akismet(sandbox):
    comment = make_comment(verdict="spam")

    run("screen_comments", "--again")

    (call,) = sandbox.checks
    comment.refresh_from_db()
    assert call.fields["recheck_reason"] == "recheck_queue"
    assert (comment.verdict, comment.status, comment.recheck_reason) == ("ham", "pending", "")


def test_asking_again_since_a_day_leaves_the_older_ones_alone(sandbox):
    make_comment(submitted_at=timezone.now() - timedelta(days=9))
    newer = make_comment()

    run("screen_comments", "--again", "--since", timezone.localdate().isoformat())

    assert [call.fields["comment_author"] for call in sandbox.checks] == [newer.author_name]


@pytest.mark.parametrize(
    "arguments", [["--since", "2026-11-01"], ["--again", "--since", "hier"], ["--again", "--since", "2026-13-01"]]
)
def test_a_wrong_date_is_said_in_a_sentence(arguments):
    with pytest.raises(CommandError, match=r"\.$"):
        run("screen_comments", *arguments)


def test_with_akismet_away_the_command_ends_and_says_when_it_is_tried_again(sandbox):
    for _ in range(3):
        make_comment(screened=False)
    sandbox.set_mode(Mode.ERROR503)

    said = run("screen_comments")

    assert "3 " in said.splitlines()[-1]


# check_akismet


def test_a_good_key_is_verified_with_the_test_values_and_trains_nothing(sandbox):
    said = run("check_akismet")

    assert len(said.splitlines()) == 3
    assert {call.fields["is_test"] for call in sandbox.checks} == {"true"}


@pytest.mark.parametrize(
    ("mode", "named"),
    [
        (Mode.BAD_KEY, "AKISMET_API_KEY"),
        (Mode.SUSPENDED, "AKISMET_API_KEY"),
        (Mode.STALLED, "AKISMET_BASE_URL"),
        (Mode.REFUSED, "AKISMET_BASE_URL"),
        (Mode.ERROR503, "AKISMET_BASE_URL"),
        (Mode.HTML, "AKISMET_BASE_URL"),
        (Mode.THROTTLED, ""),
    ],
)
def test_what_is_wrong_is_said_in_one_sentence(sandbox, settings, mode, named):
    settings.AKISMET_TIMEOUT = 0.5
    sandbox.set_mode(mode)

    with pytest.raises(CommandError) as error:
        run("check_akismet")

    assert named in str(error.value)
    assert str(error.value).endswith(".")
    assert "sandbox-key0" not in str(error.value)


def test_without_a_key_the_sentence_says_what_to_set(settings):
    settings.AKISMET_API_KEY = ""

    with pytest.raises(CommandError, match="AKISMET_API_KEY"):
        run("check_akismet")


# The checks of the system


def test_a_refused_key_is_a_warning_of_the_database_check():
    AkismetService.objects.create(pk=1, state="refused", since=timezone.now(), error="invalid_key")
    err = io.StringIO()

    call_command("check", databases=["default"], stderr=err)

    assert "comments.W002" in err.getvalue()
    assert "AKISMET_API_KEY" in err.getvalue()


def test_a_screener_that_is_not_there_is_an_error_that_says_what_to_set(settings):
    settings.SCREENER = "comments.nowhere.Screener"

    with pytest.raises(SystemCheckError, match="SCREENER is 'comments.nowhere.Screener': set it to"):
        call_command("check")


# Other screeners


@pytest.mark.parametrize(
    ("screener", "verdict", "error"),
    [("WordList", "spam", ""), ("HoldEverything", "", "held")],
)
def test_another_screener_is_a_setting(sandbox, settings, screener, verdict, error):
    settings.SCREENER = f"comments.screening.screener.{screener}"
    comment = make_comment(screened=False, body="Le casino en ligne.")

    run("screen_comments")

    comment.refresh_from_db()
    assert sandbox.calls == []
    assert (comment.verdict, comment.screening_error, comment.status) == (verdict, error, "pending")
