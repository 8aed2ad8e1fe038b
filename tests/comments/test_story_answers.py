"""Comments from the story's side: what its author sees of them, and answers readers without deciding anything."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from comments.models import Comment
from tests.articles.desk import change_path, signed_in
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_comment, make_journalist

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(journalist):
    return make_article(authors=[make_author(user=journalist, name="Léa Marchetti")], created_by=journalist)


@pytest.fixture
def desk(journalist):
    return signed_in(journalist)


def answers_path(story):
    return reverse("comments:story_answers", args=[story.pk])


def answer_path(comment):
    return reverse("comments:answer_as_newsroom", args=[comment.pk])


def summary(desk, story):
    return page_of(desk.get(change_path(story))).find("section", **{"aria-labelledby": "comments-heading"})


def test_the_form_of_a_story_counts_its_comments(desk, story):
    for status in ("approved", "approved", "pending", "spam", "rejected"):
        make_comment(article=story, status=status)
    make_comment(status="pending")

    words = summary(desk, story).text

    assert "2" in words
    assert "1" in words
    assert not {"3", "4", "5"} & set(words)


def test_the_form_of_a_story_says_that_comments_are_closed(desk, story):
    before = summary(desk, story).find("strong")

    story.comments_open = False
    story.save()

    assert before is None
    assert summary(desk, story).find("strong") is not None


def test_no_word_of_a_comment_that_waits_is_shown_to_its_author(desk, story):
    make_comment(article=story, body="Pas encore relu.")

    assert "Pas encore relu." not in desk.get(change_path(story)).text
    assert "Pas encore relu." not in desk.get(answers_path(story)).text


def test_the_author_answers_a_reader_in_her_name(client, desk, journalist, story):
    comment = make_comment(article=story, status="approved", body="Et les billets ?")

    listed = page_of(desk.get(answers_path(story))).find(
        "a", href=reverse("comments:newsroom_answer", args=[comment.pk])
    )
    desk.post(answer_path(comment), {"body": "Ils restent valables."})

    reply = Comment.objects.get(parent=comment)
    assert listed is not None
    assert (reply.author_name, reply.newsroom_by, reply.status) == ("Léa Marchetti", journalist, "approved")
    assert "Ils restent valables." in client.get(story.get_absolute_url()).text


def test_the_author_is_led_to_no_decision(desk, story):
    make_comment(article=story)

    links = summary(desk, story).find_all("a")

    assert [link["href"] for link in links] == [answers_path(story)]
    assert desk.get(reverse("comments:desk")).status_code == 403


def test_an_author_who_moderates_is_led_to_what_waits(moderator):
    moderator.groups.add(Group.objects.get(name="Journalists"))
    story = make_article(created_by=moderator, headline="Une panne")
    make_comment(article=story)

    links = [link["href"] for link in summary(signed_in(moderator), story).find_all("a")]

    assert f"{reverse('comments:desk')}?queue=review&story=Une%20panne" in links


def test_a_journalist_answers_under_no_story_of_somebody_else(desk):
    comment = make_comment(article=make_article(), status="approved")

    answers = [desk.get(answers_path(comment.article)), desk.post(answer_path(comment), {"body": "Bonjour."})]
    answers.append(desk.get(reverse("comments:newsroom_answer", args=[comment.pk])))

    assert {answer.status_code for answer in answers} == {403}
    assert not Comment.objects.filter(parent=comment).exists()


def test_a_comment_that_there_is_not_answers_like_one_that_is_not_mine(desk):
    assert desk.get(reverse("comments:newsroom_answer", args=[987654])).status_code == 403


def test_who_began_a_story_and_does_not_sign_it_does_not_answer(desk, journalist):
    comment = make_comment(article=make_article(created_by=journalist), status="approved")

    assert desk.post(answer_path(comment), {"body": "Bonjour."}).status_code == 403


def test_the_author_answers_no_comment_that_waits(desk, story):
    comment = make_comment(article=story)

    answer = desk.post(answer_path(comment), {"body": "Bonjour."})

    assert answer.status_code == 409
    assert comment.body not in answer.text


def test_an_editor_answers_under_any_story(editor):
    comment = make_comment(article=make_article(), status="approved")

    assert signed_in(editor).get(answers_path(comment.article)).status_code == 200


def test_the_answers_of_a_draft_are_no_page(desk, journalist):
    draft = make_article(published_at=None, authors=[make_author(user=journalist)])

    assert desk.get(answers_path(draft)).status_code == 404


def test_an_author_who_left_the_staff_answers_no_more(journalist, story):
    comment = make_comment(article=story, status="approved")
    journalist.is_staff = False
    journalist.save()

    assert signed_in(journalist).post(answer_path(comment), {"body": "Bonjour."}).status_code == 403


def test_a_colleague_who_reads_a_published_story_sees_no_counts(story):
    make_comment(article=story)

    assert summary(signed_in(make_journalist("collegue")), story) is None
