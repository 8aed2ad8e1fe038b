"""The rehearsal: what a rule would have done, as things stood then, and that nothing is changed by it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, ModerationEvent, RuleHit
from comments.rules import rehearsal
from comments.rules.rehearsal import rehearse
from tests.comments.readers import page_of
from tests.comments.rules import LINK
from tests.factories import confirm_address, make_article, make_comment, make_rule, make_section

pytestmark = pytest.mark.django_db


def sent(days_ago=1, **values):
    return make_comment(**{"body": LINK, "submitted_at": timezone.now() - timedelta(days=days_ago)} | values)


def ids(samples):
    return {sample.comment.pk for sample in samples}


@pytest.mark.parametrize(
    ("action", "agreed", "decided"),
    [("hold", 2, 3), ("spam", 1, 3), ("reject", 2, 3), ("approve", 1, 3), ("close", 2, 3)],
)
def test_it_counts_how_often_people_decided_the_same(moderator, action, agreed, decided):
    for status in ("approved", "rejected", "spam"):
        sent(status=status, decided_by=moderator)
    sent()
    sent(body="Sans lien.", status="approved", decided_by=moderator)

    shown = rehearse(make_rule(action=action, is_on=False))

    assert (shown.looked_at, shown.count, shown.undecided) == (5, 4, 1)
    assert (shown.agreement.agreed, shown.agreement.looked_at) == (agreed, decided)


def test_it_shows_what_people_decided_otherwise_before_the_others(moderator):
    published = sent(status="approved", decided_by=moderator)
    rejected = sent(status="rejected", decided_by=moderator)
    waiting = sent()

    shown = rehearse(make_rule(is_on=False))

    assert ids(shown.against) == {published.pk}
    assert ids(shown.others) == {rejected.pk, waiting.pk}


def test_what_a_rule_or_the_author_did_is_no_decision_of_people():
    sent(status="spam")
    sent(status="withdrawn")

    shown = rehearse(make_rule(is_on=False))

    assert (shown.count, shown.undecided, shown.agreement.looked_at) == (1, 1, 0)


def test_publishing_is_rehearsed_on_ham_alone(moderator):
    sent(verdict="spam", status="approved", decided_by=moderator)
    sent(verdict="ham", status="approved", decided_by=moderator)

    assert rehearse(make_rule(action="approve", is_on=False)).count == 1


def test_hiding_is_rehearsed_on_what_was_published(moderator):
    sent(status="approved", decided_by=moderator)
    sent()
    taken_down = sent(status="approved", decided_by=moderator)
    taken_down.reject(by=moderator)

    shown = rehearse(make_rule(action="hide", is_on=False))

    assert (shown.count, shown.agreement.agreed, shown.agreement.looked_at) == (2, 1, 2)


def test_older_comments_play_no_part():
    sent(days_ago=31)
    sent(days_ago=29)

    assert rehearse(make_rule(is_on=False)).looked_at == 1


def test_only_the_section_of_the_rule_is_acted_on():
    section = make_section()
    sent(article=make_article(section=section))
    sent(article=make_article(section=make_section()))

    assert rehearse(make_rule(is_on=False, section=section)).count == 1


def test_a_writer_is_judged_by_what_was_known_then(moderator):
    before = sent(days_ago=10, author_email="z@example.org", status="approved", decided_by=moderator)
    Comment.objects.filter(pk=before.pk).update(decided_at=timezone.now() - timedelta(days=5))
    confirm_address("z@example.org", at=timezone.now() - timedelta(days=8))
    sent(days_ago=6, author_email="Z@example.org")
    sent(days_ago=4, author_email="z@example.org")

    first_time = rehearse(make_rule(is_on=False, conditions={"first_time": {}}))
    trusted = rehearse(make_rule(is_on=False, conditions={"trusted": {"times": 1, "days": 30}}))

    assert (first_time.count, trusted.count) == (2, 1)


def test_an_address_that_was_not_confirmed_yet_made_nobody_trusted(moderator):
    before = sent(days_ago=10, author_email="z@example.org", status="approved", decided_by=moderator)
    Comment.objects.filter(pk=before.pk).update(decided_at=timezone.now() - timedelta(days=9))
    sent(days_ago=6, author_email="z@example.org")
    confirm_address("z@example.org", at=timezone.now() - timedelta(days=5))
    sent(days_ago=4, author_email="z@example.org")

    assert rehearse(make_rule(is_on=False, conditions={"trusted": {"times": 1, "days": 30}})).count == 1


def test_a_flood_is_judged_by_what_had_come_until_then():
    now = timezone.now()
    for minutes in (1, 2, 3, 200):
        make_comment(body="Le même texte", submitted_at=now - timedelta(minutes=minutes))

    assert rehearse(make_rule(is_on=False, conditions={"flood": {"times": 3, "minutes": 60}})).count == 1


def test_it_says_when_it_did_not_look_at_all(monkeypatch):
    monkeypatch.setattr(rehearsal, "LOOKED_AT_MOST", 2)
    article = make_article()
    for _ in range(3):
        sent(article=article)

    shown = rehearse(make_rule(is_on=False))

    assert (shown.looked_at, shown.is_capped) == (2, True)


def test_it_does_not_say_so_when_what_is_left_is_older(monkeypatch):
    monkeypatch.setattr(rehearsal, "LOOKED_AT_MOST", 1)
    sent(days_ago=40)
    sent()

    assert rehearse(make_rule(is_on=False)).is_capped is False


def test_no_more_samples_are_shown_than_fit(moderator):
    article = make_article()
    for _ in range(15):
        sent(article=article)
        sent(article=article, status="approved", decided_by=moderator)

    shown = rehearse(make_rule(is_on=False))

    assert (len(shown.against), len(shown.others)) == (10, 10)


def test_nothing_is_changed_and_the_number_of_queries_is_fixed(client, moderator):
    conditions = {
        "first_time": {}, "links": {"more_than": 0}, "old_story": {"days": 1}, "flood": {"times": 2, "minutes": 60},
    }  # fmt: skip
    rule = make_rule(is_on=False, action="spam", conditions=conditions)
    old = make_article(published_at=timezone.now() - timedelta(days=3))
    client.force_login(moderator)

    def queries(comments: int) -> int:
        for _ in range(comments):
            sent(days_ago=0, article=old)
        with CaptureQueriesContext(connection) as captured:
            client.get(f"/moderation/rules/{rule.pk}/rehearsal/")
        return len(captured)

    queries(1)
    few = queries(3)

    assert queries(20) == few
    assert not RuleHit.objects.exists()
    assert not ModerationEvent.objects.exists()
    assert set(Comment.objects.values_list("status", flat=True)) == {"pending"}


def test_the_page_shows_the_words_that_matched_and_no_button_that_decides(client, editor):
    rule = make_rule(is_on=False, conditions={"words": {}}, entries=[("word", "casino")])
    sent(body="Un <b>cаsino</b>.")
    client.force_login(editor)

    page = page_of(client.get(f"/moderation/rules/{rule.pk}/rehearsal/"))

    assert [mark.text for mark in page.find_all("mark")] == ["cаsino"]
    assert page.find_all(name="decision") == []
    assert page.find_all("b") == []


def test_moderators_see_it_without_the_switch(client, moderator):
    rule = make_rule(is_on=False)
    client.force_login(moderator)

    assert page_of(client.get(f"/moderation/rules/{rule.pk}/rehearsal/")).find_all(name="rehearsed") == []


def test_editors_who_do_not_moderate_read_no_addresses(client, editor, moderator):
    make_comment(author_name="Zoé", author_email="zoe@exemple.example", ip_address="203.0.113.77")
    words = make_rule(is_on=False, conditions={"words": {}}, entries=[("pattern", ".+@.+")])
    senders = make_rule(is_on=False, conditions={"sender": {}}, entries=[("network", "203.0.113.77/32")])
    addresses = [f"/moderation/rules/{rule.pk}/rehearsal/" for rule in (words, senders)]

    client.force_login(moderator)
    read_by_moderator = "".join(client.get(address).text for address in addresses)
    client.force_login(editor)
    read_by_editor = "".join(client.get(address).text for address in addresses)

    assert all(secret in read_by_moderator for secret in ("Zoé", "zoe@exemple.example", "203.0.113.77"))
    assert "Zoé" in read_by_editor
    assert not any(secret in read_by_editor for secret in ("zoe@", "203.0.113.77"))


def test_a_rule_that_would_have_done_nothing_says_so(client, editor):
    client.force_login(editor)

    answer = client.get(f"/moderation/rules/{make_rule(is_on=False).pk}/rehearsal/")

    assert 'class="empty"' in answer.text
