"""The button that takes the last press back: for moderators, by POST, and back to the comment."""

import pytest

from comments.models import Comment
from tests.factories import make_comment, make_journalist

pytestmark = pytest.mark.django_db

UNDO = "/moderation/undo/"
HERE = "/moderation/?queue=review&order=oldest"


def test_the_button_takes_the_last_press_back_and_leads_to_the_comment(desk, moderator):
    comment = make_comment(author_name="Zoé")
    comment.approve(by=moderator)

    answer = desk.post(UNDO, {"next": HERE}, follow=True)

    assert answer.redirect_chain == [(f"{HERE}#comment-{comment.pk}", 302)]
    assert "Zoé" in answer.text.split('role="status"')[1]
    assert Comment.objects.get().status == "pending"


def test_with_nothing_to_take_back_it_says_so(desk):
    answer = desk.post(UNDO, {"next": HERE}, follow=True)

    assert "Rien à annuler" in answer.text


def test_what_was_decided_on_since_is_said_to_stay(desk, moderator, colleague):
    comment = make_comment()
    comment.approve(by=moderator)
    comment.refresh_from_db()
    comment.reject(by=colleague)

    answer = desk.post(UNDO, {"next": HERE}, follow=True)

    assert "Rien n’a été annulé" in answer.text
    assert Comment.objects.get().status == "rejected"


def test_it_is_for_moderators_and_by_post_alone(client, desk):
    assert desk.get(UNDO).status_code == 405
    client.force_login(make_journalist())
    assert client.post(UNDO).status_code == 403
    client.logout()
    assert client.post(UNDO).status_code == 302


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", "/admin/"])
def test_it_leads_nowhere_else(desk, elsewhere):
    assert desk.post(UNDO, {"next": elsewhere}).url == "/moderation/"


def test_the_desk_has_the_button_without_any_script(desk):
    make_comment()

    assert 'action="/moderation/undo/"' in desk.get("/moderation/").text
