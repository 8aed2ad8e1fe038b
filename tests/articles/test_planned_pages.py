"""Board and calendar alike: who sees which stories on them, and how they are narrowed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from articles.models import Article
from tests.articles.desk import LIST, change_path, signed_in
from tests.articles.planned import (
    BOARD,
    CALENDAR,
    DAY,
    PLAN,
    assign,
    make_draft,
)
from tests.clock import NOW
from tests.factories import make_article, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_journalist_finds_the_own_stories_on_board_and_calendar_and_no_others(desk, journalist):
    make_draft(headline="À moi", created_by=journalist)
    make_draft(headline="Secret")
    assign(make_draft(headline="Secret daté"), due_at=NOW + DAY)
    make_article(headline="Secret prévu", published_at=NOW + DAY)

    pages = desk.get(BOARD).text + desk.get(CALENDAR).text

    assert "À moi" in pages
    assert "Secret" not in pages


@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_the_pages_are_narrowed_to_a_section_and_a_person(editors_desk, journalist, path):
    section = make_section()
    mine = make_draft(headline="Cherchée", created_by=journalist, section=section)
    make_draft(headline="Autre rubrique", created_by=journalist, section=make_section())
    make_draft(headline="Autre personne", section=section)

    page = editors_desk.get(path, {"section": section.pk, "person": journalist.pk}).text

    assert mine.headline in page
    assert "Autre rubrique" not in page
    assert "Autre personne" not in page


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\x00"])
@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_a_filter_that_is_none_chooses_nothing(editors_desk, path, value):
    draft = make_draft()

    answer = editors_desk.get(path, {"section": value, "person": value})

    assert (answer.status_code, draft.headline in answer.text) == (200, True)


@pytest.mark.parametrize("path", [BOARD, CALENDAR, "/admin/"])
def test_the_number_of_queries_does_not_grow(editors_desk, editor, path, django_assert_max_num_queries):
    def fill():
        for state in ("in_review", "ready", "draft", "returned"):
            draft = make_draft(created_by=editor)
            Article.objects.filter(pk=draft.pk).update(step=state)
            assign(draft, assignee=editor, due_at=NOW)
        make_draft(created_by=editor)
        make_article(published_at=NOW + DAY)
        make_article(published_at=NOW - timedelta(hours=1))

    fill()
    editors_desk.get(path)
    with django_assert_max_num_queries(60) as few:
        editors_desk.get(path)
    for _number in range(4):
        fill()

    with django_assert_max_num_queries(len(few)):
        editors_desk.get(path)


@pytest.mark.parametrize("path", [BOARD, CALENDAR, PLAN])
def test_a_moderator_finds_none_of_it(moderator, path):
    assert signed_in(moderator).get(path).status_code == 403


@pytest.mark.parametrize("path", [BOARD, CALENDAR, PLAN])
def test_anonymous_is_sent_to_sign_in(client, path):
    assert client.get(path).url.startswith("/admin/login/")


@pytest.mark.parametrize("path", [BOARD, CALENDAR])
def test_the_pages_take_nothing_but_a_look(editors_desk, path):
    assert editors_desk.post(path).status_code == 405


def test_hostile_words_stay_words(editors_desk):
    words = "\"'><script>alert(1)</script>{{ 7|add:7 }}"
    assign(make_draft(headline=words), due_at=NOW + DAY, brief=words)
    make_draft(headline=words)

    for path in (BOARD, CALENDAR, "/admin/", LIST, change_path(Article.objects.first())):
        assert "<script>alert(1)" not in editors_desk.get(path).text
