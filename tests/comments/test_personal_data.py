"""What somebody is given who asks what we know of them: all that is theirs and nothing of others; and that is noted."""

import io
import json
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from comments.models import (
    Comment,
    ModerationEvent,
    Note,
    PersonalDataAccess,
    RejectionReason,
    RuleHit,
    ScreeningAttempt,
    Shortening,
)
from comments.personal_data import collecting, views, words
from comments.personal_data.collecting import Person
from tests.comments.readers import naughty_strings, page_of, parse, send_report
from tests.factories import (
    confirm_address,
    make_administrator,
    make_article,
    make_comment,
    make_editor,
    make_follower,
    make_journalist,
    make_rule,
)

pytestmark = pytest.mark.django_db

PAGE, SHOW = "/moderation/personal-data/", "/moderation/personal-data/show/"
ZOE = "zoe@example.org"


@pytest.fixture(autouse=True)
def _in_english(settings):
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def admin():
    client = Client()
    client.force_login(make_administrator())
    return client


@pytest.fixture
def comment(moderator):
    """A comment of which there is something of every kind."""
    comment = make_comment(author_name="Zoé", author_email=ZOE, author_url="https://zoe.example/", body="Mes mots.")
    ScreeningAttempt.objects.create(
        comment=comment, call="check", revision=1, at=timezone.now(), seconds=0.2, outcome="ham"
    )
    comment.reject(by=moderator, reason=RejectionReason.objects.get(code="insult"), words="Restez courtoise.")
    comment.reopen(by=moderator)
    comment.approve(by=moderator)
    send_report(comment, address="203.0.113.9", words="Elle ment.")
    Note.objects.create(comment=comment, text="À relire :\n« deux fois ».", by=moderator)
    Note.objects.create(email_hash=comment.email_hash, text="Autrice connue <b>ici</b>.", by=moderator)
    Shortening.objects.create(
        comment=comment, revision=1, passage="mots", why="vie privée", by=moderator, at=timezone.now()
    )
    RuleHit.objects.create(
        comment=comment,
        rule=make_rule(name="Règle interne de Ben", entries=[("email", ZOE)]),
        action="hold",
        matched=[{"what": "links", "count": 2}],
        created_at=timezone.now(),
    )
    confirm_address(ZOE)
    make_follower(ZOE, comment=comment)
    return comment


def ask(client, address=ZOE, **more):
    return client.post(SHOW, {"address": address} | more)


def data_of(client, address=ZOE):
    return json.loads(ask(client, address, means="json").getvalue())


def run(*arguments):
    out = io.StringIO()
    call_command("personal_data", *arguments, stdout=out)
    return out.getvalue()


# What is given


def test_the_file_holds_the_comment_with_all_that_was_sent_with_it(admin, comment):
    (found,) = data_of(admin)["comments"]

    assert (found["name"], found["email"], found["site"]) == ("Zoé", ZOE, "https://zoe.example/")
    assert (found["text"], found["revision"]) == ("Mes mots.", 1)
    assert (found["internet_address"], found["browser"]) == ("192.0.2.7", "Mozilla/5.0 (tests)")
    assert (found["status"], found["verdict_of_akismet"]) == ("approved", "ham")
    assert found["story"] == comment.article.headline
    assert found["address"] == f"http://testserver/comments/{comment.pk}/"


def test_it_holds_the_decisions_with_their_reasons_and_names_no_moderator(admin, comment):
    answer = ask(admin, means="json").getvalue().decode()

    (found,) = json.loads(answer)["comments"]
    assert [each["to"] for each in found["decisions"]] == ["rejected", "pending", "approved"]
    first = found["decisions"][0]
    insult = RejectionReason.objects.get(code="insult")
    assert (first["by"], first["reason"], first["explanation"]) == ("moderator", insult.title, insult.explanation)
    for name in ("Ferreira", "ana", "Règle interne"):
        assert f'"{name}' not in answer
        assert f"{name}@" not in answer


