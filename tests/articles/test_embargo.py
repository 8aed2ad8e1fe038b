"""An embargo: until it ends, publishing takes a right, a tick, and leaves a trace."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission

from articles.models import Article, EmbargoAct, Embargoed
from tests.articles.desk import ADD, LIST, change_path, form_of, moment, preview_path, reloaded, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR = timedelta(hours=1)
END = NOW + 24 * HOUR
BUTTONS = {"_publish": {}, "_schedule": moment("publish_at", END - HOUR)}


@pytest.fixture
def draft(journalist):
    return make_article(published_at=None, slug="secret", created_by=journalist, embargo_until=END)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


@pytest.fixture
def without_the_right(db):
    Group.objects.get(name="Editors").permissions.remove(Permission.objects.get(codename="break_embargo"))


def beside(answer, field: str) -> int:
    row = page_of(answer).find("div", class_=f"field-{field}")
    return len(row.find_all("ul", class_="errorlist"))


# It is seen


def test_a_journalist_sets_an_embargo(journalist):
    desk = signed_in(journalist)

    desk.post(ADD, story_form(**moment("embargo_until", END)))

    assert Article.objects.get().embargo_until == END


@pytest.mark.parametrize("path", [LIST, change_path, preview_path])
def test_an_embargo_is_marked_wherever_the_draft_is_worked_on(desk, draft, path):
    page = page_of(desk.get(path(draft) if callable(path) else path))

    marks = [*page.find_all(class_="embargo-mark"), *page.find_all(class_="embargo")]
    assert any("26 " in mark.text for mark in marks)


@pytest.mark.parametrize("path", [LIST, change_path, preview_path])
def test_an_embargo_that_is_over_is_marked_nowhere(desk, draft, clock, path):
    clock.move_to(END)

    page = page_of(desk.get(path(draft) if callable(path) else path))

    assert page.find(class_="embargo-mark") is page.find(class_="embargo") is None


def test_a_draft_is_embargoed_to_the_second(draft):
    assert draft.is_embargoed(END - timedelta(seconds=1))
    assert not draft.is_embargoed(END)


def test_a_draft_without_an_embargo_is_not_embargoed():
    assert not make_article(published_at=None).is_embargoed()


# It is kept


@pytest.mark.parametrize("button", BUTTONS)
def test_without_the_tick_nothing_is_published_before_the_embargo_ends(client, desk, draft, button):
    answer = desk.post(change_path(draft), form_of(draft, button, headline="Autre", **BUTTONS[button]))

    assert beside(answer, "publish_at" if button == "_schedule" else "embargo_until") == 1
    assert page_of(answer).field("headline")["value"] == "Autre"
    assert reloaded(draft).published_at is None


@pytest.mark.parametrize("button", BUTTONS)
def test_without_the_right_the_tick_is_worth_nothing(without_the_right, desk, draft, button):
    form = form_of(draft, button, break_embargo="on", **BUTTONS[button])

    answer = desk.post(change_path(draft), form)

    assert answer.status_code == 200
    assert reloaded(draft).published_at is None
    assert page_of(desk.get(change_path(draft))).find("input", name="break_embargo") is None


def test_a_new_story_under_embargo_is_not_published_in_one_step(desk):
    answer = desk.post(ADD, story_form("_publish", **moment("embargo_until", END)))

    assert beside(answer, "embargo_until") == 1
    assert not Article.objects.exists()


@pytest.mark.parametrize("at", [END, END + HOUR])
def test_a_story_is_scheduled_for_the_end_of_the_embargo(client, desk, draft, clock, at):
    desk.post(change_path(draft), form_of(draft, "_schedule", **moment("publish_at", at)))
    clock.move_to(at)

    assert client.get(reloaded(draft).get_absolute_url()).status_code == 200
    assert not EmbargoAct.objects.exists()


def test_a_story_is_published_once_the_embargo_is_over(client, desk, draft, clock):
    clock.move_to(END)

    desk.post(change_path(draft), form_of(draft, "_publish"))

    assert client.get(reloaded(draft).get_absolute_url()).status_code == 200


def test_no_code_publishes_an_embargoed_story_by_oversight(draft):
    with pytest.raises(Embargoed):
        draft.publish()

    with pytest.raises(Embargoed):
        draft.publish(at=END - HOUR)

    assert reloaded(draft).published_at is None


def test_a_scheduled_story_gets_no_embargo_beyond_its_time(desk):
    story = make_article(published_at=NOW + HOUR)

    answer = desk.post(change_path(story), form_of(story, **moment("embargo_until", END)))

    assert beside(answer, "embargo_until") == 1
    assert reloaded(story).embargo_until is None


def test_a_draft_under_embargo_is_saved_and_sent_to_the_editors(journalist, draft):
    answer = signed_in(journalist).post(change_path(draft), form_of(draft, "_request", headline="Autre"))

    assert answer.status_code == 302
    assert (reloaded(draft).step, draft.headline) == ("in_review", "Autre")


# It is broken, and that is kept


@pytest.mark.parametrize("button", BUTTONS)
def test_with_the_right_and_the_tick_the_story_is_published_and_the_act_kept(desk, editor, draft, button):
    desk.post(change_path(draft), form_of(draft, button, break_embargo="on", **BUTTONS[button]))

    act = EmbargoAct.objects.get()
    assert reloaded(draft).published_at is not None
    assert (act.article, act.act, act.until, act.at, act.by) == (draft, "broken", END, NOW, editor)


def test_the_form_tells_who_broke_the_embargo(desk, draft):
    desk.post(change_path(draft), form_of(draft, "_publish", break_embargo="on"))

    shown = page_of(desk.get(change_path(draft))).find("div", class_="field-embargo_acts_so_far")

    assert "editrice" in shown.text


def test_a_tick_without_a_press_publishes_nothing(desk, draft):
    desk.post(change_path(draft), form_of(draft, break_embargo="on"))

    assert reloaded(draft).published_at is None
    assert not EmbargoAct.objects.exists()


# It is moved


@pytest.mark.parametrize("until", [None, END - HOUR, END - timedelta(seconds=1)])
def test_nobody_without_the_right_ends_an_embargo_earlier(journalist, draft, until):
    answer = signed_in(journalist).post(change_path(draft), form_of(draft, **moment("embargo_until", until)))

    assert beside(answer, "embargo_until") == 1
    assert reloaded(draft).embargo_until == END


@pytest.mark.parametrize("until", [None, END - HOUR])
def test_with_the_right_an_embargo_ends_earlier_and_that_is_kept(desk, editor, draft, until):
    desk.post(change_path(draft), form_of(draft, **moment("embargo_until", until)))

    act = EmbargoAct.objects.get()
    assert reloaded(draft).embargo_until == until
    assert (act.act, act.until, act.by) == ("shortened", END, editor)


def test_everybody_moves_an_embargo_to_a_later_time(journalist, draft):
    signed_in(journalist).post(change_path(draft), form_of(draft, **moment("embargo_until", END + HOUR)))

    assert reloaded(draft).embargo_until == END + HOUR


def test_saving_the_form_as_it_is_shortens_no_embargo(journalist, draft):
    Article.objects.update(embargo_until=END + timedelta(microseconds=900))

    answer = signed_in(journalist).post(change_path(draft), form_of(draft, headline="Autre"))

    assert answer.status_code == 302
    assert not EmbargoAct.objects.exists()


def test_an_embargo_that_is_over_is_taken_away_by_anybody(journalist, draft, clock):
    clock.move_to(END)

    signed_in(journalist).post(change_path(draft), form_of(draft, **moment("embargo_until", None)))

    assert reloaded(draft).embargo_until is None
    assert not EmbargoAct.objects.exists()


def test_a_journalist_reads_the_embargo_of_the_own_scheduled_story(journalist, draft):
    draft.publish(at=END)

    page = page_of(signed_in(journalist).get(change_path(draft)))

    assert page.find(class_="embargo-mark") is not None
    assert page.find("input", name="embargo_until_0") is None


def test_readers_learn_nothing_of_an_embargo(client, draft):
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert "secret" not in client.get("/").text
