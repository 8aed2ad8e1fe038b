"""What is noticed when a comment comes in: marks for people, shown on the desk, that decide nothing."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from comments.models import Comment
from comments.moderation.durations import duration_in_words
from tests.comments.readers import page_of, send_comment
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

Mark = Comment.Mark
LONG = "Un texte assez long pour que personne ne l’écrive deux fois par hasard."


def marks_of_the_last() -> list[str]:
    return Comment.objects.order_by("-pk").first().marks


def test_an_ordinary_comment_has_no_mark(client, article):
    send_comment(client, article, seconds="14.2", trap="")

    assert marks_of_the_last() == []


def test_a_filled_trap_is_marked_and_drops_nothing(client, article):
    answer = send_comment(client, article, trap="https://spam.example")

    assert answer.status_code == 302
    assert (Comment.objects.get().status, marks_of_the_last()) == ("pending", [Mark.TRAP])


def test_people_do_not_meet_the_trap(client, article):
    trap = page_of(client.get(article.get_absolute_url())).find(id="comment-form").field("trap")

    assert (trap["tabindex"], trap["autocomplete"], trap.typed) == ("-1", "off", "")


@pytest.mark.parametrize("seconds", ["0", "0.4", "1.9"])
def test_a_comment_within_two_seconds_is_marked(client, article, seconds):
    send_comment(client, article, seconds=seconds)

    assert marks_of_the_last() == [Mark.QUICK]


@pytest.mark.parametrize("seconds", [None, "", "2.0", "3600", "-1", "NaN", "1e-3", "vite", "٠", "\x00", "9" * 400])
def test_without_a_number_or_later_nothing_is_marked(client, article, seconds):
    answer = send_comment(client, article, seconds=seconds)

    assert answer.status_code == 302
    assert marks_of_the_last() == []


@pytest.mark.parametrize(
    ("seconds", "stored"),
    [("0", 0.0), ("1.9", 1.9), ("14.2", 14.2), ("86400", 86_400.0), (None, None), ("", None), ("-1", None)]
    + [(nonsense, None) for nonsense in ("NaN", "1e-3", "vite", "٠", "9" * 400)],
)
def test_how_long_the_page_was_open_is_stored_where_it_is_known(client, article, seconds, stored):
    send_comment(client, article, seconds=seconds)

    assert Comment.objects.get().seconds_open == stored


def test_a_form_that_comes_back_keeps_the_seconds_for_the_next_try(client, article):
    answer = send_comment(client, article, seconds="14.2", author_name="")

    assert page_of(answer).find(id="comment-form").field("seconds").typed == "14.2"


@pytest.mark.parametrize(("seconds", "is_shown"), [(9.9, True), (10.0, False), (None, False)])
def test_the_card_says_how_fast_a_comment_was_written_where_that_is_remarkable(client, moderator, seconds, is_shown):
    make_comment(seconds_open=seconds)
    client.force_login(moderator)

    (card,) = client.get("/moderation/").context["cards"]

    assert bool(card.noticed) is is_shown


def test_haste_that_is_marked_is_said_once_with_its_seconds(client, moderator):
    make_comment(seconds_open=1.4, marks=["quick", "trap"])
    client.force_login(moderator)

    (card,) = client.get("/moderation/").context["cards"]

    assert card.noticed == [f"{Mark.QUICK.label} ({duration_in_words(timedelta(seconds=1.4))})", str(Mark.TRAP.label)]


def test_a_text_that_came_within_a_day_is_marked_wherever_it_came_from(client, article):
    send_comment(client, article, body=LONG)

    send_comment(
        client, make_article(), author_email="autre@example.org", address="198.51.100.9", body=f"  {LONG.upper()}\n"
    )

    first, second = Comment.objects.order_by("pk")
    assert (first.marks, second.marks) == ([], [Mark.REPEATED])


def test_a_text_of_the_day_before_yesterday_is_not_marked(client, article):
    send_comment(client, article, body=LONG)

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        send_comment(client, article, author_email="autre@example.org", body=LONG)

    assert marks_of_the_last() == []


def test_a_short_text_that_two_readers_write_is_not_marked(client, article):
    for email in ("zoe@example.org", "ines@example.org"):
        send_comment(client, article, author_email=email, body="Merci pour cet article !")

    assert marks_of_the_last() == []


def test_marks_are_shown_to_moderators(client, article, moderator):
    send_comment(client, article, trap="x", seconds="0.1")
    client.force_login(moderator)

    desk = client.get("/moderation/").text

    assert str(Mark.TRAP.label) in desk
    assert str(Mark.QUICK.label) in desk
