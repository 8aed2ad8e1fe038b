"""Giving stories to people: planning, due times, and who then sees what."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from articles.models import Article, Assignment, Notice
from tests.articles.desk import LIST, change_path, form_of, preview_path
from tests.articles.planned import (
    BOARD,
    CALENDAR,
    DAY,
    PLAN,
    assign,
    make_draft,
    move_due,
    waiting,
)
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_author, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def plan_form(**fields) -> dict:
    form = {
        "headline": "La 5G au village",
        "assignee": "",
        "author": "",
        "due_at": "2026-11-27T18:00",
        "brief": "900 mots.",
    }
    return form | {"section": make_section().pk} | fields


def test_an_editor_plans_a_story_in_one_step(editors_desk, editor, journalist):
    author = make_author(user=journalist)

    answer = editors_desk.post(PLAN, plan_form(assignee=journalist.pk))

    article = Article.objects.get()
    assert answer.url == change_path(article)
    assert (article.slug, article.state, article.body, article.created_by) == ("la-5g-au-village", "draft", "", editor)
    assert [byline.author for byline in article.bylines.all()] == [author]
    assert (article.assignment.assignee, article.assignment.brief) == (journalist, "900 mots.")
    assert article.assignment.due_at == datetime(2026, 11, 27, 17, tzinfo=UTC)
    assert [(notice.to, notice.kind) for notice in Notice.objects.all()] == [(journalist, "assigned")]


def test_planned_stories_of_the_same_headline_have_addresses_of_their_own(editors_desk):
    for _number in range(3):
        editors_desk.post(PLAN, plan_form())

    assert sorted(Article.objects.values_list("slug", flat=True)) == [
        "la-5g-au-village",
        "la-5g-au-village-2",
        "la-5g-au-village-3",
    ]


@pytest.mark.parametrize("headline", ["🙂", "مقال", "x" * 200, "---"])
def test_any_headline_makes_an_address(editors_desk, headline):
    editors_desk.post(PLAN, plan_form(headline=headline))

    assert 0 < len(Article.objects.get().slug) <= 100


@pytest.mark.parametrize(
    "field", [{"headline": ""}, {"section": ""}, {"due_at": "demain"}, {"due_at": "9999-12-31T23:59"}]
)
def test_what_cannot_be_planned_is_refused_with_what_was_typed(editors_desk, field):
    answer = editors_desk.post(PLAN, plan_form(**field))

    assert answer.status_code == 422
    assert page_of(answer).field("brief").typed == "900 mots."
    assert not Article.objects.exists()


def test_a_journalist_plans_and_assigns_nothing(desk, journalist):
    draft = make_draft(created_by=journalist)

    answers = [desk.get(PLAN), desk.post(PLAN, plan_form())]
    answers.append(desk.post(reverse("admin:articles_article_assign", args=[draft.pk]), {"assignee": journalist.pk}))
    answers.append(move_due(desk, draft, "2026-11-27T18:00"))

    assert {answer.status_code for answer in answers} == {403}
    assert not Assignment.objects.exists()


def test_an_editor_gives_a_story_to_somebody_on_its_form(editors_desk, journalist):
    draft = make_draft()

    form = {"assignee": journalist.pk, "due_at": "2026-11-27T18:00", "brief": "Appeler la mairie."}
    editors_desk.post(reverse("admin:articles_article_assign", args=[draft.pk]), form)

    assert Assignment.objects.get().assignee == journalist
    assert page_of(editors_desk.get(change_path(draft))).field("brief").typed == "Appeler la mairie."
    assert Notice.objects.get().to == journalist


def test_changing_the_brief_tells_nobody_again(editors_desk, journalist):
    draft = make_draft()
    path = reverse("admin:articles_article_assign", args=[draft.pk])
    editors_desk.post(path, {"assignee": journalist.pk})

    editors_desk.post(path, {"assignee": journalist.pk, "brief": "Plus court."})

    assert Notice.objects.count() == 1


def test_a_story_is_given_to_nobody_who_does_not_write(editors_desk, moderator):
    draft = make_draft()

    editors_desk.post(reverse("admin:articles_article_assign", args=[draft.pk]), {"assignee": moderator.pk})

    assert not Assignment.objects.exists()


def test_who_is_to_write_a_story_sees_and_changes_it(desk, journalist):
    draft = make_draft(headline="À écrire")
    before = desk.get(change_path(draft)).status_code

    assign(draft, assignee=journalist)
    desk.post(change_path(draft), form_of(draft, body="<p>Voilà.</p>"))

    assert before == 404
    assert draft.headline in desk.get(LIST).text
    assert desk.get(preview_path(draft)).status_code == 200
    assert Article.objects.get().body == "<p>Voilà.</p>"


def test_who_is_to_write_a_story_does_not_delete_it(desk, journalist):
    draft = make_draft()
    assign(draft, assignee=journalist)

    answer = desk.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})

    assert answer.status_code == 403
    assert Article.objects.exists()


def test_a_story_with_its_history_is_deleted_by_whose_it_is(desk, journalist):
    draft = make_draft(created_by=journalist)
    assign(draft, assignee=journalist)
    draft.request_publication(by=journalist)

    desk.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})

    assert not Article.objects.exists()


@pytest.mark.parametrize(("due", "is_marked"), [(NOW - DAY, True), (NOW + DAY, False)])
def test_what_is_overdue_is_marked_on_list_board_and_calendar(editors_desk, due, is_marked):
    assign(make_draft(), due_at=due)

    marks = [page_of(editors_desk.get(LIST)).find("span", class_="overdue")]
    marks.append(page_of(editors_desk.get(BOARD)).find("p", class_="overdue"))
    marks.append(page_of(editors_desk.get(CALENDAR)).find("li", class_="late"))

    assert [mark is not None for mark in marks] == [is_marked] * 3


def test_what_is_written_and_waits_for_others_is_not_overdue(editors_desk):
    draft = make_draft()
    assign(draft, due_at=NOW - DAY)
    draft.request_publication()

    assert page_of(editors_desk.get(LIST)).find("span", class_="overdue") is None
    assert page_of(editors_desk.get(BOARD)).find("p", class_="overdue") is None
    assert "due" not in waiting(editors_desk.get("/admin/"))
