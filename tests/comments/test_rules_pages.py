"""The pages of rules: who may look and change, what a form takes, and that none is on without its rehearsal."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from comments.models import Comment, RejectionReason, Rule
from tests.comments.readers import page_of
from tests.comments.rules import LINK, apply_to, due
from tests.factories import make_administrator, make_comment, make_rule, make_section

pytestmark = pytest.mark.django_db

GIVEN = {"name": "Trop de liens", "action": "hold", "use_links": "on", "links_more_than": "2"}


@pytest.fixture
def writer(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def looker(client, moderator):
    client.force_login(moderator)
    return client


def addresses_of(rule) -> dict[str, list[str]]:
    base = f"/moderation/rules/{rule.pk}"
    return {
        "look": ["/moderation/rules/", f"{base}/", f"{base}/rehearsal/", f"{base}/acts/"],
        "write": ["/moderation/rules/new/"],
        "change": [
            "/moderation/rules/add/", f"{base}/change/", f"{base}/remove/", f"{base}/import/",
            f"{base}/import/remove/", f"{base}/on/", f"{base}/off/",
        ],
        "judge": [f"{base}/acts/judge/", f"{base}/acts/take-back/"],
    }  # fmt: skip


def switch_on(client, rule):
    """Press the button on the rehearsal."""
    page = page_of(client.get(f"/moderation/rules/{rule.pk}/rehearsal/"))
    return client.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": page.field("rehearsed")["value"]})


def test_moderators_look_and_change_nothing(looker):
    addresses = addresses_of(make_rule())

    assert {looker.get(address).status_code for address in addresses["look"]} == {200}
    assert looker.get(addresses["write"][0]).status_code == 403
    assert {looker.post(address, GIVEN).status_code for address in addresses["change"]} == {403}
    assert Rule.objects.filter(name=GIVEN["name"]).count() == 0


def test_the_form_of_a_moderator_is_disabled_and_offers_no_button(looker):
    rule = make_rule()

    page = page_of(looker.get(f"/moderation/rules/{rule.pk}/"))

    assert "disabled" in page.find("fieldset", class_="plain-set")
    assert page.find("button", name="try") is None
    assert page.find("form", class_="import") is None


def test_journalists_do_neither(client, journalist):
    client.force_login(journalist)
    addresses = addresses_of(make_rule())

    looked = {client.get(address).status_code for address in addresses["look"] + addresses["write"]}
    pressed = {client.post(address).status_code for address in addresses["change"] + addresses["judge"]}

    assert (looked, pressed) == ({403}, {403})


def test_anonymous_people_are_asked_to_sign_in(client):
    for address in addresses_of(make_rule())["look"]:
        assert client.get(address).url.startswith("/admin/login/?next=/moderation/rules/")


def test_editors_and_administrators_change_rules(client, editor):
    for user in (editor, make_administrator("chef")):
        client.force_login(user)

        assert client.get("/moderation/rules/new/").status_code == 200


def test_editors_who_do_not_moderate_judge_no_acts(writer):
    assert {writer.post(address).status_code for address in addresses_of(make_rule())["judge"]} == {403}


def test_nothing_changes_by_get(writer):
    addresses = addresses_of(make_rule())

    assert {writer.get(address).status_code for address in addresses["change"]} == {405}


def test_every_press_needs_djangos_token(editor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(editor)

    assert client.post("/moderation/rules/add/", GIVEN).status_code == 403


def test_the_pages_are_kept_nowhere(writer):
    for address in addresses_of(make_rule())["look"]:
        assert writer.get(address).headers["Cache-Control"] == "no-store"


def test_a_rule_that_is_not_there_is_not_found(writer):
    assert writer.get("/moderation/rules/99999/").status_code == 404
    assert writer.post("/moderation/rules/99999/on/").status_code == 404


def test_a_new_rule_is_off_and_has_a_maker(writer, editor):
    writer.post("/moderation/rules/add/", GIVEN)

    rule = Rule.objects.get(name="Trop de liens")
    assert (rule.is_on, rule.created_by, rule.conditions) == (False, editor, {"links": {"more_than": 2}})
    assert rule.position > 0


def test_several_conditions_make_one_rule(writer):
    given = GIVEN | {
        "use_first_time": "on", "use_words": "on", "words_word": "casino\nparis", "words_pattern": r"gagn\w+ \d+",
        "use_sender": "on", "sender_email": "Spam@Example.ORG", "sender_network": "192.0.2.7/24",
        "use_hosts": "on", "hosts_host": "https://Promo.example/x", "use_verdict": "on", "verdict_verdict": "ham",
    }  # fmt: skip

    writer.post("/moderation/rules/add/", given)

    rule = Rule.objects.get(name="Trop de liens")
    assert rule.conditions == {
        "links": {"more_than": 2}, "first_time": {}, "words": {}, "sender": {}, "hosts": {},
        "verdict": {"verdict": "ham"},
    }  # fmt: skip
    assert set(rule.entries.values_list("kind", "text")) == {
        ("word", "casino"), ("word", "paris"), ("pattern", r"gagn\w+ \d+"), ("email", "spam@example.org"),
        ("network", "192.0.2.0/24"), ("host", "promo.example"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"action": "delete"}, "action"),
        ({"action": "reject"}, "reason"),
        ({"ends_at": "0001-01-01T00:00"}, "ends_at"),
        ({"ends_at": "9999-12-31T23:59:59-23:59"}, "ends_at"),
        ({"links_more_than": "-1"}, "links_more_than"),
        ({"links_more_than": ""}, "links_more_than"),
        ({"links_more_than": "9" * 30}, "links_more_than"),
        ({"use_links": ""}, "__all__"),
        ({"use_words": "on"}, "words_word"),
        ({"use_words": "on", "words_pattern": "(a"}, "words_pattern"),
        ({"use_words": "on", "words_pattern": ".*"}, "words_pattern"),
        ({"use_words": "on", "words_word": "\u200b"}, "words_word"),
        ({"use_words": "on", "words_word": "a" * 300}, "words_word"),
        ({"use_words": "on", "words_word": "\n".join(map(str, range(2001)))}, "words_word"),
        ({"use_words": "on", "words_pattern": "\n".join(f"mot{number}" for number in range(201))}, "words_pattern"),
        ({"use_sender": "on"}, "sender_email"),
        ({"use_sender": "on", "sender_email": "nobody"}, "sender_email"),
        ({"use_sender": "on", "sender_domain": "no domain"}, "sender_domain"),
        ({"use_sender": "on", "sender_network": "300.1.1.1"}, "sender_network"),
        ({"use_hosts": "on", "hosts_host": "http://"}, "hosts_host"),
        ({"use_verdict": "on", "verdict_verdict": "maybe"}, "verdict_verdict"),
        ({"ends_at": "tomorrow"}, "ends_at"),
        ({"position": "x"}, "position"),
    ],
)
def test_a_form_that_is_wrong_is_shown_again_with_the_fault_beside_its_field(writer, wrong, field):
    answer = writer.post("/moderation/rules/add/", GIVEN | wrong)

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert 'class="errorlist' in answer.text
    assert not Rule.objects.filter(name=GIVEN["name"]).exists()


def test_a_pattern_that_is_wrong_is_named_with_what_is_wrong(writer):
    answer = writer.post("/moderation/rules/add/", GIVEN | {"use_words": "on", "words_pattern": "bon\n(a"})

    (error,) = answer.context["form"].errors["words_pattern"]
    assert error.startswith("(a — ")


def test_what_was_typed_is_kept_and_escaped(writer):
    answer = writer.post("/moderation/rules/add/", GIVEN | {"name": "<b>x", "action": "reject"})

    assert page_of(answer).field("name")["value"] == "<b>x"
    assert "<b>x" not in answer.text


def test_a_rule_is_on_after_its_rehearsal_was_shown(writer, editor):
    rule = make_rule(is_on=False)

    answer = switch_on(writer, rule)

    rule.refresh_from_db()
    assert answer.url == "/moderation/rules/"
    assert (rule.is_on, rule.switched_by) == (True, editor)


@pytest.mark.parametrize("token", ["", "x", "WzEsMV0:1abc:def"])
def test_without_a_rehearsal_no_rule_is_switched_on(writer, token):
    rule = make_rule(is_on=False)

    answer = writer.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": token})

    rule.refresh_from_db()
    assert answer.url == f"/moderation/rules/{rule.pk}/rehearsal/"
    assert rule.is_on is False


def test_the_rehearsal_of_another_rule_does_not_count(writer):
    rule, other = make_rule(is_on=False), make_rule(is_on=False)
    token = writer.get(f"/moderation/rules/{other.pk}/rehearsal/").context["rehearsal"].token

    writer.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": token})

    rule.refresh_from_db()
    assert rule.is_on is False


def test_a_rehearsal_of_the_day_before_yesterday_does_not_count(writer):
    rule = make_rule(is_on=False)
    token = writer.get(f"/moderation/rules/{rule.pk}/rehearsal/").context["rehearsal"].token

    with time_machine.travel(timezone.now() + timedelta(days=2)):
        writer.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": token})

    rule.refresh_from_db()
    assert rule.is_on is False


def test_a_rule_that_changed_after_its_rehearsal_is_not_switched_on(writer):
    rule = make_rule(is_on=False, name="Trop de liens")
    token = writer.get(f"/moderation/rules/{rule.pk}/rehearsal/").context["rehearsal"].token
    writer.post(f"/moderation/rules/{rule.pk}/change/", GIVEN | {"links_more_than": "5"})

    writer.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": token})

    rule.refresh_from_db()
    assert rule.is_on is False


@pytest.mark.parametrize(
    "change",
    [
        {"links_more_than": "5"},
        {"action": "spam"},
        {"use_quick": "on"},
        {"use_words": "on", "words_word": "casino"},
    ],
)
def test_a_change_of_what_it_matches_or_does_switches_it_off(writer, change):
    rule = make_rule(conditions={"links": {"more_than": 2}})

    writer.post(f"/moderation/rules/{rule.pk}/change/", GIVEN | change)

    rule.refresh_from_db()
    assert (rule.is_on, rule.edition) == (False, 2)


@pytest.mark.parametrize(("typed", "stored"), [("5", 5), ("1", 1), ("60", 60), ("", 2)])
def test_haste_is_a_number_of_seconds(writer, typed, stored):
    writer.post("/moderation/rules/add/", GIVEN | {"use_quick": "on", "quick_seconds": typed})

    assert Rule.objects.order_by("-pk")[0].conditions["quick"] == {"seconds": stored}


@pytest.mark.parametrize("typed", ["0", "61", "vite", "-2"])
def test_a_number_of_seconds_that_cannot_be_is_refused_beside_its_field(writer, typed):
    answer = writer.post("/moderation/rules/add/", GIVEN | {"use_quick": "on", "quick_seconds": typed})

    assert answer.status_code == 422
    assert page_of(answer).field("quick_seconds").typed == typed
    assert "quick_seconds" in answer.context["form"].errors


def test_a_change_of_the_section_switches_it_off(writer):
    rule = make_rule(conditions={"links": {"more_than": 2}})

    writer.post(f"/moderation/rules/{rule.pk}/change/", GIVEN | {"section": make_section().pk})

    rule.refresh_from_db()
    assert rule.is_on is False


def test_a_change_of_its_words_switches_it_off(writer):
    rule = make_rule(conditions={"words": {}}, entries=[("word", "casino")])
    given = {"name": "x", "action": "hold", "use_words": "on", "words_word": "casino"}

    writer.post(f"/moderation/rules/{rule.pk}/change/", given)
    rule.refresh_from_db()
    was_on = rule.is_on
    writer.post(f"/moderation/rules/{rule.pk}/change/", given | {"words_word": "casino\nparis"})

    rule.refresh_from_db()
    assert (was_on, rule.is_on) == (True, False)


def test_a_change_of_name_place_or_end_leaves_it_on(writer):
    rule = make_rule(conditions={"links": {"more_than": 2}})
    given = GIVEN | {"name": "Autre nom", "position": "3", "ends_at": "2050-01-01T12:00"}

    writer.post(f"/moderation/rules/{rule.pk}/change/", given)

    rule.refresh_from_db()
    assert (rule.name, rule.position, rule.ends_at.year, rule.is_on) == ("Autre nom", 3, 2050, True)


def test_a_rule_is_switched_off_by_one_press_and_twice_changes_nothing(writer, editor):
    rule = make_rule()

    for _ in range(2):
        assert writer.post(f"/moderation/rules/{rule.pk}/off/").status_code == 302

    rule.refresh_from_db()
    assert (rule.is_on, rule.switched_by) == (False, editor)


def test_no_rule_is_on_without_somebody_who_switched_it():
    with pytest.raises(IntegrityError):
        Rule.objects.create(name="x", is_on=True)


def test_no_rule_rejects_without_a_reason():
    with pytest.raises(IntegrityError):
        Rule.objects.create(name="x", action="reject")


def test_a_rule_that_never_matched_is_removed(writer):
    rule = make_rule(is_on=False)

    writer.post(f"/moderation/rules/{rule.pk}/remove/")

    assert not Rule.objects.filter(pk=rule.pk).exists()


@pytest.mark.parametrize("is_on", [True, False])
def test_a_rule_that_is_on_or_has_matched_stays(writer, is_on):
    rule = make_rule()
    if not is_on:
        apply_to(due())
        Rule.objects.filter(pk=rule.pk).update(is_on=False)

    writer.post(f"/moderation/rules/{rule.pk}/remove/")

    assert Rule.objects.filter(pk=rule.pk).exists()


def test_words_are_tried_without_being_stored(writer):
    given = {
        "use_words": "on", "words_part": "casin", "words_pattern": r"gagn\w+ \d+", "try": "1",
        "try_text": "Le SuperCаsino où l’on gagnera 500 euros <b>",
    }  # fmt: skip

    answer = writer.post("/moderation/rules/add/", given)

    page = page_of(answer)
    assert answer.status_code == 200
    assert [mark.text for mark in page.find_all("mark")] == ["Cаsin", "gagnera 500"]
    assert "&lt;b&gt;" in answer.text
    assert not Rule.objects.filter(created_by__isnull=False).exists()


def test_trying_says_what_is_wrong_with_a_pattern_and_nothing_of_other_fields(writer):
    given = {"use_words": "on", "words_pattern": "[z-a]", "try": "1", "try_text": "x"}

    answer = writer.post("/moderation/rules/add/", given)

    assert list(answer.context["form"].errors) == ["words_pattern"]


def test_trying_looks_at_the_imported_list_too(writer):
    rule = make_rule(conditions={"words": {}})
    writer.post(
        f"/moderation/rules/{rule.pk}/import/", {"file": SimpleUploadedFile("l.txt", b"casino"), "kind": "part"}
    )
    given = {"use_words": "on", "try": "1", "try_text": "un casino"}

    answer = writer.post(f"/moderation/rules/{rule.pk}/change/", given)

    assert [mark.text for mark in page_of(answer).find_all("mark")] == ["casino"]


def test_the_list_shows_what_is_on_above_what_is_off_in_their_order(writer):
    Rule.objects.all().delete()
    for position, name, is_on in [(3, "C", True), (1, "A", False), (2, "B", True)]:
        make_rule(position=position, name=name, is_on=is_on)

    page = page_of(writer.get("/moderation/rules/"))

    assert [heading.text for heading in page.find_all("h3")] == ["B", "C", "A"]


def test_the_number_of_queries_of_the_list_does_not_grow_with_the_rules(writer):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            writer.get("/moderation/rules/")
        return len(captured)

    make_rule(section=make_section())
    few = queries()
    for _ in range(10):
        make_rule(section=make_section())

    assert queries() == few


def test_a_rule_that_cannot_be_read_breaks_no_page(writer):
    rule = make_rule(conditions={"moon": {}, "links": {}})

    assert writer.get("/moderation/rules/").status_code == 200
    assert writer.get(f"/moderation/rules/{rule.pk}/").status_code == 200
    assert writer.get(f"/moderation/rules/{rule.pk}/rehearsal/").status_code == 302


def test_the_desk_shows_which_rules_matched_and_marks_the_words(looker):
    rule = make_rule(name="Vocabulaire", conditions={"words": {}}, entries=[("word", "casino")])
    apply_to(due(body="Ce <i>CASINO</i> est fermé.\n\nVoyez https://casino.example/x"))

    page = page_of(looker.get("/moderation/"))

    assert [mark.text for mark in page.find_all("mark")] == ["CASINO", "casino"]
    assert page.find("a", rel="nofollow ugc noopener")["href"] == "https://casino.example/x"
    (tag,) = page.find_all("a", class_="tag-rule")
    assert (tag["href"], "Vocabulaire" in tag.text) == (f"/moderation/rules/{rule.pk}/", True)


def test_the_evidence_names_the_rule_that_decided(looker):
    make_rule(name="Vocabulaire", action="spam")
    comment = apply_to(due())

    page = looker.get(f"/moderation/comments/{comment.pk}/").text

    assert page.count("Vocabulaire") >= 3


def test_whoever_comes_after_a_rule_is_told_of_it(looker):
    make_rule(name="Vocabulaire", action="spam")
    comment = apply_to(due())
    posted = {"comment": comment.pk, "decision": "approve", f"state_{comment.pk}": "pending"}

    answer = looker.post("/moderation/decide/", posted)

    assert answer.status_code == 409
    assert "Vocabulaire" in answer.text


def test_the_receipt_says_that_a_rule_decided_and_why(client):
    from comments.receipts.links import receipt_path

    reason = RejectionReason.objects.get(code="off_topic")
    make_rule(action="reject", reason=reason)
    comment = apply_to(due())

    page = client.get(receipt_path(comment))

    assert reason.explanation in page_of(page).text
    assert page.context["decision"].rule_id


def test_comments_are_known_by_their_writers_address(client, article):
    from comments.finding.index import email_hash
    from tests.comments.readers import send_comment

    send_comment(client, article, author_email="Zoe@Example.org", body=LINK)

    assert Comment.objects.get().email_hash == email_hash("zoe@example.org")
    assert make_comment(author_email="zoe@example.ORG").email_hash == email_hash("zoe@example.org")


def test_editors_who_do_not_moderate_are_led_to_the_rules_and_to_nothing_else_of_the_desk(writer):
    links = {link["href"] for link in page_of(writer.get("/moderation/rules/")).find_all("a")}

    assert (
        "/moderation/rules/" in page_of(writer.get("/admin/")).find(class_="newsroom-summary").find_all("a")[-1]["href"]
    )
    assert not links & {"/moderation/", "/moderation/screening/"}


def test_only_the_text_that_is_there_now_is_marked(looker):
    make_rule(conditions={"words": {}}, entries=[("word", "casino")])
    comment = apply_to(due(body="Un casino."))
    Comment.objects.filter(pk=comment.pk).update(revision=2, body="Autre chose.")

    assert page_of(looker.get("/moderation/")).find_all("mark") == []
