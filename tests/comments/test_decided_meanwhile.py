"""A decision on many comments says who had decided on some of them before, what, and who holds some."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Claim, Comment, RejectionReason
from comments.moderation import matching
from comments.moderation.listing import Listing
from comments.moderation.meanwhile import meanwhile_of_list
from tests.factories import make_administrator, make_article, make_comment, make_moderator, make_rule

pytestmark = pytest.mark.django_db

ALL, DECIDE = "/moderation/decide-all/", "/moderation/decide/"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def waiting():
    article, at = make_article(), timezone.now()
    return [make_comment(article=article, submitted_at=at - timedelta(minutes=30 - n)) for n in range(12)]


def loaded(comments):
    return Comment.objects.filter(pk__in=[comment.pk for comment in comments])


def hold(user, *comments):
    Claim.objects.bulk_create(Claim(comment=comment, by=user, until=Claim.end()) for comment in comments)


def ask(desk, query="queue=review", decision="approve"):
    return desk.post(ALL, {"query": query, "decision": decision, "reason": "insult"})


def confirm(desk, asked, query="queue=review", decision="approve"):
    posted = {"query": query, "decision": decision, "reason": "insult", "until": asked.context["until"]}
    answer = desk.post(ALL, posted, follow=True)
    return " ".join(str(message) for message in answer.context["messages"])


def press(client, decision, *comments):
    posted = {"comment": [comment.pk for comment in comments], "decision": decision}
    posted |= {f"state_{comment.pk}": "pending" for comment in comments}
    return client.post(DECIDE, posted, follow=True)


def test_the_answer_names_who_had_decided_what_and_who_holds_some(desk, colleague, waiting):
    clara = make_moderator("clara", first_name="Clara", last_name="Roux")
    asked = ask(desk)
    loaded(waiting[:2]).approve(by=colleague)
    loaded(waiting[2:3]).mark_as_spam(by=colleague)
    hold(clara, *waiting[3:7])

    said = confirm(desk, asked)

    assert "Ben Okafor had decided 3 of them (2 approved, 1 spam), Clara Roux holds 4 of them." in said
    assert Comment.objects.filter(status="pending").count() == 4


def test_what_colleagues_hold_is_named_before_the_decision_is_confirmed(desk, colleague, waiting):
    hold(colleague, *waiting[:4])

    asked = ask(desk)

    assert asked.context["count"] == 8
    assert asked.context["held"] == "Ben Okafor holds 4 of them."
    assert "Ben Okafor holds 4 of them." in asked.text


def test_nobody_is_named_where_nobody_was_there_before(desk, waiting):
    asked = ask(desk)

    said = confirm(desk, asked)

    assert asked.context["held"] == ""
    assert said == "12 comments decided."


def test_the_first_colleagues_are_named_and_the_others_counted(desk, waiting):
    asked = ask(desk)
    for number in range(5):
        person = make_moderator(f"m{number}", first_name="Moderatrice", last_name=str(number))
        loaded(waiting[number : number + 1]).approve(by=person)
        hold(person, waiting[6 + number])

    said = confirm(desk, asked)

    assert said.count("Moderatrice") == 6
    assert "2 others had decided 2 of them (2 approved)" in said
    assert "2 others hold 2 of them" in said


def test_what_was_decided_outside_the_list_or_before_it_was_shown_is_not_told(desk, colleague, waiting):
    elsewhere = make_comment(verdict="spam")
    loaded(waiting[:1]).approve(by=colleague)
    asked = ask(desk)
    loaded([elsewhere]).mark_as_spam(by=colleague)

    assert confirm(desk, asked) == "11 comments decided."


def test_the_filter_of_the_list_says_whose_decisions_are_told(desk, colleague, waiting):
    voulu = make_comment(body="Un texte rarissime.")
    make_comment(body="Un autre texte rarissime.")
    asked = ask(desk, "queue=review&q=rarissime")
    loaded([voulu, *waiting[:3]]).reject(by=colleague, reason="hors sujet")

    said = confirm(desk, asked, "queue=review&q=rarissime")

    assert said == "1 comment decided. Ben Okafor had decided 1 of them (1 rejected)."


@pytest.mark.parametrize(
    ("query", "made", "decision"),
    [
        ("queue=spam", {"verdict": "spam"}, "spam"),
        ("queue=spam&blatant=1", {"verdict": "discard"}, "spam"),
        ("queue=spam", {"status": "spam", "verdict": "spam"}, "approve"),
        ("queue=approved", {"status": "approved"}, "reject"),
        ("queue=rejected", {"status": "rejected"}, "approve"),
    ],
)
def test_each_list_tells_what_had_left_it(desk, colleague, query, made, decision):
    first, _second = make_comment(**made), make_comment(**made)
    asked = ask(desk, query, decision)
    to = "approve" if made.get("status") != "approved" else "mark_as_spam"
    getattr(loaded([first]), to)(by=colleague)

    assert "Ben Okafor had decided 1 of them" in confirm(desk, asked, query, decision)


def test_a_report_that_a_colleague_closed_is_told_of(desk, colleague):
    first, second = make_comment(status="approved"), make_comment(status="approved")
    for comment in (first, second):
        Client().post(f"/comments/{comment.pk}/report/send/", {"reason": "insult"})
    asked = ask(desk, "queue=reported", "keep")
    loaded([first]).keep(by=colleague)

    said = confirm(desk, asked, "queue=reported", "keep")

    assert said == "1 comment decided. Ben Okafor had decided 1 of them (1 approved)."


def test_the_last_decision_on_a_comment_counts(desk, colleague, waiting):
    clara = make_moderator("clara", first_name="Clara", last_name="Roux")
    asked = ask(desk)
    loaded(waiting[:1]).approve(by=colleague)
    loaded(waiting[:1]).mark_as_spam(by=clara)

    assert "Clara Roux had decided 1 of them (1 spam)." in confirm(desk, asked)


def test_what_a_colleague_had_taken_back_again_is_no_news(desk, colleague, waiting):
    asked = ask(desk)
    loaded(waiting[:2]).approve(by=colleague)
    loaded(waiting[:1]).reopen(by=colleague)

    assert confirm(desk, asked) == "11 comments decided. Ben Okafor had decided 1 of them (1 approved)."


def test_what_rules_decided_and_authors_withdrew_is_said_apart(desk, waiting):
    asked = ask(desk)
    rule = make_rule(action="spam")
    loaded(waiting[:2]).decide_by_rule("spam", rule=rule, seen=None)
    loaded(waiting[2:3]).withdraw()

    assert confirm(desk, asked).endswith("rules had decided 2 of them, 1 was withdrawn by its author.")


def test_a_text_that_changed_in_the_same_moment_is_left_alone_and_said(desk, moderator, waiting, monkeypatch):
    asked = ask(desk)
    real = matching.Decision.make

    def change_first(decision, comments, **how):
        loaded(waiting[:1]).update(revision=2)
        return real(decision, comments, **how)

    monkeypatch.setattr(matching.Decision, "make", change_first)

    assert "1 was left alone: its text had changed." in confirm(desk, asked)


def test_a_decision_in_the_very_same_moment_is_told_with_its_maker(desk, colleague, waiting, monkeypatch):
    asked = ask(desk)
    real = matching.Decision.make

    def decide_first(decision, comments, **how):
        loaded(waiting[:1]).reject(by=colleague, reason="hors sujet")
        return real(decision, comments, **how)

    monkeypatch.setattr(matching.Decision, "make", decide_first)

    assert confirm(desk, asked) == "11 comments decided. Ben Okafor had decided 1 of them (1 rejected)."


def test_a_selection_says_who_had_decided_on_which_part_of_it(desk, colleague, waiting):
    loaded(waiting[:2]).approve(by=colleague)
    loaded(waiting[2:3]).mark_as_spam(by=colleague)

    answer = press(desk, "reject", *waiting[:5])
    assert answer.status_code == 422  # a reason first
    posted = {"comment": [comment.pk for comment in waiting[:5]], "decision": "reject", "reason": "insult"}
    answer = desk.post(DECIDE, posted | {"answers": "keep"})

    assert answer.status_code == 409
    assert "Ben Okafor had decided 3 of them (2 approved, 1 spam)." in answer.text
    assert RejectionReason.objects.filter(code="insult").exists()
    assert Comment.objects.filter(status="rejected").count() == 2


def test_a_selection_says_whose_claims_it_passed_over(desk, colleague, waiting):
    hold(colleague, *waiting[:2])

    answer = press(desk, "approve", *waiting[:5])

    (said,) = [str(message) for message in answer.context["messages"]]
    assert said == "5 comments decided. Ben Okafor holds 2 of them."


def test_it_costs_as_many_statements_for_many_as_for_few(moderator, colleague, waiting):
    listing, until = Listing.read({"queue": "review"}, moderator), timezone.now()
    clara, dora = make_moderator("clara"), make_moderator("dora")
    loaded(waiting[:1]).approve(by=colleague)
    hold(colleague, waiting[8])
    with CaptureQueriesContext(connection) as for_few:
        meanwhile_of_list(listing, until)
    loaded(waiting[1:3]).approve(by=clara)
    loaded(waiting[3:7]).mark_as_spam(by=dora)
    hold(clara, waiting[9])
    hold(dora, waiting[10])

    with CaptureQueriesContext(connection) as for_many:
        meanwhile_of_list(listing, until)

    assert len(for_many) == len(for_few) == 5


def test_an_action_of_the_admin_says_whose_claims_it_passed_over(client, colleague, waiting):
    client.force_login(make_administrator())
    hold(colleague, *waiting[:2])
    posted = {"action": "approve", "_selected_action": [comment.pk for comment in waiting[:3]]}

    answer = client.post("/admin/comments/comment/", posted, follow=True)

    (said,) = [str(message) for message in answer.context["messages"]]
    assert said == "3 comments decided. Ben Okafor holds 2 of them."
