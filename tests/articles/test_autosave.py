"""What is typed is kept while it is typed: it need not validate, it comes back, and no reader ever gets it."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from articles.models import Article, Autosave, Presence
from articles.tasks import drop_forgotten_texts
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.comments.readers import page_of
from tests.factories import make_article, make_editor, make_journalist

pytestmark = pytest.mark.django_db

AUTOSAVE = reverse("admin:articles_article_autosave")
DROP = reverse("admin:articles_article_drop_unsaved")
KEY = "abcdefgh12345678"


@pytest.fixture
def draft(journalist):
    return make_article(published_at=None, created_by=journalist, headline="Titre enregistré")


def typed(story: Article, **fields) -> dict:
    return form_of(story, **fields) | {"story": story.pk}


def test_text_is_kept_and_the_story_is_not_touched(desk, draft, journalist):
    answer = desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))

    assert answer.status_code == 200
    assert answer.json()["kept_at"]
    draft.refresh_from_db()
    assert draft.headline == "Titre enregistré"
    assert Autosave.objects.get().fields["headline"] == ["Titre en cours"]


def test_text_that_does_not_validate_is_kept_and_comes_back(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="", slug="pas un slug", body="<p>À moitié", section=""))

    page = page_of(desk.get(change_path(draft), {"unsaved": 1}))

    assert page.field("headline").attributes.get("value", "") == ""
    assert page.field("slug")["value"] == "pas un slug"
    assert page.field("body").typed.strip() == "<p>À moitié"


def test_the_story_says_that_there_is_text_which_was_not_saved(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))

    page = page_of(desk.get(change_path(draft)))

    assert page.find("a", href="?unsaved=1") is not None
    assert page.field("headline")["value"] == "Titre enregistré"


def test_text_that_is_as_the_story_is_not_offered(desk, draft):
    desk.post(AUTOSAVE, typed(draft))

    assert page_of(desk.get(change_path(draft))).find("a", href="?unsaved=1") is None


def test_saving_forgets_what_was_kept(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))
    desk.post(change_path(draft), form_of(draft, headline="Titre fini"))

    assert not Autosave.objects.exists()


def test_a_refused_save_forgets_nothing(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))
    desk.post(change_path(draft), form_of(draft, headline=""))

    assert Autosave.objects.exists()


def test_text_of_a_new_story_is_kept_and_found_again(desk, journalist):
    desk.post(AUTOSAVE, story_form(headline="Jamais enregistré") | {"draft_key": KEY})

    offered = page_of(desk.get(ADD))
    assert "Jamais enregistré" in offered.text
    assert offered.find("a", href=f"?unsaved={KEY}") is not None
    page = page_of(desk.get(ADD, {"unsaved": KEY}))
    assert page.field("headline")["value"] == "Jamais enregistré"
    assert page.field("draft_key")["value"] == KEY


def test_saving_a_new_story_forgets_what_was_kept_of_it(desk):
    desk.post(AUTOSAVE, story_form() | {"draft_key": KEY})
    desk.post(ADD, story_form() | {"draft_key": KEY})

    assert Article.objects.count() == 1
    assert not Autosave.objects.exists()


def test_the_authors_that_were_typed_come_back(desk, draft):
    author = make_article(published_at=None).authors.get()
    desk.post(AUTOSAVE, typed(draft) | {"bylines-0-author": author.pk})

    page = page_of(desk.get(change_path(draft), {"unsaved": 1}))

    assert author.name in page.find("select", name="bylines-0-author").text


def test_what_came_back_still_meets_a_newer_version(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))
    signed_in(make_editor()).post(change_path(draft), form_of(draft, headline="Titre de Claire"))

    base = page_of(desk.get(change_path(draft), {"unsaved": 1})).field("base")["value"]
    answer = desk.post(change_path(draft), form_of(draft, headline="Titre en cours", base=base))

    assert answer.status_code == 200
    assert page_of(answer).find("section", class_="story-conflict") is not None


def test_unsaved_text_is_dropped_when_asked(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))

    answer = desk.post(DROP, {"story": draft.pk})

    assert answer.url == change_path(draft)
    assert not Autosave.objects.exists()


def test_unsaved_text_of_a_live_story_reaches_no_reader(client, editor, article):
    signed_in(editor).post(AUTOSAVE, typed(article, headline="Titre en cours"))

    assert "Titre en cours" not in client.get(article.get_absolute_url()).text
    assert "Titre en cours" not in client.get("/").text


def test_nobody_gets_the_unsaved_text_of_somebody_else(desk, draft):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))
    desk.post(AUTOSAVE, story_form(headline="Jamais enregistré") | {"draft_key": KEY})
    other = signed_in(make_editor())

    assert "Titre en cours" not in other.get(change_path(draft), {"unsaved": 1}).text
    assert "Jamais enregistré" not in other.get(ADD).text
    assert "Jamais enregistré" not in other.get(ADD, {"unsaved": KEY}).text


def test_a_story_that_this_person_may_not_write_takes_no_text(desk):
    foreign = make_article(published_at=None, created_by=make_journalist("collegue"))
    public = make_article(created_by=make_journalist("autre"))

    assert [desk.post(path, typed(foreign)).status_code for path in (AUTOSAVE, DROP)] == [404, 404]
    assert desk.post(DROP, typed(public)).status_code == 403
    assert list(desk.post(AUTOSAVE, typed(public)).json()) == ["closed"]
    assert not Autosave.objects.exists()


def test_a_page_that_is_still_open_is_told_when_the_story_is_out_of_its_hands(desk, draft):
    draft.approve()

    answer = desk.post(AUTOSAVE, typed(draft, headline="Trop tard"))

    assert str(draft.state.label) in answer.json()["closed"]
    assert not Autosave.objects.exists()


@pytest.mark.parametrize("key", ["", "court", "x" * 41, "é" * 12, "a b c d e f g", "../../etc/passwd"])
def test_a_key_that_is_none_keeps_nothing(desk, key):
    assert desk.post(AUTOSAVE, story_form() | {"draft_key": key}).status_code == 404


@pytest.mark.parametrize("story", ["0", "x", "9" * 40, "-1", "²", "1e3"])
def test_a_story_that_there_is_not_keeps_nothing(desk, story):
    assert desk.post(AUTOSAVE, {"story": story}).status_code == 404


@pytest.mark.parametrize("path", [AUTOSAVE, DROP])
def test_nothing_is_kept_or_dropped_by_following_a_link(desk, draft, path):
    assert desk.get(path, {"story": draft.pk}).status_code == 405


def test_moderators_and_strangers_keep_no_text(client, moderator, draft):
    assert client.post(AUTOSAVE, typed(draft)).status_code == 302
    assert signed_in(moderator).post(AUTOSAVE, typed(draft)).status_code in (403, 404)
    assert not Autosave.objects.exists()


def test_keeping_text_needs_the_forms_token(journalist, draft):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(journalist)

    assert browser.post(AUTOSAVE, typed(draft)).status_code == 403


def test_the_token_is_not_kept(desk, draft):
    desk.post(AUTOSAVE, typed(draft) | {"csrfmiddlewaretoken": "geheim"})

    assert "geheim" not in json.dumps(Autosave.objects.get().fields)


def test_unsaved_text_is_kept_for_a_month(desk, draft, clock):
    desk.post(AUTOSAVE, typed(draft, headline="Titre en cours"))

    clock.shift(timedelta(days=29))
    drop_forgotten_texts.call()
    assert Autosave.objects.exists()
    clock.shift(timedelta(days=2))
    drop_forgotten_texts.call()

    assert not Autosave.objects.exists()


# Who else has the story open


@pytest.fixture
def claire(db):
    return make_editor("claire", first_name="Claire", last_name="Dumoulin")


def test_whoever_has_the_story_open_is_named(desk, draft, claire):
    signed_in(claire).post(AUTOSAVE, {"story": draft.pk, "quiet": 1})

    assert "Claire Dumoulin" in desk.get(change_path(draft)).text
    others = desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1}).json()["others"]
    assert [other["name"] for other in others] == ["Claire Dumoulin"]


def test_a_quiet_sign_of_life_keeps_no_text(desk, draft):
    desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})

    assert not Autosave.objects.exists()
    assert Presence.objects.count() == 1


def test_nobody_is_told_of_herself(desk, draft):
    assert desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1}).json()["others"] == []


def test_whoever_left_or_fell_silent_is_not_named(desk, draft, claire, clock):
    hers = signed_in(claire)
    hers.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})
    hers.post(AUTOSAVE, {"story": draft.pk, "leaving": 1})
    assert desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1}).json()["others"] == []

    hers.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})
    clock.shift(36)
    assert desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1}).json()["others"] == []


def test_since_when_survives_a_reload(desk, draft, claire, clock):
    hers = signed_in(claire)
    hers.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})
    since = Presence.objects.get(user=claire).since
    clock.shift(20)
    hers.post(AUTOSAVE, {"story": draft.pk, "leaving": 1})
    hers.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})

    assert Presence.objects.get(user=claire).since == since


def test_a_newer_save_is_announced(desk, draft, claire):
    signed_in(claire).post(change_path(draft), form_of(draft, headline="Titre de Claire"))

    news = desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1}).json()

    assert (news["latest"], news["latest_by"]) == (2, "Claire Dumoulin")


def test_a_sign_of_life_takes_few_queries(desk, draft, django_assert_max_num_queries):
    desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})

    with django_assert_max_num_queries(9):
        desk.post(AUTOSAVE, {"story": draft.pk, "quiet": 1})
