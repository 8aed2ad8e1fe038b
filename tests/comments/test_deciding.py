"""One press decides; who comes second changes nothing and is told who was first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, ModerationEvent, RejectionReason
from comments.models.states import Seen
from tests.factories import make_article, make_comment

pytestmark = pytest.mark.django_db

DECIDE = "/moderation/decide/"


def press(client, decision, *comments, headers=None, **more):
    posted = {"comment": [comment.pk for comment in comments], "decision": decision}
    posted |= {f"seen_{comment.pk}": comment.revision for comment in comments}
    posted |= {f"state_{comment.pk}": comment.status for comment in comments}
    return client.post(DECIDE, posted | more, headers=headers)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


@pytest.mark.parametrize(("decision", "status"), [("approve", "approved"), ("reject", "rejected"), ("spam", "spam")])
def test_one_press_decides_on_a_comment_that_waits(desk, moderator, decision, status):
    comment = make_comment()

    answer = press(desk, decision, comment, reason="off_topic")

    assert answer.status_code == 302
    assert status_of(comment) == status
    event = ModerationEvent.objects.get(comment=comment)
    assert (event.user, event.from_status, event.to_status) == (moderator, "pending", status)


@pytest.mark.parametrize("status", ["approved", "rejected", "spam"])
def test_a_decision_can_be_taken_back(desk, moderator, status):
    comment = make_comment(status=status, decided_by=moderator)

    press(desk, "reopen", comment)

    assert status_of(comment) == "pending"


def test_a_rejection_keeps_its_reason_of_the_list(desk):
    comment = make_comment()

    press(desk, "reject", comment, reason="insult")

    assert ModerationEvent.objects.get().reason.code == "insult"


def test_a_rejection_may_be_explained_in_words_of_ones_own(desk):
    comment = make_comment()

    press(desk, "reject", comment, reason="Merci de citer vos sources.")

    event = ModerationEvent.objects.get()
    assert (event.reason, event.reason_text) == (None, "Merci de citer vos sources.")


def test_a_rejection_without_a_reason_asks_for_one_and_decides_nothing(desk):
    comment = make_comment()

    answer = press(desk, "reject", comment, reason=" ")

    assert answer.status_code == 422
    assert f'name="comment" value="{comment.pk}"' in answer.text
    assert 'value="off_topic"' in answer.text
    assert status_of(comment) == "pending"


def test_several_comments_are_decided_at_once_in_one_batch(desk):
    article = make_article()
    comments = [make_comment(article=article) for _ in range(5)]

    press(desk, "approve", *comments)

    assert {status_of(comment) for comment in comments} == {"approved"}
    assert ModerationEvent.objects.values("batch").distinct().count() == 1


def test_all_on_the_page_means_what_was_shown_on_it(desk):
    article = make_article()
    shown = [make_comment(article=article) for _ in range(3)]
    unseen = make_comment(article=article)

    desk.post(DECIDE, {"all": "1", "shown": [comment.pk for comment in shown], "decision": "approve"})

    assert {status_of(comment) for comment in shown} == {"approved"}
    assert status_of(unseen) == "pending"


def test_the_counter_and_the_page_of_the_story_follow_each_decision(desk, article):
    first, second = make_comment(article=article), make_comment(article=article)

    press(desk, "approve", first, second)
    article.refresh_from_db()
    version = article.version
    assert article.comment_count == 2

    first.refresh_from_db()
    press(desk, "spam", first)
    article.refresh_from_db()
    assert article.comment_count == 1
    assert article.version > version


def test_a_decision_that_readers_cannot_see_leaves_the_kept_page_alone(desk, article):
    comment = make_comment(article=article)
    article.refresh_from_db()

    press(desk, "spam", comment)

    assert type(article).objects.get(pk=article.pk).version == article.version


def test_the_second_moderator_is_told_who_decided_what_and_nothing_is_overwritten(client, moderator, colleague):
    comment = make_comment()
    comment.approve(by=colleague)
    client.force_login(moderator)

    answer = client.post(
        DECIDE,
        {
            "comment": comment.pk,
            "decision": "reject",
            "reason": "insult",
            f"seen_{comment.pk}": 1,
            f"state_{comment.pk}": "pending",
        },
    )

    assert answer.status_code == 409
    assert "Ben Okafor" in answer.text
    assert status_of(comment) == "approved"
    assert ModerationEvent.objects.count() == 1


def test_a_decision_that_names_no_state_does_not_overwrite_a_colleagues(client, moderator, colleague):
    comment = make_comment()
    comment.approve(by=colleague)
    client.force_login(moderator)

    answer = client.post(DECIDE, {"comment": comment.pk, "decision": "spam"})

    assert answer.status_code == 409
    assert status_of(comment) == "approved"


def test_the_button_beside_the_news_changes_the_colleagues_decision(client, moderator, colleague):
    comment = make_comment()
    comment.approve(by=colleague)
    client.force_login(moderator)

    answer = press(client, "spam", comment)

    assert answer.status_code == 302
    assert status_of(comment) == "spam"


def test_of_two_presses_on_one_comment_the_equal_second_one_is_too_late_as_well(client, moderator, colleague):
    comment = make_comment()
    seen = {f"state_{comment.pk}": "pending"}
    client.force_login(colleague)
    client.post(DECIDE, {"comment": comment.pk, "decision": "approve"} | seen)
    client.force_login(moderator)

    answer = client.post(DECIDE, {"comment": comment.pk, "decision": "approve"} | seen)

    assert answer.status_code == 409
    assert ModerationEvent.objects.count() == 1


def test_a_batch_says_which_of_its_comments_were_decided_before(client, moderator, colleague):
    taken, free = make_comment(author_name="Prise"), make_comment(author_name="Libre")
    taken.reject(by=colleague, reason="hors sujet")
    taken.status = "pending"
    client.force_login(moderator)

    answer = press(client, "approve", taken, free)

    assert answer.status_code == 409
    assert (status_of(taken), status_of(free)) == ("rejected", "approved")
    assert f'id="comment-{taken.pk}"' in answer.text
    assert f'id="comment-{free.pk}"' not in answer.text


def test_a_text_that_was_not_on_the_screen_is_not_decided_on(desk):
    comment = make_comment(revision=2)

    named = desk.post(DECIDE, {"comment": comment.pk, "decision": "approve", f"seen_{comment.pk}": 1})
    unnamed = desk.post(DECIDE, {"comment": comment.pk, "decision": "approve"})

    assert (named.status_code, unnamed.status_code) == (409, 409)
    assert status_of(comment) == "pending"


def test_what_its_author_withdrew_cannot_be_published_any_more(desk):
    comment = make_comment()
    comment.withdraw()
    comment.status = "pending"

    answer = press(desk, "approve", comment)

    assert answer.status_code == 409
    assert status_of(comment) == "withdrawn"


def test_what_was_spam_on_the_screen_is_left_alone_when_all_are_called_spam(desk, colleague):
    waits, marked = make_comment(), make_comment()
    marked.mark_as_spam(by=colleague)
    marked.refresh_from_db()

    answer = press(desk, "spam", waits, marked)

    assert answer.status_code == 302
    assert status_of(waits) == "spam"
    assert marked.events.count() == 1


def test_with_htmx_the_row_comes_back_as_it_is_now(desk):
    comment = make_comment()

    answer = press(desk, "approve", comment, headers={"HX-Request": "true"})

    assert answer.status_code == 200
    assert answer.text.lstrip().startswith("<article")
    assert 'value="reopen"' in answer.text
    assert 'value="approve"' not in answer.text


def test_with_htmx_a_late_decision_brings_the_row_with_the_colleagues_name(client, moderator, colleague):
    comment = make_comment()
    comment.approve(by=colleague)
    comment.status = "pending"
    client.force_login(moderator)

    answer = press(client, "spam", comment, headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "Ben Okafor" in answer.text


def test_with_htmx_what_was_decided_on_is_no_longer_among_all_on_this_page(desk, colleague):
    mine, theirs = make_comment(), make_comment()
    theirs.approve(by=colleague)
    theirs.status = "pending"

    rows = [press(desk, "approve", comment, headers={"HX-Request": "true"}) for comment in (mine, theirs)]

    for row in rows:
        assert 'name="comment"' in row.text
        assert 'name="shown"' not in row.text


@pytest.mark.parametrize(
    "posted",
    [
        {"decision": "approve"},
        {"comment": "1"},
        {"comment": "1", "decision": "publish"},
        {"comment": "eins", "decision": "approve"},
        {"comment": "999999", "decision": "approve"},
        {"comment": "-1", "decision": "approve"},
        {"comment": "١٢", "decision": "approve"},
        {"comment": "9" * 5000, "decision": "approve"},
        {"comment": [str(number) for number in range(201)], "decision": "approve"},
        {"comment": "1", "decision": "reject", "reason": "x" * 501},
    ],
)
def test_a_decision_that_cannot_be_read_is_refused_in_a_sentence(desk, posted):
    answer = desk.post(DECIDE, posted)

    assert answer.status_code == 400
    assert 'class="errors"' in answer.text


@pytest.mark.parametrize("value", ["0", "-1", "x", "9" * 5000, "", "١"])
def test_a_revision_that_is_no_number_decides_nothing(desk, value):
    comment = make_comment()

    answer = desk.post(DECIDE, {"comment": comment.pk, "decision": "approve", f"seen_{comment.pk}": value})

    assert answer.status_code == 409
    assert status_of(comment) == "pending"


def test_a_decision_leads_back_to_the_page_of_the_desk_and_nowhere_else(desk):
    comment, other = make_comment(), make_comment()

    back = press(desk, "approve", comment, next="/moderation/?queue=spam&order=oldest")
    elsewhere = press(desk, "approve", other, next="//evil.example/moderation/")

    assert back.url == "/moderation/?queue=spam&order=oldest"
    assert elsewhere.url == "/moderation/"


def test_a_hundred_comments_cost_as_many_statements_as_five(moderator):
    article, other = make_article(), make_article()
    few = [make_comment(article=article) for _ in range(5)]
    many = [make_comment(article=number % 2 and article or other) for number in range(100)]

    with CaptureQueriesContext(
        connection,
    ) as for_few:
        Comment.objects.filter(pk__in=[comment.pk for comment in few]).approve(by=moderator)
    with CaptureQueriesContext(connection) as for_many:
        Comment.objects.filter(pk__in=[comment.pk for comment in many]).approve(by=moderator)

    assert len(for_many) == len(for_few)
    assert len(for_many) <= 8


def test_a_comment_that_was_loaded_before_a_colleagues_decision_is_not_moved(moderator, colleague):
    comment = make_comment()
    Comment.objects.get(pk=comment.pk).reject(by=colleague, reason="insulte")

    assert comment.approve(by=moderator) is False
    assert status_of(comment) == "rejected"


def test_seen_in_another_state_a_comment_is_left_alone(moderator):
    comment = make_comment(status="approved", decided_by=moderator)

    moved = Comment.objects.filter(pk=comment.pk).mark_as_spam(by=moderator, seen={comment.pk: Seen("pending", 1)})

    assert moved == 0


def test_an_event_is_a_row_for_each_comment_with_the_way_it_went(moderator):
    comment = make_comment()
    comment.approve(by=moderator)
    comment.mark_as_spam(by=moderator)

    ways = list(ModerationEvent.objects.order_by("pk").values_list("from_status", "to_status"))

    assert ways == [("pending", "approved"), ("approved", "spam")]


def test_who_comes_second_reads_the_reason_that_was_given(desk, colleague):
    comment = make_comment()
    Comment.objects.filter(pk=comment.pk).reject(by=colleague, reason=RejectionReason.objects.get(code="insult"))

    answer = press(desk, "approve", comment)

    assert answer.status_code == 409
    assert RejectionReason.objects.get(code="insult").title in answer.text.split('class="late"')[1][:600]
