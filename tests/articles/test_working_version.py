"""A change to a live story waits where no reader sees it, until somebody publishes it or its time has come."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Tag
from articles.revisions.due import write_due_changes
from tests.articles.desk import change_path, form_of, preview_path, reloaded
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_picture, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

TOMORROW = {"publish_at_0": "2026-11-26", "publish_at_1": "07:30:15"}


@pytest.fixture
def story(journalist):
    return make_article(created_by=journalist, headline="Titre public", slug="panne", published_at=NOW)


def complete_picture():
    return make_picture(caption="La salle.", credit="Léa Roux")


def read(client, article) -> str:
    return client.get(article.get_absolute_url()).text


def test_a_change_that_is_kept_reaches_no_reader(client, editors_desk, story):
    before = client.get(story.get_absolute_url())

    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé", body="<p>Autre.</p>"))

    after = client.get(story.get_absolute_url(), headers={"If-None-Match": before.headers["ETag"]})
    assert after.status_code == 304
    assert (reloaded(story).headline, story.body) == ("Titre public", "<p>Texte.</p>")


def test_a_change_is_in_no_list_and_no_feed(client, editors_desk, story):
    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé"))

    for path in ("/", "/feed/", story.section.get_absolute_url()):
        assert "Titre corrigé" not in client.get(path).text


def test_the_form_opens_with_the_change(editors_desk, story):
    author, tag = make_author(name="Zoé Roux"), Tag.objects.create(name="réseau", slug="reseau")
    form = form_of(story, "_continue", headline="Titre corrigé", tags=[tag.pk]) | {"bylines-0-author": author.pk}
    editors_desk.post(change_path(story), form)

    page = page_of(editors_desk.get(change_path(story)))

    assert page.field("headline")["value"] == "Titre corrigé"
    assert "Zoé Roux" in page.find("select", name="bylines-0-author").text
    assert "réseau" in page.find("select", name="tags").text


def test_a_change_is_changed_again(editors_desk, story):
    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé"))
    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé deux fois"))

    assert reloaded(story).working.content["headline"] == "Titre corrigé deux fois"
    assert story.headline == "Titre public"


def test_an_author_proposes_a_change_to_the_own_story(client, desk, story):
    desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé"))

    assert reloaded(story).working.content["headline"] == "Titre corrigé"
    assert "Titre public" in read(client, story)


def test_an_author_does_not_open_or_close_comments_with_a_proposal(desk, story):
    desk.post(change_path(story), form_of(story, "_continue", comments_open=""))

    assert reloaded(story).comments_open


def test_an_editor_publishes_what_an_author_proposed(client, desk, editors_desk, story):
    author, section, picture = (
        make_author(),
        make_section(name="Enquêtes"),
        complete_picture(),
    )
    changes = {"section": section.pk, "lead_picture": picture.pk, "bylines-0-author": author.pk}
    desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé", **changes))
    proposed = {"headline": "Titre corrigé", **changes}

    editors_desk.post(change_path(story), form_of(story, "_publish_change", **proposed))

    page = read(client, story)
    assert "Titre corrigé" in page
    assert author.name in page
    assert "Enquêtes" in page
    assert (reloaded(story).working, story.lead_picture) == (None, picture)
    assert story.revisions.count() == 2


def test_what_was_published_is_marked_among_the_revisions(editors_desk, story):
    editors_desk.post(change_path(story), form_of(story, "_publish_change", headline="Titre corrigé"))

    assert story.revisions.get(number=1).published_at == story.published_at
    assert story.revisions.get(number=2).published_at == NOW


def test_a_change_is_dropped_and_found_again(client, editors_desk, story):
    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé"))
    editors_desk.post(change_path(story), form_of(story, "_discard_change", headline="Titre corrigé"))

    assert reloaded(story).working is None
    assert "Titre public" in read(client, story)
    assert story.revisions.get(number=2).content["headline"] == "Titre corrigé"


def test_a_change_that_comes_back_to_what_is_public_is_none(editors_desk, story):
    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé"))
    editors_desk.post(change_path(story), form_of(reloaded(story), "_continue"))

    assert reloaded(story).working is None


def test_a_preview_shows_the_change(editors_desk, story):
    author = make_author(name="Zoé Roux")
    editors_desk.post(
        change_path(story), form_of(story, "_continue", headline="Titre corrigé", **{"bylines-0-author": author.pk})
    )

    preview = editors_desk.get(preview_path(story)).text

    assert "Titre corrigé" in preview
    assert "Zoé Roux" in preview


def test_a_change_without_a_text_is_not_published(editors_desk, story):
    answer = editors_desk.post(change_path(story), form_of(story, "_publish_change", body=""))

    assert answer.status_code == 200
    assert reloaded(story).body == "<p>Texte.</p>"


def test_a_story_that_is_taken_offline_keeps_its_change(editors_desk, story):
    editors_desk.post(change_path(story), form_of(story, "_continue", headline="Titre corrigé"))
    editors_desk.post(
        change_path(story), form_of(story, "_unpublish", headline="Titre corrigé", withdrawal_kind="legal")
    )

    assert not reloaded(story).is_published
    assert page_of(editors_desk.get(change_path(story))).field("headline")["value"] == "Titre corrigé"


# A time to come


@pytest.fixture
def scheduled(editors_desk, story):
    author, tag = make_author(name="Zoé Roux"), Tag.objects.create(name="réseau", slug="reseau")
    changes = {
        "section": make_section(name="Enquêtes").pk,
        "lead_picture": complete_picture().pk,
        "tags": [tag.pk],
    }
    changes["bylines-0-author"] = author.pk
    form = form_of(story, "_schedule_change", headline="Titre de demain", standfirst="Demain.", **changes, **TOMORROW)
    assert editors_desk.post(change_path(story), form).status_code == 302
    return reloaded(story)


def test_readers_get_a_change_to_the_second_without_a_job(client, clock, scheduled):
    clock.move_to(scheduled.change_at - timedelta(seconds=1))
    assert "Titre public" in read(client, scheduled)

    clock.move_to(scheduled.change_at)

    page = read(client, scheduled)
    for words in ("Titre de demain", "Demain.", "Zoé Roux", "Enquêtes", "réseau"):
        assert words in page
    for path in ("/", "/search/?q=public", "/feed/", "/feed/atom/"):
        shown = client.get(path).text
        assert "Titre de demain" in shown and "Zoé Roux" in shown


def test_whoever_has_the_page_is_told_when_it_changes(client, clock, scheduled):
    before = client.get(scheduled.get_absolute_url())
    clock.move_to(scheduled.change_at)

    after = client.get(scheduled.get_absolute_url(), headers={"If-None-Match": before.headers["ETag"]})

    assert after.status_code == 200
    assert "Titre de demain" in after.text


def test_the_worker_writes_a_due_change_once(client, clock, scheduled):
    assert write_due_changes() == 0
    clock.move_to(scheduled.change_at + timedelta(seconds=20))
    page = read(client, scheduled)
    due_at = scheduled.change_at

    assert write_due_changes() == 1

    assert write_due_changes() == 0
    assert (reloaded(scheduled).headline, scheduled.working, scheduled.change_at) == ("Titre de demain", None, None)
    assert scheduled.revisions.get(number=2).published_at == due_at
    assert read(client, scheduled) == page


def test_a_scheduled_change_that_was_dropped_does_not_come(client, clock, editors_desk, scheduled):
    due_at = scheduled.change_at
    editors_desk.post(change_path(scheduled), form_of(scheduled, "_discard_change", headline="Titre de demain"))

    clock.move_to(due_at)

    assert "Titre public" in read(client, scheduled)
    assert write_due_changes() == 0


def test_a_scheduled_change_survives_that_its_tag_is_deleted(client, clock, scheduled):
    Tag.objects.all().delete()
    clock.move_to(scheduled.change_at)

    assert "Titre de demain" in read(client, scheduled)
    assert write_due_changes() == 1


@pytest.mark.parametrize("time", [{}, {"publish_at_0": "2026-11-20", "publish_at_1": "10:00"}])
def test_a_change_needs_a_time_to_come(editors_desk, story, time):
    answer = editors_desk.post(change_path(story), form_of(story, "_schedule_change", headline="Autre", **time))

    assert answer.status_code == 200
    assert reloaded(story).change_at is None


def test_stories_without_a_change_cost_no_query_more(client, story, django_assert_max_num_queries):
    make_article()
    with CaptureQueriesContext(connection) as context:
        client.get("/")

    assert not [query for query in context if "articles_revision" in query["sql"]]
