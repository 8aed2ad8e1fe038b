"""One comment, from the reader's form to the page, with Akismet's stand-in in between."""

import pytest
from django.urls import reverse

from comments.models import Comment
from comments.screening.engine import screen_due_comments
from tests.factories import make_moderator

pytestmark = pytest.mark.django_db

TYPED = {
    "author_name": "Zoé",
    "author_email": "zoe@example.org",
    "author_url": "",
    "body": "Merci pour cet article : « clair » et précis.\n\nUne question demeure.",
    "parent": "",
}


def test_a_comment_is_posted_screened_approved_and_read(client, article, sandbox):
    answer = client.post(f"/comments/post/{article.pk}/", TYPED, headers={"sec-fetch-site": "same-origin"})
    comment = Comment.objects.get()
    assert answer.status_code == 302
    assert "vérif" in client.get(answer.url).text or "checked" in client.get(answer.url).text

    screen_due_comments()
    comment.refresh_from_db()
    assert (comment.verdict, comment.status) == ("ham", "pending")

    client.force_login(make_moderator())
    desk = client.get("/moderation/")
    assert "« clair »" in desk.text
    decision = {"comment": comment.pk, "decision": "approve", f"seen_{comment.pk}": 1}
    decided = client.post(reverse("comments:decide"), decision)
    assert decided.status_code == 302

    client.logout()
    page = client.get(article.get_absolute_url())
    assert "Une question demeure." in page.text
    assert "« clair »" in page.text
