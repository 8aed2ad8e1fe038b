"""Taking a comment away asks what becomes of its answers; the thread keeps its shape."""

import pytest

from comments.models import Comment, ModerationEvent
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db
DECIDE = "/moderation/decide/"


@pytest.fixture
def thread(moderator):
    """A comment with an answer, an answer to that, one that waits, and a neighbour."""
    article = make_article()
    make = {"article": article, "status": "approved", "decided_by": moderator}
    root = make_comment(**make)
    answer = make_comment(parent=root, **make)
    deeper = make_comment(parent=answer, **make)
    waiting = make_comment(parent=answer, article=article)
    neighbour = make_comment(**make)
    return root, answer, deeper, waiting, neighbour


def press(desk, decision, comment, **more):
    posted = {"comment": comment.pk, "decision": decision, f"state_{comment.pk}": comment.status, "reason": "insult"}
    headers = more.pop("headers", None)
    return desk.post(DECIDE, posted | more, headers=headers)


def statuses(*comments):
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


@pytest.mark.parametrize("decision", ["reject", "spam"])
def test_nothing_is_decided_before_it_is_said_what_becomes_of_the_answers(desk, thread, decision):
    answer = press(desk, decision, thread[0])

    assert answer.status_code == 422
    assert answer.text.count('name="answers"') == 2
    assert "3" in answer.text.split('class="question"')[1][:60]
    assert statuses(*thread) == ["approved", "approved", "approved", "pending", "approved"]


def test_the_question_stands_on_the_card_of_who_pressed_a_key(desk, thread):
    answer = press(desk, "reject", thread[0], headers={"HX-Request": "true"})

    assert answer.status_code == 422
    assert f'id="comment-{thread[0].pk}"' in answer.text
    assert 'class="asks"' in answer.text
    assert "<html" not in answer.text


def test_answers_that_are_left_keep_their_places(desk, thread, client):
    root, answer, deeper, waiting, neighbour = thread

    press(desk, "reject", root, answers="keep")

    assert statuses(*thread) == ["rejected", "approved", "approved", "pending", "approved"]
    client.logout()
    page = client.get(root.article.get_absolute_url()).text
    assert f'id="comment-{root.pk}"' in page
    assert root.body not in page
    assert answer.body in page


def test_answers_go_with_it_in_one_press_that_can_be_undone(desk, thread):
    root, *below, neighbour = thread

    press(desk, "reject", root, answers="take")
    assert statuses(*thread) == ["rejected", "rejected", "rejected", "rejected", "approved"]
    assert ModerationEvent.objects.values("batch").distinct().count() == 1

    desk.post("/moderation/undo/")
    assert statuses(*thread) == ["approved", "approved", "approved", "pending", "approved"]


def test_the_authors_of_answers_learn_why_theirs_went(desk, thread):
    press(desk, "spam", thread[0], answers="take")

    event = ModerationEvent.objects.get(comment=thread[1])
    assert (event.to_status, event.reason) == ("rejected", None)
    assert event.reason_text


def test_a_comment_without_open_answers_is_asked_nothing_about(desk, thread, moderator):
    root, answer, deeper, waiting, neighbour = thread
    Comment.objects.filter(pk__in=[deeper.pk, waiting.pk]).reject(by=moderator)

    assert press(desk, "reject", neighbour).status_code == 302
    answer.refresh_from_db()
    assert press(desk, "reject", answer).status_code == 302


def test_approving_asks_nothing(desk, thread):
    assert press(desk, "approve", thread[3]).status_code == 302


def test_answers_that_are_chosen_with_their_comment_are_not_asked_about(desk, thread):
    chosen = thread[:4]
    posted = {"comment": [comment.pk for comment in chosen], "decision": "reject", "reason": "insult"}
    posted |= {f"state_{comment.pk}": comment.status for comment in chosen}

    answer = desk.post(DECIDE, posted)

    assert answer.status_code == 302
    assert statuses(*thread) == ["rejected", "rejected", "rejected", "rejected", "approved"]


def test_an_answer_of_the_last_depth_counts_too(desk, moderator):
    article = make_article()
    make = {"article": article, "status": "approved", "decided_by": moderator}
    chain = [make_comment(**make)]
    for _ in range(5):
        chain.append(make_comment(parent=chain[-1], **make))
    assert chain[-1].depth == chain[-2].depth

    press(desk, "reject", chain[-2], answers="take")

    assert statuses(*chain[-3:]) == ["approved", "rejected", "rejected"]


def test_answers_stay_where_the_decision_on_their_comment_came_too_late(desk, thread, colleague):
    root, *below = thread
    root.reject(by=colleague, reason="insult")

    answer = press(desk, "spam", Comment(pk=root.pk, status="approved"), answers="take")

    assert answer.status_code == 409
    assert statuses(root, *below) == ["rejected", "approved", "approved", "pending", "approved"]


def test_a_chosen_answer_that_a_colleague_decided_on_stays_the_colleagues(desk, thread, colleague):
    root, _answer, _deeper, waiting, _neighbour = thread
    waiting.approve(by=colleague)

    desk.post(
        DECIDE,
        {
            "comment": [root.pk, waiting.pk],
            "decision": "spam",
            "answers": "take",
            f"state_{root.pk}": "approved",
            f"state_{waiting.pk}": "pending",
        },
    )

    assert statuses(root, waiting) == ["spam", "approved"]


def test_approving_takes_no_answers_whatever_is_said_of_them(desk, thread):
    _root, _answer, _deeper, waiting, _neighbour = thread
    below = make_comment(parent=waiting, article=waiting.article)

    press(desk, "approve", waiting, answers="take")

    assert statuses(waiting, below) == ["approved", "pending"]


def test_words_that_are_no_answer_are_refused(desk, thread):
    assert press(desk, "reject", thread[0], answers="burn").status_code == 400
    assert statuses(thread[0]) == ["approved"]
