"""What a rule did: shown, taken back one by one or all of the last hours, and how often people agreed."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.discussion.changing import open_or_close
from comments.models import Comment, ModerationEvent, Report, Rule, RuleHit
from comments.rules import acts, taking_back
from comments.rules.agreement import agreements
from comments.rules.engine import apply_due_rules
from comments.rules.taking_back import take_back, take_back_last
from tests.comments.rules import apply_to, due
from tests.factories import make_article, make_comment, make_rule

pytestmark = pytest.mark.django_db


@pytest.fixture
def judge(client, moderator):
    client.force_login(moderator)
    return client


def hit_of(comment) -> RuleHit:
    return RuleHit.objects.get(comment=comment)


def press(client, rule, judgement, *comments):
    data = {"judgement": judgement, "hit": [hit_of(comment).pk for comment in comments]}
    return client.post(f"/moderation/rules/{rule.pk}/acts/judge/", data)


def some_acts(count, action="spam", **values):
    rule, article = make_rule(action=action), make_article()
    comments = [due(article=article, **values) for _ in range(count)]
    apply_due_rules()
    for comment in comments:
        comment.refresh_from_db()
    return rule, comments


@pytest.mark.parametrize("action", ["spam", "reject", "approve"])
def test_an_act_that_is_taken_back_leaves_the_comment_as_it_was(judge, moderator, action):
    rule, (comment,) = some_acts(1, action)

    press(judge, rule, "take_back", comment)

    comment.refresh_from_db()
    event = ModerationEvent.objects.filter(comment=comment).order_by("pk").last()
    assert (comment.status, comment.decided_by, comment.decided_at) == ("pending", None, None)
    assert (event.actor, event.user, event.undoes is not None) == ("moderator", moderator, True)
    assert (hit_of(comment).taken_back_by, hit_of(comment).taken_back_at is not None) == (moderator, True)
    assert Article.objects.get(pk=comment.article_id).comment_count == 0


def test_what_was_hidden_is_published_again_by_whom_it_was(judge, colleague):
    rule, comment = make_rule(action="hide"), due()
    comment.approve(by=colleague)
    apply_to(comment)

    press(judge, rule, "take_back", comment)

    comment.refresh_from_db()
    assert (comment.status, comment.decided_by) == ("approved", colleague)
    assert Article.objects.get(pk=comment.article_id).comment_count == 1


def test_what_was_featured_since_a_rule_published_it_is_not_when_that_is_taken_back(judge, moderator):
    rule, (comment,) = some_acts(1, "approve")
    comment.feature(by=moderator)

    press(judge, rule, "take_back", comment)
    comment.refresh_from_db()
    comment.approve(by=moderator)

    assert not Comment.objects.featured().exists()


def test_reports_that_a_rule_closed_are_open_again(judge):
    article = make_article()
    hiding = make_rule(action="hide", conditions={"reports": {"times": 1}})
    comment = make_comment(article=article, status="approved")
    judge.post(f"/comments/{comment.pk}/report/send/", {"reason": "insult"})
    apply_due_rules()
    spam = make_rule(action="spam", conditions={"verdict": {"verdict": "ham"}})
    apply_to(comment)
    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == ("spam", 0)

    judge.post(f"/moderation/rules/{spam.pk}/acts/take-back/", {"hours": 1})

    comment.refresh_from_db()
    assert (comment.status, comment.open_reports) == ("pending", 1)
    assert (hiding.hits.get().acted, Report.objects.get().closed_at) == (True, None)


def test_a_thread_that_was_closed_is_opened_again(judge):
    rule, (comment,) = some_acts(1, "close")

    press(judge, rule, "take_back", comment)

    assert Article.objects.get(pk=comment.article_id).comments_open is True


def test_a_thread_that_a_person_closed_since_stays_closed(judge, editor):
    rule, (comment,) = some_acts(1, "close")
    open_or_close(comment.article, is_open=True, by=editor)
    open_or_close(comment.article, is_open=False, by=editor)

    press(judge, rule, "take_back", comment)

    assert Article.objects.get(pk=comment.article_id).comments_open is False
    assert hit_of(comment).taken_back_at is None


def test_a_comment_that_was_held_and_is_released_may_be_published_by_another_rule(judge):
    rule, (comment,) = some_acts(1, "hold")
    make_rule(action="approve", position=1)

    press(judge, rule, "take_back", comment)
    apply_due_rules()

    comment.refresh_from_db()
    assert comment.status == "approved"


def test_what_is_taken_back_the_rule_does_not_do_again(judge):
    rule, (comment,) = some_acts(1, "spam")
    press(judge, rule, "take_back", comment)

    assert apply_to(comment).status == "pending"


def test_what_a_person_decided_since_stays(judge, colleague):
    rule, (comment,) = some_acts(1, "spam")
    comment.reject(by=colleague)

    answer = press(judge, rule, "take_back", comment)

    comment.refresh_from_db()
    assert answer.status_code == 302
    assert (comment.status, comment.decided_by, hit_of(comment).taken_back_at) == ("rejected", colleague, None)


def test_taking_back_twice_changes_nothing(moderator):
    rule, (comment,) = some_acts(1, "spam")

    counts = [take_back(rule, [hit_of(comment).pk], by=moderator) for _ in range(2)]

    assert counts == [1, 0]
    assert ModerationEvent.objects.count() == 2


def test_an_act_of_another_rule_is_not_taken_back(judge):
    _rule, (comment,) = some_acts(1, "spam")
    other = make_rule(is_on=False)

    press(judge, other, "take_back", comment)

    comment.refresh_from_db()
    assert comment.status == "spam"


def test_taking_back_tells_akismet_nothing(judge, settings):
    from comments.screening.feedback import REPORTS

    settings.UNDO_WINDOW = 0
    rule, (comment,) = some_acts(1, "spam", verdict="ham")
    press(judge, rule, "take_back", comment)

    assert not REPORTS.due(timezone.now() + timedelta(days=1), also_paused=True).exists()


@pytest.mark.parametrize(("hours", "left"), [(1, 2), (6, 1), (24, 0)])
def test_all_acts_of_the_last_hours_are_taken_back(judge, hours, left):
    now = timezone.now()
    rule, article = make_rule(action="spam"), make_article()
    for hours_ago in (12, 3, 0.5):
        with time_machine.travel(now - timedelta(hours=hours_ago), tick=False):
            due(article=article)
            apply_due_rules()

    judge.post(f"/moderation/rules/{rule.pk}/acts/take-back/", {"hours": hours})

    assert Comment.objects.filter(status="spam").count() == left


def test_all_of_many_are_a_bounded_number_of_statements(moderator):
    def statements(count: int) -> int:
        rule, _comments = some_acts(count, "spam")
        Rule.objects.filter(pk=rule.pk).update(is_on=False)
        with CaptureQueriesContext(connection) as captured:
            taken, _more = take_back_last(rule, 1, by=moderator)
        assert taken == count
        return len(captured)

    assert statements(60) == statements(3)


def test_hidden_ones_of_many_people_are_restored_in_a_bounded_number_of_statements(moderator):
    def statements(count: int) -> int:
        rule, article = make_rule(action="hide"), make_article()
        for _ in range(count):
            comment = due(article=article)
            comment.approve(by=moderator)
        apply_due_rules()
        Rule.objects.filter(pk=rule.pk).update(is_on=False)
        with CaptureQueriesContext(connection) as captured:
            taken, _more = take_back_last(rule, 1, by=moderator)
        assert taken == count
        return len(captured)

    assert statements(40) == statements(2)


def test_one_press_has_an_end_and_says_that_more_is_left(moderator, monkeypatch):
    monkeypatch.setattr(taking_back, "MOST", 2)
    monkeypatch.setattr(taking_back, "AT_ONCE", 1)
    rule, _comments = some_acts(3, "spam")

    assert take_back_last(rule, 1, by=moderator) == (2, True)
    assert take_back_last(rule, 1, by=moderator) == (1, False)


@pytest.mark.parametrize("data", [{}, {"hours": "5"}, {"hours": "x"}])
def test_hours_that_are_not_offered_are_refused(judge, data):
    rule, (comment,) = some_acts(1, "spam")

    answer = judge.post(f"/moderation/rules/{rule.pk}/acts/take-back/", data)

    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (400, "spam")


@pytest.mark.parametrize(
    "data",
    [
        {"judgement": "take_back"},
        {"judgement": "take_back", "hit": "x"},
        {"judgement": "take_back", "hit": "9" * 30},
        {"judgement": "delete", "hit": "1"},
        {"judgement": "uphold", "hit": ["1"] * 201},
    ],
)
def test_a_judgement_of_nothing_or_no_such_is_refused(judge, data):
    rule, (comment,) = some_acts(1, "spam")

    answer = judge.post(f"/moderation/rules/{rule.pk}/acts/judge/", data)

    comment.refresh_from_db()
    assert (answer.status_code, comment.status) == (400, "spam")


def test_the_page_shows_acts_by_keyset_once_each(judge, monkeypatch):
    monkeypatch.setattr(acts, "PAGE_SIZE", 2)
    rule, comments = some_acts(5, "spam")

    address, seen = f"/moderation/rules/{rule.pk}/acts/", []
    while address:
        page = judge.get(address).context["page"]
        seen += [hit.comment_id for hit in page.hits]
        address = f"/moderation/rules/{rule.pk}/acts/?after={page.next_cursor}" if page.next_cursor else ""

    assert sorted(seen) == sorted(comment.pk for comment in comments)


@pytest.mark.parametrize("cursor", ["x", "-1", "9" * 30])
def test_a_page_that_no_cursor_leads_to_is_not_found(judge, cursor):
    assert judge.get(f"/moderation/rules/{make_rule().pk}/acts/?after={cursor}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_acts(judge):
    def queries(count):
        rule, comments = some_acts(count, "spam")
        Rule.objects.filter(pk=rule.pk).update(is_on=False)
        with CaptureQueriesContext(connection) as captured:
            judge.get(f"/moderation/rules/{rule.pk}/acts/")
        return len(captured)

    queries(1)
    assert queries(12) == queries(2)


@pytest.mark.parametrize(
    ("action", "decision", "agreed"),
    [
        ("hold", "reject", 1),
        ("hold", "mark_as_spam", 1),
        ("hold", "approve", 0),
        ("spam", "approve", 0),
        ("spam", "reject", 0),
    ],
)
def test_a_decision_after_an_act_says_whether_people_agree(moderator, action, decision, agreed):
    rule, (comment,) = some_acts(1, action)

    getattr(comment, decision)(by=moderator)

    found = agreements([rule])[rule.pk]
    assert (found.acts, found.looked_at, found.agreed) == (1, 1, agreed)


def test_an_act_that_nobody_looked_at_counts_neither_way():
    rule, _comments = some_acts(3, "spam")

    found = agreements([rule])[rule.pk]

    assert (found.acts, found.looked_at, found.agreed, found.percent) == (3, 0, 0, "–")


def test_what_is_taken_back_is_disagreement_and_what_is_found_right_is_agreement(judge):
    rule, (one, two, _three) = some_acts(3, "spam")
    press(judge, rule, "take_back", one)
    press(judge, rule, "uphold", two)

    found = agreements([rule])[rule.pk]

    assert (found.acts, found.looked_at, found.agreed) == (3, 2, 1)


def test_what_was_taken_back_cannot_be_found_right(judge):
    rule, (comment,) = some_acts(1, "spam")
    press(judge, rule, "take_back", comment)
    press(judge, rule, "uphold", comment)

    assert hit_of(comment).upheld_at is None


def test_acts_of_more_than_thirty_days_ago_do_not_count():
    rule, _comments = some_acts(1, "spam")

    with time_machine.travel(timezone.now() + timedelta(days=31)):
        assert agreements([rule])[rule.pk].acts == 0


@pytest.mark.parametrize(("wrong", "right", "warns"), [(5, 15, True), (4, 16, False), (5, 5, False)])
def test_a_rule_that_people_often_correct_is_warned_of(judge, moderator, wrong, right, warns):
    rule, comments = some_acts(wrong + right, "hold")
    for comment in comments[:wrong]:
        comment.approve(by=moderator)
    for comment in comments[wrong:]:
        comment.reject(by=moderator)

    found = agreements([rule])[rule.pk]

    assert found.warns is warns
    assert ('class="warning"' in judge.get("/moderation/rules/").text) is warns
