"""Comments in the admin: to look up, and to decide through the same methods as the desk."""

import pytest
from django.urls import reverse

from comments.models import Comment, ModerationEvent
from tests.factories import make_administrator, make_comment, make_journalist

pytestmark = pytest.mark.django_db

LIST = "/admin/comments/comment/"


@pytest.fixture
def admin(client, moderator):
    client.force_login(moderator)
    return client


@pytest.mark.parametrize(
    ("action", "status"), [("approve", "approved"), ("reject", "rejected"), ("mark_as_spam", "spam")]
)
def test_an_action_decides_on_the_chosen_comments_with_an_event_each(admin, action, status):
    comments = [make_comment(), make_comment()]

    admin.post(LIST, {"action": action, "_selected_action": [comment.pk for comment in comments]})

    assert set(Comment.objects.values_list("status", flat=True)) == {status}
    assert ModerationEvent.objects.filter(to_status=status).count() == 2


def test_a_decision_is_taken_back_by_an_action(admin, moderator):
    comment = make_comment(status="approved", decided_by=moderator)

    admin.post(LIST, {"action": "reopen", "_selected_action": [comment.pk]})

    comment.refresh_from_db()
    assert comment.status == "pending"


def test_the_list_is_filtered_by_queue(admin):
    make_comment(author_name="Saine")
    make_comment(author_name="Publicité", verdict="spam")

    page = admin.get(LIST, {"queue": "spam"}).text

    assert "Publicité" in page
    assert "Saine" not in page


def test_nobody_changes_adds_or_deletes_a_comment(client):
    comment = make_comment(body="Mes mots.")
    client.force_login(make_administrator())
    change = reverse("admin:comments_comment_change", args=[comment.pk])

    client.post(change, {"body": "D’autres mots.", "status": "approved"})
    deleted = client.post(reverse("admin:comments_comment_delete", args=[comment.pk]), {"post": "yes"})
    added = client.get(reverse("admin:comments_comment_add"))

    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("Mes mots.", "pending")
    assert (deleted.status_code, added.status_code) == (403, 403)


def test_a_comment_can_be_looked_at(admin):
    comment = make_comment(body="À lire.")

    assert "À lire." in admin.get(reverse("admin:comments_comment_change", args=[comment.pk])).text


def test_a_journalist_sees_no_comments_in_the_admin(client):
    make_comment()
    client.force_login(make_journalist())

    assert client.get(LIST).status_code == 403
    assert "/admin/comments/" not in client.get("/admin/").text
    assert "/moderation/" not in client.get("/admin/").text


def test_the_start_page_counts_what_waits_with_a_link_to_the_desk(admin):
    make_comment()
    make_comment(verdict="spam")
    make_comment(verdict="discard")

    page = admin.get("/admin/").text

    assert 'href="/moderation/?queue=review"' in page
    assert 'href="/moderation/?queue=spam"' in page
    assert "<strong>2</strong>" in page


def test_moderation_events_are_read_only(client, moderator):
    make_comment().approve(by=moderator)
    client.force_login(make_administrator())
    event = ModerationEvent.objects.get()

    assert client.get("/admin/comments/moderationevent/").status_code == 200
    assert (
        client.post(reverse("admin:comments_moderationevent_delete", args=[event.pk]), {"post": "yes"}).status_code
        == 403
    )
    assert ModerationEvent.objects.exists()
