"""The way of a story through the newsroom: who takes which step, what is remembered, and who comes too late."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.urls import reverse
from django.utils.translation import gettext

from articles.models import Article, StepChange, WrongStep
from articles.models.steps import State
from articles.tasks import note_what_became_public
from articles.workflow.steps import MOVES, move_named
from tests.articles.desk import ADD, LIST, change_path, form_of, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_editor, make_journalist

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TOMORROW = {"publish_at_0": "2026-11-26", "publish_at_1": "07:30:15"}
STEPS = ["draft", "in_review", "returned", "ready"]


@pytest.fixture
def draft(journalist):
    return make_article(published_at=None, created_by=journalist, slug="brouillon")


def in_step(step: str, **values) -> Article:
    """Make a story that stands in a step, published where that step is of published stories."""
    article = make_article(published_at=None, **values)
    match step:
        case "in_review":
            article.request_publication()
        case "returned":
            article.request_publication()
            article.return_to_author()
        case "ready":
            article.approve()
        case "scheduled":
            article.publish(at=NOW + timedelta(days=1))
        case "published" | "withdrawn" | "archived":
            article.publish(at=NOW - timedelta(days=1))
    if step == "withdrawn":
        article.unpublish()
    if step == "archived":
        article.archive()
    assert article.state == step
    return article


def reloaded(article: Article) -> Article:
    return Article.objects.get(pk=article.pk)


def press(desk, article: Article, button: str, **fields):
    return desk.post(change_path(article), form_of(article, f"_{button}", **fields))


def history(article: Article) -> list[tuple]:
    return [(c.from_state, c.to_state, c.by, c.comment) for c in article.step_changes.order_by("pk")]


# What each step remembers


def test_a_step_is_remembered_with_who_took_it_when_and_with_which_words(desk, journalist, draft):
    press(desk, draft, "request", step_comment="Relisez surtout la fin.")

    change = draft.step_changes.get()
    assert (change.from_state, change.to_state, change.at) == ("draft", "in_review", NOW)
    assert (change.by, change.comment) == (journalist, "Relisez surtout la fin.")


def test_a_story_goes_the_whole_way(desk, editors_desk, journalist, editor, draft):
    press(desk, draft, "request")
    press(editors_desk, draft, "return", step_comment="Une source de plus.")
    press(desk, draft, "request", step_comment="La voici.")
    press(editors_desk, draft, "approve")
    press(editors_desk, draft, "publish")
    press(editors_desk, draft, "archive")

    assert history(draft) == [
        ("draft", "in_review", journalist, ""),
        ("in_review", "returned", editor, "Une source de plus."),
        ("returned", "in_review", journalist, "La voici."),
        ("in_review", "ready", editor, ""),
        ("ready", "published", editor, ""),
        ("published", "archived", editor, ""),
    ]


def test_scheduling_and_withdrawing_are_remembered(editors_desk, draft):
    press(editors_desk, draft, "schedule", **TOMORROW)
    press(editors_desk, draft, "unpublish")

    scheduled, taken_back = draft.step_changes.order_by("pk")
    assert (scheduled.to_state, scheduled.scheduled_for) == ("scheduled", datetime(2026, 11, 26, 6, 30, 15, tzinfo=UTC))
    assert (taken_back.from_state, taken_back.to_state) == ("scheduled", "draft")


def test_a_story_that_is_published_by_a_script_is_remembered_too(draft):
    draft.publish()

    assert history(draft) == [("draft", "published", None, "")]


def test_the_first_step_of_a_new_story_is_remembered(desk):
    desk.post(ADD, story_form("_request", step_comment="Premier jet."))

    assert [change[:2] for change in history(Article.objects.get())] == [("draft", "in_review")]


def test_a_schedule_that_has_come_is_written_down_once(clock, draft):
    draft.publish(at=NOW + timedelta(hours=1))
    clock.shift(timedelta(hours=2))

    note_what_became_public.call()
    note_what_became_public.call()

    assert [change[:2] for change in history(draft)] == [("draft", "scheduled"), ("scheduled", "published")]
    assert draft.step_changes.first().at == NOW + timedelta(hours=1)


def test_a_schedule_that_was_taken_back_is_not_written_down_as_published(clock, draft):
    draft.publish(at=NOW + timedelta(hours=1))
    draft.unpublish()
    clock.shift(timedelta(hours=2))

    note_what_became_public.call()

    assert [change[1] for change in history(draft)] == ["scheduled", "draft"]


def test_the_form_shows_the_history_with_its_comments(desk, editors_desk, draft):
    press(desk, draft, "request")
    press(editors_desk, draft, "return", step_comment="Une source <b>de plus</b>.")

    steps = page_of(desk.get(change_path(draft))).find("ol", class_="steps")

    assert len(steps.find_all("li")) == 2
    assert steps.find("blockquote").text == "Une source <b>de plus</b>."


def test_the_history_of_a_published_story_is_not_for_those_who_do_not_work_on_it(editors_desk, draft):
    press(editors_desk, draft, "approve", step_comment="Entre nous.")
    press(editors_desk, draft, "publish")

    page = signed_in(make_journalist("collegue")).get(change_path(draft))

    assert page.status_code == 200
    assert "Entre nous." not in page.text


# Who may


@pytest.mark.parametrize("move", [move.name for move in MOVES if move.publishes])
@pytest.mark.parametrize("step", STEPS)
def test_no_step_of_an_editor_is_taken_by_a_journalist(desk, journalist, move, step):
    article = in_step(step, created_by=journalist)

    answer = press(desk, article, move, step_comment="Moi-même.", **TOMORROW)

    assert answer.status_code == 403
    assert reloaded(article).state == step


@pytest.mark.parametrize("step", ["scheduled", "archived", "ready"])
@pytest.mark.parametrize("button", ["_continue", "_request"])
def test_what_is_approved_scheduled_or_archived_is_not_changed_by_its_author(desk, journalist, step, button):
    article = in_step(step, created_by=journalist)

    answer = desk.post(change_path(article), form_of(article, button, headline="Autre"))

    assert answer.status_code == 403
    assert reloaded(article).headline != "Autre"


def test_an_author_takes_a_story_back_from_review(desk, draft):
    draft.request_publication()

    press(desk, draft, "take_back")

    assert reloaded(draft).state == State.DRAFT


@pytest.mark.parametrize("step", [*STEPS, "scheduled", "published", "withdrawn", "archived"])
def test_an_editor_is_offered_the_steps_that_are_open_and_no_others(editors_desk, step):
    article = in_step(step)

    page = page_of(editors_desk.get(change_path(article)))

    offered = {move.name for move in MOVES if page.find("input", name=f"_{move.name}")}
    assert offered == {move.name for move in MOVES if step in move.starts}


def test_a_return_needs_words(editors_desk, draft):
    draft.request_publication()

    answer = press(editors_desk, draft, "return", headline="Autre", step_comment="  ")

    assert answer.status_code == 200
    assert len(page_of(answer).find("div", class_="step-comment").find_all("ul", class_="errorlist")) == 1
    assert reloaded(draft).state == State.IN_REVIEW
    assert reloaded(draft).headline != "Autre"


def test_a_comment_of_a_step_has_its_limit(desk, draft):
    answer = press(desk, draft, "request", step_comment="x" * 2001)

    assert answer.status_code == 200
    assert reloaded(draft).state == State.DRAFT


def test_an_approved_story_is_public_nowhere(client, editors_desk, draft):
    press(editors_desk, draft, "approve")

    assert reloaded(draft).state == State.READY
    assert client.get(draft.get_absolute_url()).status_code == 404


# Who comes too late


@pytest.mark.parametrize(
    ("step", "first", "second"),
    [
        ("in_review", "approve", "return_to_author"),
        ("in_review", "return_to_author", "publish"),
        ("draft", "publish", "request_publication"),
        ("in_review", "take_back_request", "approve"),
        ("published", "archive", "unpublish"),
        ("scheduled", "unpublish", "publish"),
    ],
)
def test_of_two_who_move_a_story_at_once_the_second_changes_nothing(step, first, second):
    article = in_step(step)
    ours, theirs = reloaded(article), reloaded(article)

    getattr(ours, first)()
    with pytest.raises(WrongStep):
        getattr(theirs, second)()

    assert reloaded(article).state == ours.state
    assert article.step_changes.first().to_state == ours.state


def test_who_presses_too_late_is_told_who_was_first_and_overwrites_nothing(editor, editors_desk, draft):
    draft.request_publication()
    form = form_of(draft, "_approve", headline="Mon titre", state_seen="in_review")
    colleague = make_editor("cheffe", first_name="Claire", last_name="Dumoulin")
    reloaded(draft).return_to_author(by=colleague, comment="Trop tôt.")

    answer = editors_desk.post(change_path(draft), form)

    assert answer.status_code == 200
    assert "Claire Dumoulin" in page_of(answer).find("ul", class_="nonfield").text
    assert page_of(answer).field("headline").typed == "Mon titre"
    assert (reloaded(draft).state, reloaded(draft).headline) == (State.RETURNED, draft.headline)


def test_a_step_that_is_not_open_is_refused_beside_the_form(editors_desk, draft):
    answer = press(editors_desk, draft, "return", step_comment="Non.")

    assert answer.status_code == 200
    assert reloaded(draft).state == State.DRAFT
    assert not StepChange.objects.exists()


def test_a_schedule_that_has_come_meanwhile_is_not_taken_back_as_one(clock, editors_desk, draft):
    draft.publish(at=NOW + timedelta(minutes=1))
    form = form_of(draft, "_unpublish", state_seen="scheduled")
    clock.shift(timedelta(minutes=2))

    answer = editors_desk.post(change_path(draft), form)

    assert answer.status_code == 200
    assert reloaded(draft).is_published


def test_a_step_that_fails_leaves_no_half_of_it(draft):
    nobody = User(username="jamais-enregistree")

    with pytest.raises(ValueError, match="unsaved"):
        reloaded(draft).request_publication(by=nobody)

    assert reloaded(draft).state == State.DRAFT


# The archive


def test_an_archived_story_stays_readable_and_says_so(client, editors_desk, article):
    press(editors_desk, article, "archive")

    page = page_of(client.get(article.get_absolute_url()))

    assert page.find("p", class_="archived") is not None
    assert page_of(client.get(make_article().get_absolute_url())).find("p", class_="archived") is None


def test_archiving_shows_on_a_page_that_is_kept(client, article):
    client.get(article.get_absolute_url())

    article.archive()

    assert page_of(client.get(article.get_absolute_url())).find("p", class_="archived") is not None


def test_archiving_closes_no_comments(article):
    article.archive()

    assert reloaded(article).comments_open


def test_an_archived_story_leaves_the_list_and_is_found_by_filter_and_words(editors_desk, article):
    article.archive()

    assert article.headline not in editors_desk.get(LIST).text
    assert article.headline in editors_desk.get(LIST, {"state": "archived"}).text
    assert article.headline in editors_desk.get(LIST, {"q": article.headline}).text


def test_a_story_comes_back_from_the_archive(client, editors_desk, article):
    article.archive()

    press(editors_desk, article, "bring_back")

    assert (reloaded(article).state, reloaded(article).archived_at) == (State.PUBLISHED, None)


@pytest.mark.parametrize("step", [*STEPS, "scheduled", "withdrawn"])
def test_only_a_published_story_is_archived(step):
    with pytest.raises(WrongStep):
        in_step(step).archive()


def test_the_database_keeps_the_archive_to_published_stories(draft):
    with pytest.raises(IntegrityError):
        Article.objects.filter(pk=draft.pk).update(step="archived", archived_at=NOW)


@pytest.mark.parametrize("state", State)
def test_a_storys_state_and_the_lists_of_states_agree(state):
    stories = {each: in_step(each) for each in State}

    assert list(Article.objects.in_state(state)) == [stories[state]]


def test_the_table_of_moves_tells_where_each_leads(editor):
    for move in MOVES:
        for start in move.starts:
            article = in_step(start)
            move.make(article, {"by": editor, "comment": ""}, NOW + timedelta(days=2))
            expected = {move.leads_to} | ({State.DRAFT} if move.name == "unpublish" else set())
            expected |= {State.WITHDRAWN} if move.name == "take_back" else set()
            assert article.state in expected, (move.name, start)


def test_a_story_without_a_text_is_not_published_from_its_card(editors_desk):
    article = make_article(published_at=None, body="<p> </p>")

    form = {"move": "publish", "state": "draft"}
    editors_desk.post(reverse("admin:articles_article_move", args=[article.pk]), form)

    assert reloaded(article).published_at is None


def test_moves_have_names_of_their_own():
    assert move_named("archive").name == "archive"
    assert move_named("nowhere") is None
    assert len({move.name for move in MOVES}) == len(MOVES)


def test_the_names_of_states_are_translatable():
    assert str(State.IN_REVIEW.label) == gettext("in review")
