"""A rule against the writer of a comment: the form begins with what the comment has, and is an ordinary rule."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from comments.models import Rule
from tests.comments.readers import page_of
from tests.comments.rules import apply_to, due
from tests.factories import make_administrator, make_comment

pytestmark = pytest.mark.django_db

NEW = "/moderation/rules/new/"


@pytest.fixture
def comment():
    return make_comment(
        author_name="Zoé",
        author_email="Zoe@Mail.Example.org",
        author_url="https://Zoe.example/moi",
        ip_address="192.0.2.7",
        body="Voyez https://casino.example/a, http://casino.example/b et http://testserver/2026/",
    )


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def writers_desk(editor):
    return signed_in(editor)


def offered(desk, comment, by):
    return desk.get(NEW, {"comment": comment.pk, "by": by})


def typed_in(answer):
    """Return what the form sends when it is saved as it stands."""
    form = page_of(answer).find("form", class_="rule-form")
    fields = {}
    for control in form.walk():
        is_unticked = control.attributes.get("type") == "checkbox" and "checked" not in control
        if control.tag in ("input", "textarea") and not is_unticked:
            fields[control["name"]] = control.typed
        if control.tag == "select":
            chosen = control.find("option", selected="") or control.find("option")
            fields[control["name"]] = chosen.attributes.get("value", "")
    return {name: "on" if name.startswith("use_") else value for name, value in fields.items()}


@pytest.mark.parametrize(
    ("by", "condition", "kind", "entries"),
    [
        ("email", "sender", "email", ["zoe@mail.example.org"]),
        ("domain", "sender", "domain", ["mail.example.org"]),
        ("address", "sender", "network", ["192.0.2.7/32"]),
        ("host", "hosts", "host", ["casino.example", "zoe.example"]),
    ],
)
def test_the_form_begins_with_what_the_comment_has(writers_desk, comment, settings, by, condition, kind, entries):
    settings.SITE_URL = "http://testserver"

    form = offered(writers_desk, comment, by).context["form"]

    assert form.initial["action"] == "hold"
    assert form.initial[f"use_{condition}"] is True
    assert form.initial[f"{condition}_{kind}"].splitlines() == entries


@time_machine.travel("2026-11-25T12:00:00+01:00", tick=False)
def test_it_ends_in_thirty_days(writers_desk, comment):
    page = page_of(offered(writers_desk, comment, "email"))

    assert page.field("ends_at")["value"] == "2026-12-25T12:00"


@pytest.mark.parametrize("by", ["email", "domain", "address", "host"])
def test_saved_as_it_stands_it_is_a_rule_that_is_off_and_holds_the_next_one(writers_desk, comment, by):
    answer = writers_desk.post("/moderation/rules/add/", typed_in(offered(writers_desk, comment, by)))

    rule = Rule.objects.order_by("-pk")[0]
    assert answer.url == f"/moderation/rules/{rule.pk}/"
    assert (rule.is_on, rule.action) == (False, "hold")
    assert timedelta(days=29) < rule.ends_at - timezone.now() < timedelta(days=31)
    rehearsal = writers_desk.get(f"/moderation/rules/{rule.pk}/rehearsal/").context["rehearsal"]
    assert rehearsal.count == 1
    writers_desk.post(f"/moderation/rules/{rule.pk}/on/", {"rehearsed": rehearsal.token})
    same = {name: getattr(comment, name) for name in ("author_email", "author_url", "ip_address", "body")}
    assert apply_to(due(**same)).rule_hits.get().acted


def test_of_an_ipv6_address_the_network_of_one_household_is_taken(writers_desk):
    comment = make_comment(ip_address="2001:db8:1:2:3:4:5:6")

    assert offered(writers_desk, comment, "address").context["form"].initial["sender_network"] == "2001:db8:1:2::/64"


@pytest.mark.parametrize(
    ("by", "values"),
    [("address", {"ip_address": None}), ("host", {"body": "Sans lien."}), ("email", {"author_email": ""})],
)
def test_where_the_comment_has_nothing_of_the_kind_the_form_is_empty_and_says_so(writers_desk, by, values):
    answer = offered(writers_desk, make_comment(**values), by)

    assert answer.status_code == 200
    assert answer.context["form"].initial.get("name", "") == ""
    assert page_of(answer).find("p", class_="notice-message") is not None


def test_looking_at_the_form_stores_nothing(writers_desk, comment):
    before = Rule.objects.count()

    offered(writers_desk, comment, "email")

    assert Rule.objects.count() == before


@pytest.mark.parametrize(
    "asked",
    [{"by": "name"}, {"by": ""}, {}, {"comment": "x", "by": "email"}, {"comment": "9" * 30, "by": "email"}]
    + [{"comment": "999999", "by": "email"}, {"comment": "", "by": "email"}, {"comment": "\0", "by": "email"}],
)
def test_what_is_no_comment_or_no_kind_is_not_found(writers_desk, comment, asked):
    assert writers_desk.get(NEW, {"comment": comment.pk} | asked).status_code == 404


def test_nobody_is_offered_a_rule_against_the_newsroom(writers_desk, moderator):
    answer = make_comment(status="approved", newsroom_by=moderator, decided_by=moderator)

    assert offered(writers_desk, answer, "email").status_code == 404


def test_whoever_may_not_write_rules_is_refused_and_sees_no_link(moderator, comment):
    desk = signed_in(moderator)

    assert offered(desk, comment, "email").status_code == 403
    for page in ("", "author/"):
        assert NEW not in desk.get(f"/moderation/comments/{comment.pk}/{page}").text


@pytest.mark.parametrize("page", ["", "author/"])
def test_the_evidence_and_the_author_lead_to_it(comment, page):
    desk = signed_in(make_administrator())

    text = desk.get(f"/moderation/comments/{comment.pk}/{page}").text

    for by in ("email", "domain", "address", "host"):
        assert f'href="{NEW}?comment={comment.pk}&amp;by={by}"' in text


def test_what_is_not_known_of_a_writer_has_no_link():
    comment = make_comment(ip_address=None, body="Sans lien.")

    text = signed_in(make_administrator()).get(f"/moderation/comments/{comment.pk}/author/").text

    assert "by=email" in text
    assert "by=address" not in text
    assert "by=host" not in text