def test_it_holds_what_akismet_was_told_and_answered(admin, comment):
    Comment.objects.filter(pk=comment.pk).update(answer={"X-akismet-guid": "abc"})

    (found,) = data_of(admin)["comments"]

    assert found["told_to_akismet"]["comment_author_email"] == ZOE
    assert found["answer_of_akismet"] == {"X-akismet-guid": "abc"}
    assert [(each["call"], each["outcome"]) for each in found["calls_to_akismet"]] == [("check", "ham")]
    assert found["last_heard_by_akismet"] == "ham"


def test_what_the_address_follows_by_mail_is_given(admin, comment):
    make_follower(ZOE, article=comment.article, confirmed_at=None)

    answers, discussion = data_of(admin)["followed_by_mail"]

    assert (answers["email"], answers["story"]) == (ZOE, comment.article.headline)
    assert (answers["answers_to_comment"], discussion["answers_to_comment"]) == (comment.pk, None)
    assert answers["confirmed_at"]
    assert discussion["confirmed_at"] is None
    assert "Discussions followed by mail" in ask(admin).text
    assert "Discussions followed by mail" in run("--email", ZOE)


def test_notes_are_given_word_for_word(admin, comment):
    given = data_of(admin)

    assert [note["text"] for note in given["comments"][0]["notes"]] == ["À relire :\n« deux fois »."]
    assert [note["text"] for note in given["notes_on_the_author"]] == ["Autrice connue <b>ici</b>."]


def test_it_holds_what_rules_found_what_was_taken_out_and_confirmed(admin, comment):
    given = data_of(admin)
    (found,) = given["comments"]

    assert [each["found"] for each in found["rules_that_matched"]] == [["2 links"]]
    assert [each["passage"] for each in found["taken_out_of_what_readers_see"]] == ["mots"]
    assert given["confirmations_of_the_address"][0]["confirmed_at"]
    assert given["rules_that_name_the_address"] == [{"text": ZOE, "action": "hold", "is_on": True}]


def test_of_reports_on_it_the_words_of_others_are_left_out(admin, comment):
    answer = ask(admin, means="json").getvalue().decode()

    (report,) = json.loads(answer)["comments"][0]["reports_on_it"]
    assert report["reason_reported"] == "insult"
    assert "Elle ment." not in answer


def test_reports_from_its_networks_are_given_apart_with_a_warning(admin, comment):
    other = make_comment(status="approved", body="Des mots d’autrui.")
    send_report(other, address="192.0.2.7", words="Mon signalement.")
    send_report(other, address="198.51.100.4", words="Un autre.")

    given = data_of(admin)

    assert [each["words"] for each in given["reports_from_the_same_networks"]] == ["Mon signalement."]
    assert any("may be somebody else’s" in sentence for sentence in given["what_is_not_in_here"])
    assert "Des mots d’autrui." not in str(given)


def test_it_says_how_long_things_are_kept(admin, comment, settings):
    settings.BLATANT_SPAM_DAYS = 45

    sentences = " ".join(data_of(admin)["how_long_it_is_kept"])

    assert "deleted after 45 days" in sentences
    assert "forgotten a year after" in sentences


@pytest.mark.parametrize("typed", ["ZOE@Example.org", f"  {ZOE} ", "zoe@EXAMPLE.ORG"])
def test_the_address_is_folded_as_everywhere(admin, comment, typed):
    assert len(data_of(admin, typed)["comments"]) == 1


def test_the_spellings_are_given_so_that_nobody_gets_what_is_anothers(admin):
    make_comment(author_email="zoe@fass.example")
    make_comment(author_email="zoe@faß.example")
    make_comment(author_email="Zoe@fass.example")

    given = data_of(admin, "zoe@fass.example")

    spellings = ["Zoe@fass.example", "zoe@fass.example", "zoe@faß.example"]
    assert sorted(given["spellings_that_count_as_this_address"]) == spellings


