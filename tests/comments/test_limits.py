"""How many comments one address may send in a time, and what the reader sees who has sent too many."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from comments.models import Comment
from comments.posting.rates import read_limits
from tests.comments.readers import page_of, send_comment
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 11, 25, 12, 0, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to(NOON, tick=False)
    return time_machine


@pytest.fixture
def article(clock, db):
    return make_article()


@pytest.fixture
def send(client, article):
    """Send another text each time, from one address unless told otherwise."""
    texts = iter(range(1_000_000))

    def send(**typed):
        return send_comment(client, article, **{"body": f"Texte numéro {next(texts)}."} | typed)

    return send


def send_many(send, count, **typed):
    return [send(**typed).status_code for _ in range(count)]


# One address, one limit


def test_as_many_as_the_limit_are_taken_and_the_next_is_not(send, settings):
    settings.COMMENT_LIMITS = ["3/m"]

    assert send_many(send, 4) == [302, 302, 302, 429]
    assert Comment.objects.count() == 3


def test_without_limits_all_are_taken(send, settings):
    settings.COMMENT_LIMITS = []

    assert send_many(send, 30) == [302] * 30


def test_the_answer_says_when_to_come_back(send, clock, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send()
    clock.move_to(NOON + timedelta(seconds=20), tick=False)

    assert send().headers["Retry-After"] == "40"


def test_who_comes_back_when_told_is_taken_and_a_second_earlier_is_not(send, clock, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send()
    wait = timedelta(seconds=int(send().headers["Retry-After"]))

    clock.move_to(NOON + wait - timedelta(seconds=1), tick=False)
    too_early = send()
    clock.move_to(NOON + wait, tick=False)
    in_time = send()

    assert (too_early.status_code, in_time.status_code) == (429, 302)


@pytest.mark.parametrize("fraction", [0.1, 0.4, 0.5, 0.6, 0.9])
def test_who_comes_back_when_told_is_taken_whatever_the_fraction_of_a_second(send, clock, settings, fraction):
    settings.COMMENT_LIMITS = ["1/m"]
    send()
    asked_at = NOON + timedelta(seconds=10 + fraction)
    clock.move_to(asked_at, tick=False)
    wait = timedelta(seconds=int(send().headers["Retry-After"]))

    clock.move_to(asked_at + wait, tick=False)

    assert send().status_code == 302


def test_room_comes_back_one_post_at_a_time(send, clock, settings):
    settings.COMMENT_LIMITS = ["2/m"]
    send()
    clock.move_to(NOON + timedelta(seconds=30), tick=False)
    send()

    clock.move_to(NOON + MINUTE, tick=False)

    assert send_many(send, 2) == [302, 429]


def test_the_limit_of_an_hour_holds_where_that_of_a_minute_does_not(send, clock, settings):
    settings.COMMENT_LIMITS = ["3/m", "4/h"]
    send_many(send, 3)
    clock.move_to(NOON + 2 * MINUTE, tick=False)
    send()

    refused = send()

    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(58 * 60))


def test_the_limit_of_a_day_holds_where_that_of_an_hour_does_not(send, clock, settings):
    settings.COMMENT_LIMITS = ["3/m", "20/h", "4/d"]
    for hours in range(4):
        clock.move_to(NOON + hours * HOUR, tick=False)
        send()

    clock.move_to(NOON + DAY - HOUR, tick=False)
    refused = send()
    clock.move_to(NOON + DAY, tick=False)
    taken = send()

    assert (refused.status_code, taken.status_code) == (429, 302)


def test_of_several_limits_the_longest_wait_is_told(send, settings):
    settings.COMMENT_LIMITS = ["1/m", "1/h"]
    send()

    assert send().headers["Retry-After"] == "3600"


# What counts


def test_a_refused_post_does_not_count(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send(author_email="pas une adresse")

    assert send().status_code == 302


def test_a_post_that_is_made_to_wait_does_not_count(send, clock, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send_many(send, 5)

    clock.move_to(NOON + MINUTE, tick=False)

    assert send().status_code == 302


def test_sending_the_same_comment_again_gives_its_receipt_even_over_the_limit(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    first = send(body="Une seule fois.")

    again = send(body="Une seule fois.")

    assert (again.status_code, again.url) == (302, first.url)


def test_what_was_withdrawn_still_counts(client, send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    receipt = send().url
    client.post(f"{receipt}withdraw/", headers={"sec-fetch-site": "same-origin"})

    assert send().status_code == 429


def test_comments_under_all_stories_count_together(client, send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send()

    assert send_comment(client, make_article()).status_code == 429


# Whose posts they are


def test_another_address_has_its_own_limit(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send(address="192.0.2.7")

    assert send(address="192.0.2.8").status_code == 302


def test_the_addresses_of_one_ipv6_household_share_a_limit(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send(address="2001:db8:1:2::1")

    assert send(address="2001:db8:1:2:ffff:ffff:ffff:ffff").status_code == 429


def test_the_next_ipv6_household_has_its_own_limit(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send(address="2001:db8:1:2::1")

    assert send(address="2001:db8:1:3::1").status_code == 302


def test_an_ipv4_address_written_as_ipv6_is_the_same_address(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send(address="192.0.2.7")

    assert send(address="::ffff:192.0.2.7").status_code == 429


def test_two_ipv4_addresses_written_as_ipv6_are_no_household(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send(address="::ffff:192.0.2.7")

    assert send(address="::ffff:192.0.2.8").status_code == 302


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "True-Client-IP"])
def test_a_forged_header_buys_no_fresh_limit(send, settings, header):
    settings.COMMENT_LIMITS = ["1/m"]
    send()

    assert send(headers={"sec-fetch-site": "same-origin", header: "203.0.113.9"}).status_code == 429


def test_a_sender_without_an_address_is_not_limited(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]

    assert send_many(send, 2, address="") == [302, 302]


def test_a_moderator_is_limited_as_anybody(client, send, moderator, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    client.force_login(moderator)

    assert send_many(send, 2) == [302, 429]


# What the reader sees


def test_who_has_to_wait_keeps_everything_typed(send, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    send()
    typed = {
        "author_name": "Zoé",
        "author_email": "zoe@example.net",
        "author_url": "https://zoe.example/",
        "body": "Un long\ntexte & <b>des signes</b>",
    }

    form = page_of(send(**typed)).find(id="comment-form")

    assert {name: form.field(name).typed for name in typed} == typed


def test_who_has_to_wait_is_told_so_above_the_form(send, settings):
    settings.COMMENT_LIMITS = ["1/h"]
    send()

    answer = send()

    assert "60" in page_of(answer).find(id="comment-form").find(role="alert").find("li").text
    assert answer.headers["Cache-Control"] == "no-store"


def test_who_has_to_wait_with_an_answer_is_still_answering(send, article, settings):
    settings.COMMENT_LIMITS = ["1/m"]
    question = make_comment(article=article, status="approved", ip_address="203.0.113.9")
    send()

    answer = send(parent=question.pk, body="Une réponse.")

    form = page_of(answer).find(id="comment-form")
    assert answer.status_code == 429
    assert form.field("parent").typed == str(question.pk)
    assert form.field("body").typed == "Une réponse."


# The setting


def test_limits_are_a_number_and_a_unit():
    assert read_limits(("2/s", " 3/m", "20/h ", "60/d")) == [(2, 1), (3, 60), (20, 3600), (60, 86_400)]


@pytest.mark.parametrize("entry", ["many", "3", "3/w", "/m", "-1/m", "3/m/h", "٣/m", "", "1.5/h"])
def test_a_limit_that_cannot_be_read_is_said_in_a_sentence(entry):
    with pytest.raises(ImproperlyConfigured, match=r"^COMMENT_LIMITS has .* set it to .*\.$") as error:
        read_limits(("20/h", entry))

    assert repr(entry) in str(error.value)
