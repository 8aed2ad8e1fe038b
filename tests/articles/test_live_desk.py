"""The live desk: who opens a live, who posts to it, and what becomes of an entry."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import LiveEntry, LiveEntryChange
from tests.articles.desk import change_path, form_of, signed_in
from tests.articles.live import act, desk_path, entry_form, entry_path, make_live, post, switch, tell
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_journalist

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(journalist):
    return make_author(name="Inès Carvalho", user=journalist)


@pytest.fixture
def story(author):
    return make_live(authors=[author])


@pytest.fixture
def at_desk(journalist):
    return signed_in(journalist)


@pytest.fixture
def editing(editor):
    return signed_in(editor)


# Opening and closing


def test_an_editor_opens_a_live_and_closes_it(editing, clock):
    story = make_article()

    switch(editing, story, "open")
    story.refresh_from_db()
    assert story.is_live
    assert story.live_started_at == datetime(2026, 11, 25, 12, tzinfo=UTC)
    clock.shift(timedelta(hours=2))
    switch(editing, story, "close")
    story.refresh_from_db()

    assert not story.is_live
    assert story.live_ended_at == datetime(2026, 11, 25, 14, tzinfo=UTC)


def test_a_live_that_was_closed_too_early_goes_on(editing, story):
    switch(editing, story, "close")
    began = story.live_started_at

    switch(editing, story, "open")

    story.refresh_from_db()
    assert story.is_live
    assert story.live_started_at == began


def test_closing_twice_keeps_the_first_moment(editing, story, clock):
    switch(editing, story, "close")
    story.refresh_from_db()
    ended = story.live_ended_at
    clock.shift(timedelta(minutes=5))

    switch(editing, story, "close")

    story.refresh_from_db()
    assert story.live_ended_at == ended


@pytest.mark.parametrize("what", ["open", "close"])
def test_a_journalist_opens_and_closes_nothing(at_desk, story, what):
    assert switch(at_desk, story, what).status_code == 403


def test_looking_opens_nothing(editing):
    story = make_article()

    answer = editing.get(f"{desk_path(story)}switch/?open=1")

    assert answer.status_code == 405
    story.refresh_from_db()
    assert not story.was_live


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=400)])
def test_a_story_that_readers_do_not_see_is_not_opened(editing, published_at):
    story = make_article(published_at=published_at)

    switch(editing, story, "open")

    story.refresh_from_db()
    assert not story.was_live


# Who posts


def test_an_author_of_an_open_live_publishes_an_entry_at_once(client, at_desk, journalist, author, story):
    post(at_desk, story, title="Le rideau se lève", text="<p>La salle est pleine.</p>", is_key="on", author=author.pk)

    entry = LiveEntry.objects.get()
    assert (entry.number, entry.title, entry.text) == (1, "Le rideau se lève", "<p>La salle est pleine.</p>")
    assert (entry.by, entry.author, entry.is_key) == (journalist, author, True)
    assert "La salle est pleine." in client.get(story.get_absolute_url()).text


def test_an_editor_posts_to_any_open_live(editing, story):
    post(editing, story)

    assert LiveEntry.objects.count() == 1


def test_a_journalist_who_does_not_sign_the_story_may_not_post(story):
    stranger = signed_in(make_journalist("autre"))

    assert stranger.get(desk_path(story)).status_code == 403
    assert stranger.post(desk_path(story), {"text": "<p>Moi aussi.</p>"}).status_code == 403
    assert not LiveEntry.objects.exists()


def test_a_moderator_and_a_stranger_do_not_see_the_desk(client, moderator, story):
    assert signed_in(moderator).get(desk_path(story)).status_code in (403, 404)
    assert client.get(desk_path(story)).headers["Location"].startswith("/admin/login/")


def test_after_the_closing_no_entry_is_added_and_what_was_typed_stays(at_desk, editing, story):
    form = entry_form(at_desk, story, text="<p>Trop tard.</p>")
    switch(editing, story, "close")

    answer = at_desk.post(desk_path(story), form)

    assert answer.status_code == 422
    assert "Trop tard." in page_of(answer).find("textarea").text
    assert not LiveEntry.objects.exists()


def test_a_withdrawn_story_takes_no_entry(at_desk, editing, story):
    form = entry_form(editing, story)
    story.unpublish()

    assert editing.post(desk_path(story), form).status_code == 422
    assert not LiveEntry.objects.exists()


def test_a_story_that_was_never_live_takes_no_entry(editing):
    story = make_article()

    answer = editing.post(desk_path(story), {"title": "x", "text": "<p>y</p>"})

    assert answer.status_code == 422
    assert not LiveEntry.objects.exists()


# The form


def test_the_form_comes_back_ready_for_the_next_entry(at_desk, story):
    answer = post(at_desk, story)

    assert answer.headers["Location"] == desk_path(story)
    page = page_of(at_desk.get(desk_path(story)))
    title = page.find("input", id="id_title")
    assert "autofocus" in title
    assert "value" not in title
    assert page.find("form", id="live-form") is not None


def test_a_double_click_makes_one_entry(at_desk, story):
    form = entry_form(at_desk, story)

    first, second = at_desk.post(desk_path(story), form), at_desk.post(desk_path(story), form)

    assert first.headers["Location"] == second.headers["Location"]
    assert LiveEntry.objects.count() == 1
    assert LiveEntryChange.objects.count() == 1


def test_the_same_words_in_a_new_form_are_another_entry(at_desk, story):
    post(at_desk, story, text="<p>Toujours rien.</p>")

    post(at_desk, story, text="<p>Toujours rien.</p>")

    assert [entry.number for entry in LiveEntry.objects.newest_first()] == [2, 1]


def test_another_text_in_a_form_that_came_back_is_not_lost(at_desk, story):
    form = entry_form(at_desk, story)
    at_desk.post(desk_path(story), form)

    at_desk.post(desk_path(story), form | {"text": "<p>Et ceci.</p>"})

    assert LiveEntry.objects.count() == 2


def test_an_entry_needs_a_text_and_no_title(at_desk, story):
    empty = post(at_desk, story, text="<p> </p>")
    post(at_desk, story, title="", text="<p>Sans titre.</p>")

    assert empty.status_code == 422
    assert "Une annonce" in page_of(empty).find("input", id="id_title")["value"]
    assert str(LiveEntry.objects.get()) == "Sans titre."


def test_plain_text_without_the_editors_script_becomes_paragraphs(at_desk, story):
    post(at_desk, story, text="Un disque < deux.\r\n\r\nEt <b>trois</b>\r\nlignes.")

    assert LiveEntry.objects.get().text == (
        "<p>Un disque &lt; deux.</p>\n\n<p>Et &lt;b&gt;trois&lt;/b&gt;<br>lignes.</p>"
    )


def test_the_authors_of_the_story_are_offered_and_oneself_is_chosen(editing, editor, author, story):
    make_author(name="Ailleurs")
    own = make_author(name="Claire Dumoulin", user=editor)

    form = editing.get(desk_path(story)).context["form"]

    assert {str(choice) for choice in form.fields["author"].queryset} == {"Inès Carvalho", "Claire Dumoulin"}
    assert form.initial["author"] == own


def test_a_stranger_signs_no_entry(at_desk, story):
    answer = post(at_desk, story, author=make_author().pk)

    assert answer.status_code == 422


def test_the_story_leads_to_its_live(editing, story):
    assert desk_path(story) in editing.get(change_path(story)).text


# What becomes of an entry


def test_a_changed_entry_says_so_and_keeps_what_it_said(client, at_desk, journalist, story):
    entry = tell(story, "<p>Deux cents mairies.</p>", title="Le bilan")
    form = entry_form(at_desk, story, title="Le bilan", text="<p>Trois cents mairies.</p>", base=1)

    answer = at_desk.post(entry_path(entry), form)

    assert answer.status_code == 302
    entry.refresh_from_db()
    assert entry.text == "<p>Trois cents mairies.</p>"
    assert [(change.act, change.text) for change in entry.changes.all()] == [
        ("edited", "<p>Trois cents mairies.</p>"),
        ("posted", "<p>Deux cents mairies.</p>"),
    ]
    assert entry.changes.first().by == journalist
    assert page_of(client.get(story.get_absolute_url())).find("span", class_="live-edited") is not None
    assert "Deux cents mairies." in at_desk.get(entry_path(entry)).text


def test_a_save_without_a_change_says_nothing_to_readers(at_desk, story):
    entry = tell(story, title="Le bilan")

    at_desk.post(entry_path(entry), {"title": "Le bilan", "text": entry.text, "author": "", "base": 1})

    entry.refresh_from_db()
    assert entry.edited_at is None


def test_a_change_over_a_colleagues_is_refused_once(at_desk, editor, story):
    entry = tell(story)
    entry.edit(by=editor, text="<p>D’elle.</p>")

    answer = at_desk.post(entry_path(entry), {"title": "", "text": "<p>De moi.</p>", "author": "", "base": 1})

    assert answer.status_code == 422
    assert "De moi." in page_of(answer).find("textarea").text
    assert "D’elle." in answer.text
    assert page_of(answer).find("input", id="id_base")["value"] == "2"
    entry.refresh_from_db()
    assert entry.text == "<p>D’elle.</p>"


def test_a_withdrawn_entry_keeps_its_address_and_shows_no_text(client, at_desk, story):
    entry = tell(story, "<p>Une rumeur.</p>", title="Attaque")

    act(at_desk, entry, "withdraw")

    page = page_of(client.get(entry.get_absolute_url()))
    shown = page.find("article", id="entry-1")
    assert shown.find("p", class_="live-withdrawn") is not None
    assert "rumeur" not in page.text
    assert "Attaque" not in page.text
    assert entry.changes.first().act == "withdrawn"


def test_a_withdrawn_entry_can_be_put_back(client, at_desk, story):
    entry = tell(story, "<p>Une rumeur.</p>")
    act(at_desk, entry, "withdraw")

    act(at_desk, entry, "restore")

    assert "Une rumeur." in client.get(story.get_absolute_url()).text


def test_one_entry_at_a_time_stays_on_top_until_it_is_taken_from_there(at_desk, story):
    first, second = tell(story, title="a"), tell(story, title="b")

    act(at_desk, first, "pin")
    act(at_desk, second, "pin")
    assert [entry.number for entry in LiveEntry.objects.filter(is_pinned=True)] == [2]
    act(at_desk, second, "unpin")

    assert not LiveEntry.objects.filter(is_pinned=True).exists()


def test_a_withdrawn_entry_leaves_the_top(at_desk, story):
    entry = tell(story)
    act(at_desk, entry, "pin")

    act(at_desk, entry, "withdraw")
    act(at_desk, entry, "pin")

    entry.refresh_from_db()
    assert not entry.is_pinned


@pytest.mark.parametrize("what", ["withdraw", "restore", "pin", "unpin"])
def test_a_press_that_was_overtaken_leaves_no_trace(at_desk, story, what):
    entry = tell(story)
    prepare = {"restore": "withdraw", "unpin": "pin"}.get(what)
    if prepare:
        act(at_desk, entry, prepare)
    act(at_desk, entry, what)
    count = entry.changes.count()

    act(at_desk, entry, what)

    assert entry.changes.count() == count


def test_after_the_closing_an_editor_alone_puts_an_entry_right(at_desk, editing, story):
    entry = tell(story)
    story.close_live()
    form = {"title": "", "text": "<p>Corrigé.</p>", "author": "", "base": 1}

    assert at_desk.post(entry_path(entry), form).status_code == 403
    assert act(at_desk, entry, "withdraw").status_code == 403
    assert editing.post(entry_path(entry), form).status_code == 302
    entry.refresh_from_db()
    assert entry.text == "<p>Corrigé.</p>"


@pytest.mark.parametrize("what", ["", "publish", "delete"])
def test_what_no_button_offers_answers_404(at_desk, story, what):
    assert act(at_desk, tell(story), what).status_code == 404


def test_an_entry_is_neither_withdrawn_by_a_link_nor_by_a_stranger(at_desk, story):
    entry = tell(story)
    path = f"{entry_path(entry)}act/"

    assert at_desk.get(path, {"act": "withdraw"}).status_code == 405
    assert signed_in(make_journalist("autre")).post(path, {"act": "withdraw"}).status_code == 403
    entry.refresh_from_db()
    assert entry.withdrawn_at is None


def test_entries_are_no_part_of_the_storys_revisions(at_desk, editing, story):
    form = form_of(story, "_publish_change", headline="Autre titre")
    tell(story, title="Une entrée")

    answer = editing.post(change_path(story), form)

    assert answer.status_code == 302
    story.refresh_from_db()
    assert story.headline == "Autre titre"
    assert story.is_live
    assert "Une entrée" not in str(list(story.revisions.values_list("content", flat=True)))
    assert story.live_entries.count() == 1


def test_the_desk_takes_the_same_queries_for_many_entries(at_desk, story):
    tell(story, title="1")
    with CaptureQueriesContext(connection) as few:
        at_desk.get(desk_path(story))
    for number in range(2, 60):
        tell(story, title=str(number), author=story.authors.get())

    with CaptureQueriesContext(connection) as many:
        page = at_desk.get(desk_path(story)).text

    assert len(many) <= len(few)
    assert len(re.findall(r'<li id="entry-', page)) == 39


def test_posting_takes_few_queries_however_many_entries_there_are(at_desk, story, django_assert_max_num_queries):
    for number in range(60):
        tell(story, title=str(number))
    form = entry_form(at_desk, story)

    with django_assert_max_num_queries(25):
        at_desk.post(desk_path(story), form)

    assert story.live_entries.count() == 61