@pytest.mark.parametrize("status", ["pending", "approved", "rejected", "spam", "withdrawn"])
def test_comments_of_every_state_are_given(admin, status):
    make_comment(author_email=ZOE, status=status)

    (found,) = data_of(admin)["comments"]

    assert found["status"] == status
    assert bool(found["address"]) is (status == "approved")


def test_nothing_of_another_person_is_given(admin, comment):
    make_comment(author_email="zoe@example.com", body="Autre personne.")
    make_comment(author_email="azoe@example.org", author_name="Zoé", body="Autre personne.")

    assert "Autre personne." not in str(data_of(admin))


def test_of_an_unknown_address_there_is_nothing_and_that_is_said(admin, comment):
    page = page_of(ask(admin, "inconnue@example.org"))

    assert page.find(class_="empty")
    assert data_of(admin, "inconnue@example.org")["comments"] == []


# As a page, as a file and in the terminal


def test_the_page_says_it_in_words(admin, comment):
    text = page_of(ask(admin)).find("main").text

    for said in ("Mes mots.", "À relire :", "Autrice connue <b>ici</b>.", "Restez courtoise.", "2 links"):
        assert said in text
    assert "published" in text
    assert "the text (comment_content): Mes mots." in text


def test_the_page_is_kept_by_nobody_and_leads_to_the_file_without_an_address_in_a_link(admin, comment):
    answer = ask(admin)
    page = page_of(answer)

    assert answer.headers["Cache-Control"] == "no-store"
    assert page.find("form", action=SHOW).field("address")["value"] == ZOE
    assert not [link for link in page.find_all("a") if "zoe" in link["href"]]


def test_the_file_is_a_download_that_nobody_keeps(admin, comment):
    answer = ask(admin, means="json")

    assert answer.streaming
    assert answer.headers["Content-Type"] == "application/json; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="personal-data.json"'
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_command_prints_it_to_read_or_as_json(admin, comment):
    text, given = run("--email", ZOE), json.loads(run("--email", ZOE, "--json"))

    assert "Mes mots." in text
    assert "À relire :\n    « deux fois »." in text
    assert given["comments"] == data_of(admin)["comments"]


def test_the_command_wants_an_address():
    with pytest.raises(CommandError):
        run("--email", "  ")
    assert not PersonalDataAccess.objects.exists()


def test_a_terminal_gets_no_control_characters():
    make_comment(author_email=ZOE, body="Avant\x1b[2Japrès")

    assert "\x1b" not in run("--email", ZOE)


def test_everything_that_is_collected_has_a_label(admin, comment):
    send_report(make_comment(status="approved"), address="192.0.2.7", words="Mon signalement.")
    person = Person(ZOE)
    person.note_access(by=None, means="command")

    records = [person.beside_comments(), *person.comments()]
    inner = [each for record in records for values in record.values() if isinstance(values, list) for each in values]
    names = {name for record in [*records, *inner] if isinstance(record, dict) for name in record}

    assert names == set(words.LABELS)


def test_hostile_words_stay_words(admin, moderator):
    article = make_article()
    for start in range(0, 500, 100):
        hostile = "\n".join(naughty_strings()[start : start + 100]).replace("\x00", "").encode("utf-8", "ignore")
        made = make_comment(article=article, author_email=ZOE, body=hostile.decode()[:5000])
        Note.objects.create(comment=made, text=hostile.decode()[:1000], by=moderator)
    harmless = make_comment(author_email="h@example.org", body="Bonjour.")
    Note.objects.create(comment=harmless, text="Bonjour.", by=moderator)

    def kinds(answer):
        return {f"{part.tag} {name}" for part in parse(answer.text).walk() for name in ("", *part.attributes)}

    assert kinds(ask(admin)) == kinds(ask(admin, "h@example.org"))
    assert len(data_of(admin)["comments"]) == 5


# Who may, and what is noted


