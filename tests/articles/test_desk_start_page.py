"""What waits for whom on the start page of the desk."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from tests.articles.desk import signed_in
from tests.articles.planned import (
    DAY,
    assign,
    make_draft,
    press,
    waiting,
)
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_the_start_page_shows_a_journalist_what_waits_for_her(desk, journalist):
    returned = make_draft(headline="À reprendre", created_by=journalist)
    returned.request_publication()
    returned.return_to_author()
    assign(make_draft(headline="Sans terme"), assignee=journalist)
    assign(make_draft(headline="Plus tard"), assignee=journalist, due_at=NOW + 2 * DAY)
    assign(make_draft(headline="D’abord"), assignee=journalist, due_at=NOW + DAY)
    make_draft(headline="En relecture", created_by=journalist).request_publication()
    make_draft(headline="Secret").request_publication()

    assert waiting(desk.get("/admin/")) == {
        "returned": ["À reprendre"],
        "assigned": ["D’abord", "Plus tard", "Sans terme"],
        "mine_in_review": ["En relecture"],
    }


def test_the_start_page_shows_an_editor_what_waits_for_publication(editors_desk):
    make_draft(headline="Relire").request_publication()
    make_draft(headline="Prête").approve()
    assign(make_draft(headline="En retard"), due_at=NOW - DAY)
    assign(make_draft(headline="Ce soir"), due_at=NOW + timedelta(hours=5))
    assign(make_draft(headline="Demain"), due_at=NOW + DAY)
    make_article(headline="Prévue", published_at=NOW + DAY)

    assert waiting(editors_desk.get("/admin/")) == {
        "in_review": ["Relire"],
        "ready": ["Prête"],
        "due": ["En retard", "Ce soir"],
        "scheduled": ["Prévue"],
    }


def test_the_start_page_shows_unread_notices(desk, editors_desk, journalist):
    draft = make_draft(created_by=journalist)
    press(editors_desk, draft, "approve")

    assert list(waiting(desk.get("/admin/"))) == ["notices"]
    desk.post(reverse("admin:articles_article_read_notices"), {"all": "1"})
    assert waiting(desk.get("/admin/")) == {}


def test_the_start_page_of_a_moderator_says_nothing_of_stories(moderator):
    assert page_of(signed_in(moderator).get("/admin/")).find("div", class_="waiting-lists") is None
