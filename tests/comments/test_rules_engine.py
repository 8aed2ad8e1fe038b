"""What rules do to comments, in which order, and what they never touch."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article
from comments.models import Comment, ModerationEvent, RejectionReason, Rule, RuleHit
from comments.rules import engine
from comments.rules.engine import apply_due_rules, apply_rules_to
from comments.screening.feedback import REPORTABLE, REPORTS
from comments.tasks import apply_rules, screen_comments
from tests.comments.readers import send_comment, send_report
from tests.comments.rules import LINK, apply_to, due, hits_of, ring_again
from tests.factories import confirm_address, make_article, make_comment, make_rule, make_section

pytestmark = pytest.mark.django_db

TRUSTED = {"trusted": {"times": 1, "days": 30}}
REGULAR = "reguliere@example.org"


@pytest.fixture
def regular(moderator):
    """A writer of whom people have published a comment, and who has confirmed the address."""
    confirm_address(REGULAR)
    return make_comment(author_email=REGULAR, status="approved", decided_by=moderator)


def event_of(comment) -> ModerationEvent:
    return ModerationEvent.objects.get(comment=comment)


def test_a_new_installation_has_rules_and_all_are_off():
    rules = Rule.objects.all()

    assert len(rules) >= 5
    assert not any(rule.is_on for rule in rules)


def test_without_rules_nothing_happens_and_nothing_stays_due():
    comment = due()

    assert apply_due_rules() is False

    comment.refresh_from_db()
    assert (comment.status, comment.rules_due_at, RuleHit.objects.count()) == ("pending", None, 0)


def test_a_comment_that_comes_in_is_due_and_its_reader_waits_for_no_rule(client, article):
    make_rule(action="reject")

    send_comment(client, article, body=LINK)

    comment = Comment.objects.get()
    assert comment.rules_due_at is not None
    assert (comment.status, RuleHit.objects.count()) == ("pending", 0)


def test_the_worker_applies_rules_after_screening(client, article, sandbox):
    rule = make_rule(action="hold")
    send_comment(client, article, body=LINK)

    screen_comments.call()
    apply_rules.call()

    comment = Comment.objects.get()
    assert (comment.verdict, comment.rules_due_at) == ("ham", None)
    assert hits_of(comment) == [(rule.name, True)]


def test_a_held_comment_stays_pending_with_what_matched():
    rule = make_rule(action="hold")

    comment = apply_to(due())

    hit = RuleHit.objects.get()
    assert (comment.status, hit.rule, hit.matched) == ("pending", rule, [{"what": "links", "count": 1}])
    assert not ModerationEvent.objects.exists()


@pytest.mark.parametrize(("action", "status"), [("spam", "spam"), ("reject", "rejected"), ("approve", "approved")])
def test_an_act_is_an_event_of_the_rule_and_of_no_person(action, status):
    rule = make_rule(action=action)

    comment = apply_to(due())

    event = event_of(comment)
    assert (comment.status, comment.decided_by, comment.decided_at is not None) == (status, None, True)
    assert (event.actor, event.user, event.rule, event.from_status, event.to_status) == (
        "rule", None, rule, "pending", status,
    )  # fmt: skip


def test_a_rejection_gives_the_reason_of_the_rule():
    reason = RejectionReason.objects.get(code="off_topic")
    make_rule(action="reject", reason=reason)

    assert event_of(apply_to(due())).reason == reason


def test_publishing_by_a_rule_counts_and_makes_the_page_new():
    make_rule(action="approve")
    comment = due()
    version = comment.article.version

    apply_to(comment)

    story = Article.objects.get(pk=comment.article_id)
    assert story.comment_count == 1
    assert story.version > version


def test_a_thread_is_closed_and_the_comment_left():
    make_rule(action="close")
    comment = due()

    apply_to(comment)

    assert Article.objects.get(pk=comment.article_id).comments_open is False
    assert comment.status == "pending"
    assert RuleHit.objects.get().acted is True


def test_a_thread_that_is_closed_already_is_no_act():
    make_rule(action="close")
    comment = due(article=make_article(comments_open=False))

    apply_to(comment)

    assert RuleHit.objects.get().acted is False


def test_what_is_published_is_hidden_until_reviewed(moderator):
    rule = make_rule(action="hide")
    comment = due(status="approved", decided_by=moderator)

    apply_to(comment)

    assert (comment.status, comment.decided_by) == ("pending", None)
    assert event_of(comment).rule == rule
    assert Article.objects.get(pk=comment.article_id).comment_count == 0


@pytest.mark.parametrize("action", ["hold", "spam", "reject", "approve"])
def test_only_hiding_touches_what_is_published(moderator, action):
    make_rule(action=action)
    comment = due(status="approved", decided_by=moderator)

    apply_to(comment)

    assert (comment.status, RuleHit.objects.count()) == ("approved", 0)


def test_hiding_leaves_what_waits_alone():
    make_rule(action="hide")

    comment = apply_to(due())

    assert (comment.status, RuleHit.objects.count()) == ("pending", 0)


def test_a_person_who_publishes_what_a_rule_hid_has_the_last_word(moderator):
    make_rule(action="hide")
    comment = apply_to(due(status="approved", decided_by=moderator))
    assert comment.approve(by=moderator)

    apply_to(comment)

    assert comment.status == "approved"


@pytest.mark.parametrize("action", ["hold", "spam", "reject", "close", "hide"])
@pytest.mark.parametrize("status", ["rejected", "spam", "withdrawn"])
def test_what_is_decided_or_withdrawn_is_left_alone(moderator, action, status):
    make_rule(action=action)

    comment = apply_to(due(status=status, decided_by=moderator))

    assert (comment.status, RuleHit.objects.count()) == (status, 0)
    assert comment.rules_due_at is None


@pytest.mark.parametrize("action", ["hold", "spam", "reject", "approve"])
def test_a_decision_that_was_taken_back_was_a_persons_all_the_same(moderator, action):
    make_rule(action=action)
    comment = due()
    comment.approve(by=moderator)
    comment.reopen(by=moderator)

    apply_to(comment)

    assert (comment.status, RuleHit.objects.count()) == ("pending", 0)


@pytest.mark.parametrize("decision", ["approve", "reject", "mark_as_spam"])
@pytest.mark.parametrize("action", ["hold", "spam", "reject", "approve"])
def test_a_person_who_decides_between_look_and_act_wins(moderator, decision, action):
    make_rule(action=action)
    comment = due()
    loaded = list(engine.due_comments().select_related("article"))
    getattr(comment, decision)(by=moderator)
    decided = comment.status

    apply_rules_to(loaded, timezone.now())

    comment.refresh_from_db()
    assert (comment.status, comment.decided_by, RuleHit.objects.count()) == (decided, moderator, 0)


def test_a_person_who_decides_and_takes_it_back_between_look_and_act_wins(moderator):
    make_rule(action="spam")
    comment = due()
    loaded = list(engine.due_comments().select_related("article"))
    comment.approve(by=moderator)
    Comment.objects.all().undo(event_of(comment).batch, by=moderator)

    apply_rules_to(loaded, timezone.now())

    comment.refresh_from_db()
    assert (comment.status, comment.decided_by) == ("pending", None)


def test_the_transition_itself_refuses_what_a_person_decided(moderator):
    rule = make_rule(action="approve")
    comment = make_comment(status="pending")
    comment.reject(by=moderator)

    done = Comment.objects.all().decide_by_rule("approved", rule=rule, seen={})

    assert done == []


def test_a_verdict_that_comes_between_look_and_act_makes_it_due_again():
    make_rule(action="spam")
    comment = due(screened=False)
    loaded = list(engine.due_comments().select_related("article"))
    ring_again(comment)

    apply_rules_to(loaded, timezone.now())

    comment.refresh_from_db()
    assert (comment.status, comment.rules_due_at is not None) == ("pending", True)


@pytest.mark.parametrize("verdict", ["spam", "discard"])
def test_nothing_but_ham_is_published(verdict):
    make_rule(action="approve")

    assert apply_to(due(verdict=verdict)).status == "pending"


def test_publishing_waits_for_the_verdict_and_then_comes():
    make_rule(action="approve")
    comment = apply_to(due(screened=False))
    waited = comment.status
    Comment.objects.filter(pk=comment.pk).update(verdict="ham")

    apply_to(comment)

    assert (waited, comment.status) == ("pending", "approved")


@pytest.mark.parametrize("reason", ["recheck", "recheck_queue"])
def test_publishing_waits_for_a_verdict_that_is_final(reason):
    make_rule(action="approve")

    assert apply_to(due(recheck_reason=reason)).status == "pending"


def test_a_fresh_opinion_wished_for_between_look_and_act_stops_publishing():
    make_rule(action="approve")
    comment = due()
    loaded = list(engine.due_comments().select_related("article"))
    Comment.objects.filter(pk=comment.pk).update(recheck_reason="recheck_queue")

    apply_rules_to(loaded, timezone.now())

    comment.refresh_from_db()
    assert comment.status == "pending"


def test_other_rules_do_not_wait_for_the_verdict():
    make_rule(action="reject")

    assert apply_to(due(screened=False)).status == "rejected"


@pytest.mark.parametrize("first", ["hold", "approve"])
def test_what_one_rule_holds_no_other_publishes_whatever_their_order(first):
    second = {"hold": "approve", "approve": "hold"}[first]
    make_rule(action=first, position=1)
    make_rule(action=second, position=2)

    comment = apply_to(due())

    assert comment.status == "pending"


def test_what_was_held_once_no_rule_publishes_later():
    holding = make_rule(action="hold")
    comment = apply_to(due())
    Rule.objects.filter(pk=holding.pk).update(is_on=False)
    make_rule(action="approve")

    assert apply_to(comment).status == "pending"


def test_what_was_hidden_no_rule_publishes(moderator):
    make_rule(action="hide", position=1)
    comment = apply_to(due(status="approved", decided_by=moderator))
    make_rule(action="approve", position=2)

    assert apply_to(comment).status == "pending"


@pytest.mark.parametrize(("first", "second", "status"), [("spam", "reject", "spam"), ("reject", "hold", "rejected")])
def test_the_first_rule_that_decides_decides_alone(first, second, status):
    one = make_rule(action=first, position=1)
    other = make_rule(action=second, position=2)

    comment = apply_to(due())

    assert comment.status == status
    assert hits_of(comment) == [(one.name, True), (other.name, False)]


def test_closing_goes_beside_what_another_rule_decides():
    make_rule(action="spam", position=1)
    make_rule(action="close", position=2)

    comment = apply_to(due())

    assert comment.status == "spam"
    assert Article.objects.get(pk=comment.article_id).comments_open is False


def test_all_conditions_of_a_rule_must_be_true():
    make_rule(action="spam", conditions={"first_time": {}, "links": {"more_than": 0}})

    assert apply_to(due()).status == "spam"
    assert apply_to(due(body="Sans lien.")).status == "pending"


def test_a_rule_without_conditions_matches_nothing():
    make_rule(action="spam", conditions={})

    assert apply_to(due()).status == "pending"


def test_a_rule_of_a_section_leaves_the_others_alone():
    section = make_section()
    make_rule(action="spam", section=section)
    elsewhere = due(article=make_article(section=make_section()))
    inside = due(article=make_article(section=section))

    assert (apply_to(elsewhere).status, apply_to(inside).status) == ("pending", "spam")


@pytest.mark.parametrize(("hours", "status"), [(1, "spam"), (-1, "pending")])
def test_a_rule_that_has_ended_does_nothing(hours, status):
    make_rule(action="spam", ends_at=timezone.now() + timedelta(hours=hours))

    assert apply_to(due()).status == status


def test_a_rule_that_is_off_does_nothing():
    make_rule(action="spam", is_on=False)

    assert apply_to(due()).status == "pending"


def test_a_rule_that_cannot_be_read_does_nothing_and_stops_no_other(caplog):
    make_rule(action="spam", conditions={"words": {}}, entries=[("pattern", "(")], position=1)
    make_rule(action="spam", conditions={"moon": {}}, position=1)
    make_rule(action="reject", position=2)

    assert apply_to(due()).status == "rejected"
    assert "cannot be read" in caplog.text


def test_a_worker_that_is_killed_in_between_has_done_nothing_and_the_next_does_it_once(monkeypatch):
    make_rule(action="spam")
    comment = due()

    def die(*args):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(engine, "_act", die)
        with pytest.raises(KeyboardInterrupt):
            apply_due_rules()
    comment.refresh_from_db()
    assert (comment.status, RuleHit.objects.count()) == ("pending", 0)
    assert comment.rules_due_at is not None

    apply_due_rules()
    apply_due_rules()

    comment.refresh_from_db()
    assert (comment.status, ModerationEvent.objects.count(), RuleHit.objects.count()) == ("spam", 1, 1)


def test_two_workers_with_the_same_comments_act_once():
    make_rule(action="spam")
    due()
    one, other = (list(engine.due_comments().select_related("article")) for _ in range(2))

    apply_rules_to(one, timezone.now())
    apply_rules_to(other, timezone.now())

    assert (ModerationEvent.objects.count(), RuleHit.objects.count()) == (1, 1)


def test_a_task_that_is_delivered_twice_changes_nothing():
    make_rule(action="spam")
    due()

    apply_rules.call()
    apply_rules.call()

    assert ModerationEvent.objects.count() == 1


def test_a_rule_matches_a_comment_once_however_often_it_is_due():
    make_rule(action="hold")
    comment = due()

    for _ in range(3):
        apply_to(comment)

    assert RuleHit.objects.count() == 1


def test_more_than_a_batch_is_worked_off(monkeypatch):
    monkeypatch.setattr(engine, "BATCH", 3)
    make_rule(action="spam")
    article = make_article()
    for _ in range(8):
        due(article=article)

    assert apply_due_rules() is False

    assert Comment.objects.filter(status="spam").count() == 8


def test_what_is_left_after_its_time_rings_again(monkeypatch):
    monkeypatch.setattr(engine, "BATCH", 1)
    monkeypatch.setattr(engine, "RUN_SECONDS", -1.0)
    article = make_article()
    for _ in range(3):
        due(article=article)

    assert apply_due_rules() is True


def test_the_number_of_queries_does_not_grow_with_comments_or_rules(moderator):
    every = {
        "trusted": {"times": 1, "days": 3}, "first_time": {}, "flood": {"times": 2, "minutes": 5},
        "old_story": {"days": 1}, "reports": {"times": 1}, "quick": {}, "verdict": {"verdict": "ham"},
    }  # fmt: skip
    article = make_article()

    def queries(comments: int) -> int:
        for _ in range(comments):
            due(article=article)
        with CaptureQueriesContext(connection) as captured:
            apply_due_rules()
        return len(captured)

    for name, given in every.items():
        make_rule(action="hold", conditions={name: given, "links": {"more_than": 0}}, position=1)
    queries(1)
    few = queries(2)
    for name, given in every.items():
        make_rule(action="hold", conditions={name: given, "links": {"more_than": 0}}, position=2)
    queries(1)

    assert queries(40) <= few


@pytest.mark.parametrize(
    ("verdict", "action"), [("ham", "spam"), ("ham", "reject"), ("spam", "reject"), ("ham", "approve")]
)
def test_akismet_hears_nothing_of_what_a_rule_decides(settings, verdict, action):
    settings.UNDO_WINDOW = 0
    make_rule(action=action)

    comment = apply_to(due(verdict=verdict))

    assert comment.status != "pending"
    assert not Comment.objects.filter(REPORTABLE).exists()
    assert not REPORTS.due(timezone.now() + timedelta(days=1), also_paused=True).exists()


def test_akismet_hears_nothing_when_a_rule_hides_what_people_published_against_the_verdict(settings, moderator):
    settings.UNDO_WINDOW = 0
    make_rule(action="hide")
    comment = due(verdict="spam", status="approved", decided_by=moderator)
    Comment.objects.filter(pk=comment.pk).update(reported_as="ham")

    apply_to(comment)

    assert comment.status == "pending"
    assert not REPORTS.due(timezone.now() + timedelta(days=1), also_paused=True).exists()


def test_akismet_hears_of_the_person_who_agrees_with_neither(settings, moderator):
    settings.UNDO_WINDOW = 0
    make_rule(action="reject")
    comment = apply_to(due(verdict="ham"))

    comment.mark_as_spam(by=moderator)

    assert REPORTS.due(timezone.now() + timedelta(days=1), also_paused=True).get() == comment


@pytest.mark.parametrize(
    ("find", "index"),
    [
        (lambda: engine.due_comments()[:200], "comment_rules_due"),
        (lambda: REPORTS.due(timezone.now(), also_paused=True)[:1], "comment_to_report"),
    ],
)
def test_what_is_due_is_found_by_the_index_of_its_own_condition(find, index):
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")

    assert index in find().explain()


def test_a_text_that_its_author_corrected_is_looked_at_anew():
    rule = make_rule(action="hold")
    comment = apply_to(due())
    Comment.objects.filter(pk=comment.pk).update(revision=2)

    apply_to(comment)

    assert list(RuleHit.objects.filter(rule=rule).order_by("pk").values_list("revision", flat=True)) == [1, 2]


def test_a_text_that_was_corrected_is_no_longer_held_by_what_the_first_one_said():
    make_rule(action="hold", position=1)
    make_rule(action="approve", conditions={"first_time": {}}, position=2)
    comment = apply_to(due())
    Comment.objects.filter(pk=comment.pk).update(revision=2, body="Sans lien.")

    assert apply_to(comment).status == "approved"


def test_reports_that_reach_the_number_hide_what_is_published_and_stay_open(moderator):
    make_rule(action="hide", conditions={"reports": {"times": 3}})
    comment = due(status="approved", decided_by=moderator)
    for number in (1, 2):
        send_report(comment, address=f"192.0.2.{number}")
    before = apply_to(comment).status
    send_report(comment, address="192.0.2.3")

    after = apply_to(comment)
    assert (before, after.status, after.open_reports) == ("approved", "pending", 3)