@pytest.mark.parametrize("make", [make_journalist, make_editor, None])
def test_nobody_but_administrators_may(desk, comment, make):
    client = desk
    if make:
        client = Client()
        client.force_login(make())

    assert (client.get(PAGE).status_code, ask(client).status_code) == (403, 403)
    assert not PersonalDataAccess.objects.exists()


def test_who_was_given_the_right_may(comment):
    from django.contrib.auth.models import Permission

    person = make_editor()
    person.user_permissions.add(Permission.objects.get(codename="export_personal_data"))
    client = Client()
    client.force_login(person)

    assert ask(client).status_code == 200
    assert 'href="/moderation/personal-data/"' in client.get(PAGE).text


def test_who_is_not_signed_in_is_asked_to(client):
    assert client.get(PAGE).status_code == 302
    assert ask(client).status_code == 302


def test_the_link_stands_where_it_may_be_followed(admin, desk):
    assert f'href="{PAGE}"' in admin.get("/moderation/").text
    assert f'href="{PAGE}"' not in desk.get("/moderation/").text


@pytest.mark.parametrize("method", ["get", "head", "put", "delete"])
def test_it_is_given_to_a_post_alone(admin, comment, method):
    assert getattr(admin, method)(SHOW).status_code == 405


def test_a_post_needs_the_token(comment):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_administrator())

    assert ask(client).status_code == 403
    assert not PersonalDataAccess.objects.exists()


@pytest.mark.parametrize("address", ["", "   ", "x" * 255, "a\x00b"])
def test_what_is_no_address_is_refused_in_a_sentence(admin, address):
    answer = ask(admin, address)

    assert answer.status_code == 422
    assert page_of(answer).find(class_="errors")
    assert not PersonalDataAccess.objects.exists()


def test_each_access_is_noted_without_the_data(admin, comment):
    ask(admin)
    ask(admin, means="json").getvalue()
    run("--email", ZOE)

    noted = list(PersonalDataAccess.objects.order_by("pk").values())

    assert [row["means"] for row in noted] == ["page", "json", "command"]
    assert [bool(row["user_id"]) for row in noted] == [True, True, False]
    assert {row["comment_count"] for row in noted} == {1}
    assert {row["email_hash"] for row in noted} == {comment.email_hash}
    assert "zoe" not in str(noted).lower()
    assert ModerationEvent.objects.filter(comment=comment).count() == 3


def test_the_accesses_are_listed_and_part_of_what_is_given(admin, comment):
    ask(admin)

    page = page_of(admin.get(PAGE))
    given = data_of(admin)

    assert len(page.find("tbody").find_all("tr")) == 1
    assert "zoe" not in page.find("main").text.lower()
    assert [each["means"] for each in given["accesses_to_this_data"]] == ["json", "page"]


# Its cost


def test_a_long_answer_is_given_whole_in_the_file_and_its_newest_part_on_the_page(admin, monkeypatch):
    monkeypatch.setattr(collecting, "AT_ONCE", 3)
    monkeypatch.setattr(views, "SHOWN", 4)
    article, at = make_article(), timezone.now()
    made = [make_comment(article=article, author_email=ZOE, submitted_at=at - timedelta(days=n)) for n in range(8)]

    page, given = ask(admin), data_of(admin)

    assert [number for number, _rows in page.context["comments"]] == [comment.pk for comment in made[:4]]
    assert [each["number"] for each in given["comments"]] == [comment.pk for comment in made]
    assert "The newest 4 of 8" in page.text


def test_more_comments_cost_no_more_statements(admin, comment):
    def statements():
        with CaptureQueriesContext(connection) as captured:
            ask(admin)
        return len(captured)

    statements()
    few = statements()
    for _ in range(20):
        made = make_comment(article=comment.article, author_email=ZOE)
        Note.objects.create(comment=made, text="Note.", by=comment.decided_by)

    assert statements() == few


def test_the_privacy_page_says_that_one_can_ask(client):
    assert "It gives you, on request, all that is kept" in client.get(reverse("comments:privacy")).text
