"""The board: every story where it stands, moved from its card."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from articles.checks.report import IN_ORDER
from articles.models import Article, Checks, Level
from articles.models.steps import State
from articles.workflow.board import COLUMN_MAX
from tests.articles.desk import LIST, SEEN, change_path, reloaded
from tests.articles.planned import (
    BOARD,
    DAY,
    SCRIPT,
    assign,
    columns,
    make_draft,
    press,
)
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_board_shows_each_story_where_it_stands(editors_desk):
    for step in ("draft", "in_review", "returned", "ready"):
        Article.objects.filter(pk=make_draft(headline=f"H {step}").pk).update(step=step)
    make_article(headline="H scheduled", published_at=NOW + DAY)
    make_article(headline="H published", published_at=NOW - timedelta(hours=2))
    make_article(headline="H yesterday", published_at=NOW - DAY)
    make_article(headline="H archived").archive()

    shown = columns(editors_desk.get(BOARD))

    assert shown == {
        name: [f"H {name}"] for name in ("draft", "returned", "in_review", "ready", "scheduled", "published")
    }


def test_a_card_tells_section_byline_due_time_remarks_and_who_has_it(editors_desk, journalist):
    journalist.first_name, journalist.last_name = "Léa", "Marchetti"
    journalist.save()
    draft = make_draft(authors=[make_author(name="Inès Carvalho")], section=make_section(name="Matériel", position=3))
    assign(draft, assignee=journalist, due_at=NOW + DAY)
    draft.remarks.create(by=journalist, quote="Texte.", words="Ah ?", at=NOW)

    card = page_of(editors_desk.get(BOARD)).find("li", class_="card")

    assert "hue-3" in card["class"]
    for words in ("Matériel", "Inès Carvalho", "26 novembre 2026", "Léa Marchetti"):
        assert words in card.text
    assert card.find("a", href=reverse("admin:articles_article_remarks", args=[draft.pk])) is not None


def test_a_column_is_cut_and_leads_to_the_list(editors_desk):
    for _number in range(COLUMN_MAX + 1):
        make_draft()

    answer = editors_desk.get(BOARD)

    assert len(columns(answer)["draft"]) == COLUMN_MAX
    assert page_of(answer).find("a", href=f"{LIST}?state=draft") is not None


def test_a_story_is_moved_from_its_card(editors_desk, editor):
    draft = make_draft()
    draft.request_publication()

    answer = press(editors_desk, draft, "return", step_comment="Plus court.", next=f"{BOARD}?section=1")

    assert answer.url == f"{BOARD}?section=1"
    assert Article.objects.get().state == State.RETURNED
    assert (draft.step_changes.first().by, draft.step_changes.first().comment) == (editor, "Plus court.")


def test_a_card_offers_the_steps_that_are_open_to_this_person(desk, journalist):
    make_draft(created_by=journalist)

    options = page_of(desk.get(BOARD)).find("select", name="move").find_all("option")

    assert [option["value"] for option in options] == ["request"]


@pytest.mark.parametrize(
    ("move", "fields"),
    [
        ("return", {}),
        ("schedule", {}),
        ("schedule", {"publish_at": "2026-11-20T07:00"}),
        ("schedule", {"publish_at": "jamais"}),
        ("schedule", {"publish_at": "9999-12-31T07:00"}),
        ("archive", {}),
        ("nowhere", {}),
        ("", {}),
        ("approve", {"state": "draft"}),
        ("approve", {"state": ""}),
        ("approve", {"step_comment": "x" * 2001}),
    ],
)
def test_a_move_that_cannot_be_is_refused_with_the_reason(editors_desk, move, fields):
    draft = make_draft()
    draft.request_publication()
    form = {"move": move, "state": "in_review"} | fields
    path = reverse("admin:articles_article_move", args=[draft.pk])

    answer = editors_desk.post(path, form, headers=SCRIPT)

    assert answer.status_code == 409
    assert answer.json()["said"]
    assert Article.objects.get().state == State.IN_REVIEW


def test_without_a_script_the_reason_stands_on_the_board(editors_desk):
    draft = make_draft()
    draft.request_publication()

    answer = editors_desk.post(
        reverse("admin:articles_article_move", args=[draft.pk]), {"move": "return", "state": "in_review"}, follow=True
    )

    assert answer.redirect_chain == [(BOARD, 302)]
    assert page_of(answer).find("ul", class_="messagelist").find("li", class_="error") is not None


def test_a_journalist_moves_no_story_of_somebody_else(desk):
    draft, published = make_draft(), make_article()

    assert press(desk, draft, "request").status_code == 404
    assert press(desk, published, "archive").status_code == 404


def test_a_journalist_takes_no_step_of_an_editor_on_the_board(desk, journalist):
    draft = make_draft(created_by=journalist)

    answer = desk.post(
        reverse("admin:articles_article_move", args=[draft.pk]), {"move": "approve", "state": "draft"}, headers=SCRIPT
    )

    assert answer.status_code == 409
    assert Article.objects.get().state == State.DRAFT


@pytest.mark.parametrize("wanted", ["https://evil.example/", "//evil.example/", "/moderation/", "javascript:alert(1)"])
def test_a_move_leads_back_to_the_desk_alone(editors_desk, wanted):
    answer = press(editors_desk, make_draft(), "request", next=wanted)

    assert answer.url == BOARD


def test_every_column_that_takes_cards_names_a_move(editors_desk):
    make_draft()
    sections = page_of(editors_desk.get(BOARD)).find_all("section", class_="column")

    assert [section["data-takes"] for section in sections] == [
        "take_back",
        "return",
        "request",
        "approve",
        "schedule",
        "",
    ]


# What the checks warn of


@pytest.fixture
def plain():
    """A draft of which the checks warn, and which they do not stop."""
    return make_draft(headline="Une panne")


def press_all_the_same(desk, asked):
    """Press the one button of the page that shows the warnings."""
    form = page_of(asked).find("form", class_="desk-form")
    fields = {control["name"]: control["value"] for control in form.find_all("input", type="hidden")}
    return desk.post(form["action"], fields)


def warned_of(answer) -> set[str]:
    return {item["data-check"] for item in page_of(answer).find("section", class_="story-checks").find_all("li")}


@pytest.mark.parametrize(
    ("move", "fields", "state"),
    [
        ("publish", {}, State.PUBLISHED),
        ("schedule", {"publish_at": "2026-11-28T07:00"}, State.SCHEDULED),
    ],
)
def test_warnings_are_shown_before_a_press_on_the_board_brings_a_story_to_readers(
    editors_desk, plain, move, fields, state
):
    asked = press(editors_desk, plain, move, step_comment="Relu.\nDeux fois.", next=f"{BOARD}?section=1", **fields)
    before = Article.objects.get().state
    done = press_all_the_same(editors_desk, asked)

    assert (asked.status_code, before) == (200, State.DRAFT)
    assert warned_of(asked) == {"no_standfirst", "no_lead_picture", "no_tags"}
    assert page_of(asked).find("a", href=f"{change_path(plain)}#checks") is not None
    assert done.url == f"{BOARD}?section=1"
    assert Article.objects.get().state == state
    assert plain.step_changes.first().comment == "Relu.\nDeux fois."


def test_a_script_is_told_to_show_the_warnings(editors_desk, plain):
    path = reverse("admin:articles_article_move", args=[plain.pk])

    answer = editors_desk.post(path, {"move": "publish", "state": "draft"}, headers=SCRIPT)

    assert (answer.status_code, answer.json()) == (409, {"asks": True})
    assert Article.objects.get().state == State.DRAFT


def test_a_warning_that_came_later_asks_again(editors_desk, plain):
    asked = press(editors_desk, plain, "publish")
    Article.objects.filter(pk=plain.pk).update(comments_open=False)

    asked = press_all_the_same(editors_desk, asked)

    assert "comments_closed" in warned_of(asked)
    assert Article.objects.get().state == State.DRAFT


def test_what_stops_is_passed_by_nothing_that_was_seen(editors_desk, plain):
    Article.objects.filter(pk=plain.pk).update(headline="Titre TK")

    answer = press(editors_desk, plain, "publish", warnings_seen=f"{SEEN} placeholder")

    assert answer.url == BOARD
    assert Article.objects.get().state == State.DRAFT


def test_without_warnings_the_board_publishes_at_once(editors_desk, plain):
    Checks.choose({check.code: Level.OFF for check in IN_ORDER if check.level == Level.WARN})

    answer = press(editors_desk, plain, "publish")

    assert answer.url == BOARD
    assert Article.objects.get().state == State.PUBLISHED


def test_a_scheduled_story_gets_another_time_without_being_asked(editors_desk):
    story = make_article(published_at=NOW + DAY)

    answer = press(editors_desk, story, "schedule", publish_at="2026-11-29T07:00")

    assert answer.status_code == 302
    assert reloaded(story).published_at > NOW + DAY
