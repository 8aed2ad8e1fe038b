"""One's own desk: keys on or off, mail or none, and the address of one's feed, which is shown once."""

from urllib.parse import urlsplit

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils import timezone

from comments.models import DeskPreferences
from comments.moderation.my_desk import open_feed
from tests.comments.readers import page_of
from tests.factories import make_editor, make_journalist

pytestmark = pytest.mark.django_db

PAGE = "/moderation/my-desk/"
SAVE = "/moderation/my-desk/save/"
FEED = "/moderation/my-desk/feed/"
CHOSEN = {"keys_on": "on", "digest_on": "on", "digest_waiting": "30", "digest_hours": "2", "digest_every": "12"}


def choose(client, **values):
    """Save the form; a field that is None is left out, as a browser leaves out a box without a tick."""
    return client.post(SAVE, {name: value for name, value in (CHOSEN | values).items() if value is not None})


def chosen_by(person):
    preferences = DeskPreferences.objects.get(user=person)
    return [getattr(preferences, name) for name in CHOSEN]


# Who may


@pytest.mark.parametrize("address", [PAGE, SAVE, FEED])
def test_anonymous_people_are_asked_to_sign_in(client, address):
    answer = client.post(address) if address != PAGE else client.get(address)

    assert answer.status_code == 302
    assert answer.url.startswith("/admin/login/?next=/moderation/my-desk/")


@pytest.mark.parametrize("make", [make_journalist, make_editor])
def test_only_the_permission_to_moderate_opens_it(client, make):
    client.force_login(make())

    assert client.get(PAGE).status_code == 403
    assert choose(client).status_code == 403
    assert client.post(FEED).status_code == 403
    assert not DeskPreferences.objects.exists()


@pytest.mark.parametrize(("method", "address"), [("post", PAGE), ("get", SAVE), ("get", FEED)])
def test_nothing_is_changed_by_another_method(desk, method, address):
    assert getattr(desk, method)(address).status_code == 405
    assert not DeskPreferences.objects.exists()


@pytest.mark.parametrize("address", [SAVE, FEED])
def test_a_change_needs_djangos_token(moderator, address):
    client = Client(enforce_csrf_checks=True)
    client.force_login(moderator)

    assert client.post(address, CHOSEN).status_code == 403
    assert not DeskPreferences.objects.exists()


# What is chosen


def test_whoever_chose_nothing_has_keys_and_no_mail(desk):
    form = desk.get(PAGE).context["form"]

    assert (form.initial["keys_on"], form.initial["digest_on"]) == (True, False)
    assert not DeskPreferences.objects.exists()


def test_what_was_chosen_is_kept_and_shown_again(desk, moderator):
    answer = choose(desk)

    assert answer.url == PAGE
    assert chosen_by(moderator) == [True, True, 30, 2, 12]
    page = page_of(desk.get(PAGE))
    assert page.field("digest_waiting").typed == "30"
    assert "checked" in page.field("digest_on")


def test_choices_are_ones_own(desk, colleague):
    DeskPreferences.objects.create(user=colleague, digest_waiting=7)

    choose(desk)

    assert DeskPreferences.objects.get(user=colleague).digest_waiting == 7


def test_saving_twice_keeps_one_row_and_what_is_not_in_the_form(desk, moderator):
    open_feed(moderator, timezone.now())
    before = DeskPreferences.objects.get()

    choose(desk)
    choose(desk, keys_on=None)

    after = DeskPreferences.objects.get()
    assert after.feed_hash == before.feed_hash
    assert not after.keys_on


def test_either_number_may_be_left_empty(desk, moderator):
    choose(desk, digest_waiting="")

    assert chosen_by(moderator) == [True, True, None, 2, 12]


def test_both_may_be_left_empty_while_no_mail_is_wanted(desk, moderator):
    choose(desk, digest_on=None, digest_waiting="", digest_hours="")

    assert chosen_by(moderator) == [True, False, None, None, 12]


@pytest.mark.parametrize(
    "values",
    [
        {"digest_waiting": "", "digest_hours": ""},
        {"digest_waiting": "0"},
        {"digest_waiting": "1001"},
        {"digest_hours": "0"},
        {"digest_hours": "337"},
        {"digest_hours": "soon"},
        {"digest_every": "2"},
        {"digest_every": None},
    ],
)
def test_what_cannot_be_is_refused_beside_its_field_and_keeps_what_was_typed(desk, values):
    answer = choose(desk, **values)

    assert answer.status_code == 422
    assert "errorlist" in answer.text
    assert page_of(answer).field("digest_hours").typed == values.get("digest_hours", "2")
    assert not DeskPreferences.objects.exists()


def test_the_database_refuses_a_wish_without_a_threshold(moderator):
    with pytest.raises(IntegrityError):
        DeskPreferences.objects.create(user=moderator, digest_on=True, digest_waiting=None, digest_hours=None)


def test_who_has_no_address_is_told_so(desk, moderator):
    assert moderator.email in desk.get(PAGE).text
    moderator.email = ""
    moderator.save()

    page = desk.get(PAGE).text

    assert "ana@example.org" not in page


# Keys


def test_the_desk_listens_to_keys_unless_they_are_switched_off(desk):
    assert "data-keys" not in page_of(desk.get("/moderation/")).find("body")

    choose(desk, keys_on=None)

    assert page_of(desk.get("/moderation/")).find("body")["data-keys"] == "off"


def test_keys_that_a_colleague_switched_off_work_for_others(desk, colleague):
    DeskPreferences.objects.create(user=colleague, keys_on=False)

    assert "data-keys" not in page_of(desk.get("/moderation/")).find("body")


# The feed


def address_on(answer):
    shown = page_of(answer).find(id="feed-address")
    return urlsplit(shown["value"]).path if shown else None


def test_the_address_is_shown_once(desk):
    answer = desk.post(FEED, {"open": ""})

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    address = address_on(answer)
    assert desk.get(address).status_code == 200
    assert address_on(desk.get(PAGE)) is None
    assert address.split("/")[-2] not in desk.get(PAGE).text


def test_a_new_address_ends_the_old_one(desk, client):
    old, new = (address_on(desk.post(FEED, {"open": ""})) for _ in range(2))

    assert [client.get(old).status_code, client.get(new).status_code] == [404, 200]


def test_a_closed_feed_opens_to_nobody(desk):
    address = address_on(desk.post(FEED, {"open": ""}))

    answer = desk.post(FEED, {"close": ""})

    assert answer.url == PAGE
    assert desk.get(address).status_code == 404
    assert DeskPreferences.objects.get().feed_hash is None


def test_a_feed_can_be_closed_twice(desk):
    assert [desk.post(FEED, {"close": ""}).status_code for _ in range(2)] == [302, 302]


def test_opening_a_feed_keeps_what_was_chosen(desk, moderator):
    choose(desk)

    desk.post(FEED, {"open": ""})

    assert chosen_by(moderator) == [True, True, 30, 2, 12]


def test_two_moderators_without_a_feed_do_not_collide(moderator, colleague):
    for person in (moderator, colleague):
        DeskPreferences.objects.create(user=person)

    assert DeskPreferences.objects.filter(feed_hash=None).count() == 2
