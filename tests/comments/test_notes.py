"""What moderators tell each other: with a decision, on a comment, on an author. Never public."""

import pytest

from comments.models import Comment, ModerationEvent, Note
from comments.receipts.links import receipt_path
from tests.factories import make_comment, make_journalist

pytestmark = pytest.mark.django_db


def test_a_rejection_keeps_its_reason_the_words_for_the_author_and_the_note(desk, moderator):
    comment = make_comment()
    posted = {"comment": comment.pk, "decision": "reject", "reason": "insult"}

    desk.post("/moderation/decide/", posted | {"words": "Relisez-vous.", "note": "Troisième fois cette semaine."})

    event = ModerationEvent.objects.get()
    assert (event.reason.code, event.reason_text) == ("insult", "Relisez-vous.")
    note = Note.objects.get()
    assert (note.comment, note.text, note.by) == (comment, "Troisième fois cette semaine.", moderator)


def test_the_author_reads_the_reason_and_the_words_and_never_the_note(desk, client):
    comment = make_comment()
    posted = {"comment": comment.pk, "decision": "reject", "reason": "insult", "words": "Relisez-vous."}
    desk.post("/moderation/decide/", posted | {"note": "Secret de fabrication."})
    client.logout()

    page = client.get(receipt_path(Comment.objects.get())).text

    assert "Relisez-vous." in page
    assert ModerationEvent.objects.get().reason.explanation[:20] in page
    assert "Secret" not in page


def test_a_note_goes_with_any_decision_and_to_each_comment(desk):
    comments = [make_comment() for _ in range(3)]

    posted = {"comment": [comment.pk for comment in comments], "decision": "approve", "note": "Vu avec Ben."}
    desk.post("/moderation/decide/", posted)

    assert {note.comment for note in Note.objects.all()} == set(comments)


def test_no_note_is_written_for_a_decision_that_came_too_late(desk, colleague):
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).approve(by=colleague)

    answer = desk.post("/moderation/decide/", {"comment": comment.pk, "decision": "spam", "note": "Pub."})

    assert answer.status_code == 409
    assert not Note.objects.exists()


def test_a_note_on_an_author_is_kept_by_a_hash_of_the_address(desk):
    comment = make_comment(author_email="Zoe@example.org")

    desk.post(f"/moderation/comments/{comment.pk}/note/", {"text": "Experte en réseaux.", "on_author": "1"})

    note = Note.objects.get()
    assert (note.comment, note.email_hash) == (None, comment.email_hash)
    other = make_comment(author_email="zoe@EXAMPLE.org")
    assert "Experte en réseaux." in desk.get(f"/moderation/comments/{other.pk}/author/").text


def test_a_note_on_a_comment_stands_in_its_evidence(desk):
    comment = make_comment()

    answer = desk.post(f"/moderation/comments/{comment.pk}/note/", {"text": "<b>À voir</b>"}, follow=True)

    assert answer.status_code == 200
    assert "&lt;b&gt;À voir" in desk.get(f"/moderation/comments/{comment.pk}/").text


@pytest.mark.parametrize("text", ["", "  ", "x" * 1001])
def test_an_empty_note_or_one_that_is_too_long_is_shown_again(desk, text):
    comment = make_comment()

    answer = desk.post(f"/moderation/comments/{comment.pk}/note/", {"text": text, "on_author": "1"})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert text.strip() in answer.text
    assert not Note.objects.exists()


def test_only_its_writer_deletes_a_note(desk, moderator, colleague):
    comment = make_comment()
    mine = Note.objects.create(comment=comment, text="De moi.", by=moderator)
    other = Note.objects.create(comment=comment, text="De Ben.", by=colleague)

    assert desk.post(f"/moderation/notes/{mine.pk}/remove/").status_code == 302
    assert desk.post(f"/moderation/notes/{other.pk}/remove/").status_code == 404

    assert list(Note.objects.all()) == [other]


@pytest.mark.parametrize("path", ["comments/{pk}/note/", "comments/{pk}/author/", "comments/{pk}/thread/"])
def test_others_than_moderators_see_and_write_no_notes(client, path):
    comment = make_comment()
    client.force_login(make_journalist())
    address = f"/moderation/{path.format(pk=comment.pk)}"

    assert client.get(address).status_code in (403, 405)
    assert client.post(address, {"text": "x"}).status_code in (403, 405)
    assert not Note.objects.exists()
