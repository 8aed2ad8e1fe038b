"""What readers are told when a published story changes: on its page, in the feeds, on a page of all notes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.db import IntegrityError
from django.urls import reverse

from articles.dates import moment_in_words
from articles.models import Article, Correction, CorrectionWording
from articles.revisions.due import write_due_changes
from tests.articles.desk import SEEN, change_path, form_of, preview_path, signed_in
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_editor, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR = timedelta(hours=1)
FULL_TEXT = "{http://purl.org/rss/1.0/modules/content/}encoded"
A = "{http://www.w3.org/2005/Atom}"
NOTE = {"correction_kind": "correction", "correction_text": "La panne a duré deux heures, et non trois."}
BODY = "<p>La panne a duré trois heures.</p>"


@pytest.fixture
def story():
    return make_article(slug="panne", headline="Une panne de réseau", body=BODY, published_at=NOW - 2 * HOUR)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def note_path(note: Correction) -> str:
    return reverse("admin:articles_correction_change", args=[note.pk])


def note_form(note: Correction, **fields) -> dict:
    return {"kind": note.kind, "text": note.text, "before": note.before, "after": note.after} | fields


def reloaded(row):
    row.refresh_from_db()
    return row


def story_page(client, story: Article):
    return page_of(client.get(story.get_absolute_url()))


def dates_of(page) -> list[str]:
    return [time["datetime"] for time in page.find("p", class_="byline").find_all("time")]


def beside(answer, field: str) -> int:
    row = page_of(answer).find("div", class_=f"field-{field}")
    return len(row.find_all("ul", class_="errorlist"))


# A note on the story's page


def test_a_note_stands_on_the_page_with_its_date(client, desk, story):
    desk.post(change_path(story), form_of(story, body="<p>La panne a duré deux heures.</p>", **NOTE))

    (note,) = story_page(client, story).find_all("div", class_="note")

    assert NOTE["correction_text"] in note.text
    assert datetime.fromisoformat(note.find("time")["datetime"]) == NOW


def test_a_note_tells_what_it_was_and_what_it_is(client, desk, story):
    words = {"correction_before": "trois heures", "correction_after": "deux heures"}

    desk.post(change_path(story), form_of(story, **NOTE, **words))

    note = story_page(client, story).find("div", class_="note")
    assert (note.find("del").text, note.find("ins").text) == ("trois heures", "deux heures")


def test_a_note_keeps_who_wrote_it(desk, editor, story):
    desk.post(change_path(story), form_of(story, **NOTE))

    note = Correction.objects.get()
    assert (note.by, note.at, note.kind) == (editor, NOW, "correction")


@pytest.mark.parametrize("kind", ["correction", "clarification", "update"])
def test_a_note_is_of_a_kind(desk, story, kind):
    desk.post(change_path(story), form_of(story, **NOTE | {"correction_kind": kind}))

    assert Correction.objects.get().kind == kind


def test_several_notes_stand_newest_first(client, desk, story, clock):
    for text in ("Première.", "Seconde."):
        desk.post(change_path(story), form_of(story, correction_text=text))
        clock.shift(HOUR)

    notes = story_page(client, story).find_all("div", class_="note")

    assert ["Seconde." in notes[0].text, "Première." in notes[1].text] == [True, True]


def test_words_of_a_note_stay_words(client, desk, story):
    desk.post(change_path(story), form_of(story, correction_text="<script>alert(1)</script> & <b>gras</b>"))

    for path in (story.get_absolute_url(), "/corrections/", "/feed/", "/corrections/feed/"):
        text = client.get(path).text
        assert "<script>alert" not in text
        assert "<b>gras" not in text


def test_a_story_without_notes_has_no_place_for_them(client, story):
    assert story_page(client, story).find(class_="notes") is None


@pytest.mark.parametrize("words", [{"correction_before": "trois"}, {"correction_after": "deux"}])
def test_the_versions_alone_are_no_note(desk, story, words):
    answer = desk.post(change_path(story), form_of(story, **words))

    assert beside(answer, "correction_text") == 1
    assert not Correction.objects.exists()


@pytest.mark.parametrize("length", [1001])
def test_a_note_that_is_too_long_is_refused_and_kept(desk, story, length):
    answer = desk.post(change_path(story), form_of(story, correction_text="x" * length, headline="Autre"))

    page = page_of(answer)
    assert beside(answer, "correction_text") == 1
    assert page.field("correction_text").typed.strip() == "x" * length
    assert page.field("headline").typed == "Autre"


def test_a_draft_has_no_field_for_notes_and_takes_none(desk):
    draft = make_article(published_at=None)

    desk.post(change_path(draft), form_of(draft, **NOTE))

    assert page_of(desk.get(change_path(draft))).find("textarea", name="correction_text") is None
    assert not Correction.objects.exists()


def test_a_journalist_adds_no_note(journalist, story):
    answer = signed_in(journalist).post(change_path(story), form_of(story, **NOTE))

    assert answer.status_code == 403
    assert not Correction.objects.exists()


def test_the_form_lists_the_notes_so_far(desk, editor, story):
    note = story.correct("Il était midi.", by=editor)

    page = page_of(desk.get(change_path(story)))

    assert page.find("a", href=note_path(note)) is not None


def test_a_note_stands_in_the_preview_as_well(desk, editor, story):
    story.correct("Il était midi.", by=editor)

    assert "Il était midi." in desk.get(preview_path(story)).text


def test_a_kept_page_shows_a_new_note_at_once(client, editor, story):
    etag = client.get(story.get_absolute_url()).headers["ETag"]

    Article.objects.get().correct("Il était midi.", by=editor)

    answer = client.get(story.get_absolute_url(), headers={"if-none-match": etag})
    assert "Il était midi." in answer.text


# Published, and updated


def test_a_story_is_not_said_to_be_updated_when_it_was_not(client, story):
    assert len(dates_of(story_page(client, story))) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("headline", "Une panne de banque"), ("standfirst", "Deux heures."), ("body", "<p>Deux heures.</p>")],
)
def test_a_change_of_fact_is_dated_on_the_page(client, desk, story, field, value):
    desk.post(change_path(story), form_of(story, **{field: value}))

    published, updated = map(datetime.fromisoformat, dates_of(story_page(client, story)))
    assert (published, updated) == (NOW - 2 * HOUR, NOW)


@pytest.mark.parametrize(
    "fields",
    [{}, {"body": "<p>La panne a durée trois heures !</p>"}, {"comments_open": ""}, {"slug": "autre-adresse"}],
)
def test_spelling_and_what_is_not_read_are_not_dated(client, desk, story, fields):
    desk.post(change_path(story), form_of(story, **fields))

    assert len(dates_of(story_page(client, reloaded(story)))) == 1
    assert story.updated_at == story.published_at


def test_spelling_is_on_the_page_at_once_though_it_is_not_dated(client, desk, story):
    client.get(story.get_absolute_url())

    desk.post(change_path(story), form_of(story, body="<p>La panne a durée trois heures.</p>"))

    assert "durée" in client.get(story.get_absolute_url()).text


def test_a_note_alone_is_dated(client, desk, story):
    desk.post(change_path(story), form_of(story, **NOTE))

    assert len(dates_of(story_page(client, story))) == 2


def test_what_is_changed_before_the_publication_is_not_dated(client, desk, clock):
    story = make_article(published_at=NOW + HOUR, slug="a-venir")
    desk.post(change_path(story), form_of(story, body="<p>Tout autre chose.</p>"))

    clock.shift(2 * HOUR)

    assert len(dates_of(story_page(client, story))) == 1
    assert "Tout autre chose" in client.get(story.get_absolute_url()).text


def test_a_story_that_comes_back_is_dated_by_its_return(client, desk, story, clock):
    desk.post(change_path(story), form_of(story, headline="Autre titre"))
    reloaded(story).unpublish()
    clock.shift(HOUR)

    story.publish()

    assert len(dates_of(story_page(client, story))) == 1


# In the feeds


@pytest.mark.parametrize(("path", "content"), [("/feed/", FULL_TEXT), ("/feed/atom/", f"{A}content")])
def test_the_full_text_of_a_feed_begins_with_the_note(client, editor, story, path, content):
    story.correct("Il était midi.", by=editor, before="onze heures", after="midi")

    text = next(ElementTree.fromstring(client.get(path).content).iter(content)).text

    note, _, body = text.partition(BODY)
    assert note.startswith("<p><strong>")
    assert "Il était midi." in note and "onze heures" in note
    assert body == ""


def test_the_date_of_an_entry_moves_with_a_note(client, editor, story, clock):
    clock.shift(HOUR)

    story.correct("Il était midi.", by=editor)

    feed = ElementTree.fromstring(client.get("/feed/atom/").content)
    assert datetime.fromisoformat(feed.findtext(f"{A}entry/{A}updated")) == NOW + HOUR
    assert datetime.fromisoformat(feed.findtext(f"{A}entry/{A}published")) == story.published_at


def test_the_queries_of_a_feed_do_not_grow_with_notes(client, editor, story, django_assert_max_num_queries):
    story.correct("Une.", by=editor)
    with django_assert_max_num_queries(20) as few:
        client.get("/feed/")
    for number in range(5):
        make_article().correct(f"Note {number}.", by=editor)

    with django_assert_max_num_queries(len(few)):
        client.get("/feed/")


# All of them on one page


def test_all_notes_are_listed_newest_first_with_their_stories(client, editor, story):
    other = make_article(headline="Autre article")
    first = story.correct("Ancienne.", by=editor, at=NOW - HOUR)
    second = other.correct("Récente.", by=editor)

    listed = page_of(client.get("/corrections/")).find("ol", class_="notes-list").find_all("li")

    assert [note.find("a")["href"] for note in listed] == [second.get_absolute_url(), first.get_absolute_url()]
    assert listed[0].find("a").text == "Autre article"


def test_a_note_links_to_its_place_on_the_page(client, editor, story):
    note = story.correct("Il était midi.", by=editor)

    anchor = note.get_absolute_url().partition("#")[2]

    assert story_page(client, story).find(id=anchor) is not None


def test_the_list_is_empty_in_a_sentence(client):
    answer = client.get("/corrections/")

    assert answer.status_code == 200
    assert page_of(answer).find("p", class_="empty") is not None


@pytest.mark.parametrize("path", ["/corrections/", "/corrections/feed/", "/corrections/feed/atom/", "/sitemap.xml"])
@pytest.mark.parametrize("state", ["withdrawn", "ended", "scheduled"])
def test_notes_of_a_story_that_is_not_public_are_nowhere(client, editor, story, path, state):
    story.correct("Il était midi.", by=editor)
    if state == "withdrawn":
        story.unpublish()
    elif state == "ended":
        Article.objects.update(ends_at=NOW)
    else:
        story.publish(NOW + HOUR)

    text = client.get(path).text

    assert "midi" not in text
    assert "panne" not in text
    assert "<loc>http://testserver/corrections/" not in text


def test_the_sitemap_lists_the_corrections_once_there_are_any(client, editor, story):
    story.correct("Il était midi.", by=editor)

    assert "<loc>http://testserver/corrections/</loc>" in client.get("/sitemap.xml").text


def test_the_list_is_read_page_by_page(client, editor, story):
    for number in range(45):
        story.correct(f"Note {number:02}.", by=editor, at=NOW - timedelta(minutes=number))
    path, seen, pages = "/corrections/", [], 0

    while path:
        page = page_of(client.get(path))
        seen += [note.find_all("p")[1].text for note in page.find_all("li", class_="note")]
        more = page.find("a", rel="next")
        path, pages = (f"/corrections/{more['href']}" if more else ""), pages + 1

    assert seen == [f"Note {number:02}." for number in range(45)]
    assert pages == 3


def test_notes_of_the_same_moment_are_all_found(client, editor, story):
    for _number in range(25):
        story.correct("Même heure.", by=editor, at=NOW)
    page = page_of(client.get("/corrections/"))

    rest = page_of(client.get(f"/corrections/{page.find('a', rel='next')['href']}"))

    assert len(page.find_all("li", class_="note")) + len(rest.find_all("li", class_="note")) == 25


@pytest.mark.parametrize("cursor", ["x", "1-1", "9" * 30, "1_0-1", "١-٢", "-", "0-0", "\x00", "1764072000000000-1"])
def test_a_cursor_that_is_none_answers_404(client, cursor):
    assert client.get("/corrections/", {"before": cursor}).status_code == 404


def test_the_first_page_is_the_canonical_one(client, editor, story):
    for number in range(21):
        story.correct(f"Note {number}.", by=editor, at=NOW - timedelta(minutes=number))
    first = page_of(client.get("/corrections/"))
    second = page_of(client.get(f"/corrections/{first.find('a', rel='next')['href']}"))

    assert first.find("link", rel="canonical")["href"] == "http://testserver/corrections/"
    assert first.find("meta", name="robots") is None
    assert "noindex" in second.find("meta", name="robots")["content"]


def test_the_queries_of_the_list_do_not_grow_with_its_rows(client, editor, story, django_assert_max_num_queries):
    story.correct("Une.", by=editor)
    with django_assert_max_num_queries(5) as few:
        client.get("/corrections/")
    for number in range(15):
        make_article().correct(f"Note {number}.", by=editor)

    with django_assert_max_num_queries(len(few)):
        client.get("/corrections/")


@pytest.mark.parametrize("path", ["/corrections/feed/", "/corrections/feed/atom/"])
def test_the_feed_of_corrections_is_well_formed_and_found_from_the_page(client, editor, story, path):
    note = story.correct("Il était midi.\x0b", by=editor)

    feed = client.get(path)
    page = page_of(client.get("/corrections/"))

    root = ElementTree.fromstring(feed.content)
    words = [element.text or element.get("href") for element in root.iter()]
    assert f"http://testserver{note.get_absolute_url()}" in words
    assert "Il était midi.\ufffd" in words
    assert page.find("link", rel="alternate", href=path) is not None


def test_every_page_leads_to_the_corrections(client, story):
    assert story_page(client, story).find("a", href="/corrections/") is not None


# The owner may ask for a note


@pytest.fixture
def asked(settings):
    settings.CORRECTION_REQUIRED = True


def test_a_change_of_fact_without_a_note_is_refused_where_the_owner_asks_for_one(client, asked, desk, story):
    answer = desk.post(change_path(story), form_of(story, body="<p>La panne a duré deux heures.</p>"))

    page = page_of(answer)
    assert beside(answer, "correction_text") == 1
    assert "deux heures" in page.field("body").typed
    assert "trois heures" in client.get(story.get_absolute_url()).text


def test_a_change_of_fact_with_a_note_is_saved_where_the_owner_asks_for_one(client, asked, desk, story):
    desk.post(change_path(story), form_of(story, body="<p>La panne a duré deux heures.</p>", **NOTE))

    assert "deux heures." in client.get(story.get_absolute_url()).text


CLOSED = {"comments_open": "", "warnings_seen": f"{SEEN} comments_closed"}


@pytest.mark.parametrize("fields", [{}, {"body": "<p>La panne à duré trois heures.</p>"}, CLOSED])
def test_spelling_needs_no_note(asked, desk, story, fields):
    assert desk.post(change_path(story), form_of(story, **fields)).status_code == 302


def test_nobody_is_asked_for_a_note_unless_the_owner_wants_it(desk, story):
    assert desk.post(change_path(story), form_of(story, headline="Autre")).status_code == 302


@pytest.mark.parametrize("published_at", [None, NOW + HOUR])
def test_what_readers_never_saw_needs_no_note(asked, desk, published_at):
    story = make_article(published_at=published_at)

    assert desk.post(change_path(story), form_of(story, headline="Autre")).status_code == 302


def test_taking_a_story_offline_needs_no_note(asked, desk, story):
    form = form_of(story, "_unpublish", headline="Autre", withdrawal_kind="legal")

    assert desk.post(change_path(story), form).status_code == 302


# A note waits with the change that is scheduled

LATER = {"publish_at_0": "2026-11-26", "publish_at_1": "07:30:00"}
HOUR_OF_CHANGE = datetime(2026, 11, 26, 6, 30, tzinfo=UTC)
CHANGED = {"body": "<p>La panne a duré deux heures.</p>"}
PUBLIC_PLACES = [
    "/2026/11/panne/",
    "/corrections/",
    "/corrections/feed/",
    "/corrections/feed/atom/",
    "/feed/",
    "/feed/atom/",
]
WORDS = "deux heures, et non trois"


@pytest.fixture
def scheduled(desk, story):
    """A story whose change of tomorrow morning brings a note."""
    assert (
        desk.post(change_path(story), form_of(story, "_schedule_change", **CHANGED, **NOTE, **LATER)).status_code == 302
    )
    return reloaded(story)


def places_that_say(client, words: str) -> list[str]:
    return [path for path in PUBLIC_PLACES if words in client.get(path).text]


def resent(desk, story: Article, button: str, **fields) -> dict:
    """Return what the form sends that was opened on the scheduled change, note included."""
    page = page_of(desk.get(change_path(story)))
    words = {
        name: page.field(name).typed.strip() for name in ("correction_text", "correction_before", "correction_after")
    }
    return form_of(story, button, **CHANGED, correction_kind=NOTE["correction_kind"], **words) | fields


def test_a_note_is_nowhere_before_the_hour_of_its_change_and_everywhere_from_then_on(client, clock, scheduled):
    clock.move_to(HOUR_OF_CHANGE - timedelta(seconds=1))
    before = places_that_say(client, WORDS)
    sitemap = client.get("/sitemap.xml").text

    clock.move_to(HOUR_OF_CHANGE)

    assert (before, "/corrections/" in sitemap) == ([], False)
    assert places_that_say(client, WORDS) == PUBLIC_PLACES
    assert "<loc>http://testserver/corrections/</loc>" in client.get("/sitemap.xml").text


def test_a_note_that_came_by_itself_is_dated_by_the_hour_of_its_change(client, clock, scheduled):
    clock.move_to(HOUR_OF_CHANGE + timedelta(seconds=20))

    note = story_page(client, scheduled).find("div", class_="note")

    assert datetime.fromisoformat(note.find("time")["datetime"]) == HOUR_OF_CHANGE


def test_the_worker_leaves_page_and_note_as_readers_have_them(client, clock, editor, scheduled):
    clock.move_to(HOUR_OF_CHANGE + timedelta(seconds=20))
    page = client.get(scheduled.get_absolute_url()).text

    write_due_changes()

    assert client.get(scheduled.get_absolute_url()).text == page
    assert places_that_say(client, WORDS) == PUBLIC_PLACES
    assert (Correction.objects.get().by, reloaded(scheduled).updated_at) == (editor, HOUR_OF_CHANGE)


@pytest.mark.parametrize("has_worker", [False, True])
def test_a_note_dates_the_page_though_its_change_is_spelling(client, clock, desk, story, has_worker):
    spelling = {"body": "<p>La panne à duré trois heures.</p>"}
    desk.post(change_path(story), form_of(story, "_schedule_change", **spelling, **NOTE, **LATER))
    clock.move_to(HOUR_OF_CHANGE)
    if has_worker:
        write_due_changes()

    _published, updated = map(datetime.fromisoformat, dates_of(story_page(client, story)))
    assert updated == HOUR_OF_CHANGE


def test_scheduling_dates_nothing_yet(client, scheduled):
    assert len(dates_of(story_page(client, scheduled))) == 1
    assert scheduled.updated_at == scheduled.published_at


def test_a_comment_that_is_refused_shows_no_note_before_its_hour(client, scheduled):
    answer = client.post(
        reverse("comments:post_comment", args=[scheduled.pk]),
        {"author_name": "", "body": ""},
        headers={"sec-fetch-site": "same-origin"},
    )

    assert answer.status_code == 422
    assert WORDS not in answer.text


def test_the_owner_may_ask_for_a_note_with_a_scheduled_change(asked, desk, story):
    refused = desk.post(change_path(story), form_of(story, "_schedule_change", **CHANGED, **LATER))
    taken = desk.post(change_path(story), form_of(story, "_schedule_change", **CHANGED, **NOTE, **LATER))

    assert beside(refused, "correction_text") == 1
    assert "deux heures" in page_of(refused).field("body").typed
    assert (taken.status_code, reloaded(story).change_at) == (302, HOUR_OF_CHANGE)


def test_the_form_opens_with_the_note_that_waits_and_says_when_it_comes(desk, scheduled):
    page = page_of(desk.get(change_path(scheduled)))

    assert page.field("correction_text").typed.strip() == NOTE["correction_text"]
    assert moment_in_words(HOUR_OF_CHANGE) in page.find("div", class_="description").text
    assert page.find("div", class_="field-notes_so_far").find("a") is None


def test_the_preview_of_a_scheduled_change_shows_its_note(desk, scheduled):
    assert WORDS in desk.get(preview_path(scheduled)).text


def test_a_note_that_waits_is_not_among_those_that_readers_know(desk, scheduled):
    note = Correction.objects.get()

    assert NOTE["correction_text"] not in desk.get(reverse("admin:articles_correction_changelist")).text
    assert desk.get(note_path(note)).status_code == 302


def test_keeping_the_change_once_more_keeps_its_note(client, clock, desk, scheduled):
    desk.post(change_path(scheduled), resent(desk, scheduled, "_continue", headline="Autre titre"))
    clock.move_to(HOUR_OF_CHANGE)

    page = client.get(scheduled.get_absolute_url()).text
    assert "Autre titre" in page and WORDS in page
    assert Correction.objects.count() == 1


def test_a_note_that_waits_is_put_in_other_words(client, clock, desk, scheduled):
    form = resent(desk, scheduled, "_continue", correction_text="Deux heures et demie.", correction_kind="update")
    desk.post(change_path(scheduled), form)
    clock.move_to(HOUR_OF_CHANGE)

    note = Correction.objects.get()
    assert (note.text, note.kind, note.changed_at) == ("Deux heures et demie.", "update", None)
    assert places_that_say(client, "Deux heures et demie.") == PUBLIC_PLACES


def test_a_note_that_waits_is_taken_out(desk, scheduled):
    desk.post(change_path(scheduled), resent(desk, scheduled, "_continue", correction_text=""))

    assert not Correction.objects.exists()
    assert reloaded(scheduled).change_at == HOUR_OF_CHANGE


def test_a_note_that_the_owner_asks_for_is_not_taken_out(asked, desk, scheduled):
    answer = desk.post(change_path(scheduled), resent(desk, scheduled, "_continue", correction_text=""))

    assert beside(answer, "correction_text") == 1
    assert Correction.objects.exists()


def test_a_note_moves_with_the_hour_of_its_change(client, clock, desk, scheduled):
    moved = LATER | {"publish_at_0": "2026-11-27"}
    desk.post(change_path(scheduled), resent(desk, scheduled, "_schedule_change", **moved))

    clock.move_to(HOUR_OF_CHANGE)
    on_the_first_day = places_that_say(client, WORDS)
    clock.shift(timedelta(days=1))

    assert on_the_first_day == []
    assert places_that_say(client, WORDS) == ["/2026/11/panne/", *PUBLIC_PLACES[1:]]


def test_a_change_that_is_published_before_its_hour_brings_its_note_once(client, clock, desk, scheduled):
    desk.post(change_path(scheduled), resent(desk, scheduled, "_publish_change"))
    at_once = places_that_say(client, WORDS)
    clock.move_to(HOUR_OF_CHANGE)

    assert at_once == PUBLIC_PLACES
    assert Correction.objects.get().at == NOW
    assert len(story_page(client, scheduled).find_all("div", class_="note")) == 1


def test_dropping_a_scheduled_change_drops_its_note(client, clock, desk, scheduled):
    answer = desk.post(change_path(scheduled), resent(desk, scheduled, "_discard_change"))
    clock.move_to(HOUR_OF_CHANGE)

    assert answer.status_code == 302
    assert places_that_say(client, WORDS) == []
    assert not Correction.objects.exists()


def test_coming_back_to_the_public_text_drops_the_note(desk, scheduled):
    desk.post(change_path(scheduled), resent(desk, scheduled, "_continue", body=BODY))

    assert (reloaded(scheduled).change_at, Correction.objects.count()) == (None, 0)


def test_an_old_revision_takes_the_place_of_a_scheduled_change_without_its_hour_and_note(
    client, clock, desk, scheduled
):
    desk.post(reverse("admin:articles_article_restore", args=[scheduled.pk]), {"number": 1})
    clock.move_to(HOUR_OF_CHANGE)

    assert reloaded(scheduled).change_at is None
    assert scheduled.working is not None
    assert "trois heures" in client.get(scheduled.get_absolute_url()).text
    assert not Correction.objects.exists()


def test_dropping_a_change_drops_no_note_that_readers_know(client, desk, editor, scheduled):
    scheduled.correct("Il était midi.", by=editor)

    desk.post(change_path(scheduled), resent(desk, scheduled, "_discard_change"))

    assert [note.text for note in Correction.objects.all()] == ["Il était midi."]


def test_a_note_waits_while_its_story_is_offline(client, clock, desk, scheduled):
    form = resent(desk, scheduled, "_unpublish", withdrawal_kind="legal")
    assert desk.post(change_path(scheduled), form).status_code == 302
    clock.move_to(HOUR_OF_CHANGE)

    assert places_that_say(client, WORDS) == []


def test_taking_a_story_with_a_scheduled_change_offline_needs_no_note(asked, desk, scheduled):
    form = form_of(scheduled, "_unpublish", withdrawal_kind="legal", **CHANGED)

    assert desk.post(change_path(scheduled), form).status_code == 302


# A press that comes after the hour, and before the worker


def test_who_drops_a_change_after_its_hour_is_told_that_readers_have_it(client, clock, desk, scheduled):
    form = resent(desk, scheduled, "_discard_change")
    clock.move_to(HOUR_OF_CHANGE)

    answer = desk.post(change_path(scheduled), form)

    assert page_of(answer).find("ul", class_="nonfield") is not None
    assert places_that_say(client, WORDS) == PUBLIC_PLACES


def test_what_is_kept_after_the_hour_waits_like_any_change(client, clock, desk, scheduled):
    form = form_of(scheduled, "_continue", headline="Autre titre", **CHANGED)
    clock.move_to(HOUR_OF_CHANGE)

    desk.post(change_path(scheduled), form)

    page = client.get(scheduled.get_absolute_url()).text
    assert "deux heures." in page and "Autre titre" not in page
    assert reloaded(scheduled).working.content["headline"] == "Autre titre"


def test_a_note_that_readers_got_meanwhile_is_not_told_twice(clock, desk, scheduled):
    form = resent(desk, scheduled, "_publish_change", headline="Autre titre")
    clock.move_to(HOUR_OF_CHANGE)

    answer = desk.post(change_path(scheduled), form)

    assert beside(answer, "correction_text") == 1
    assert page_of(answer).field("headline").typed == "Autre titre"
    assert Correction.objects.count() == 1


def test_an_author_does_not_save_over_a_scheduled_change(journalist, scheduled):
    Article.objects.update(created_by=journalist)

    answer = signed_in(journalist).post(change_path(scheduled), form_of(scheduled, "_continue", headline="Autre"))

    assert answer.status_code == 403
    assert reloaded(scheduled).working.content["headline"] == scheduled.headline


def test_notes_that_came_with_a_change_cost_a_feed_no_query_more(client, clock, story, django_assert_max_num_queries):
    story.record_origin()
    story.schedule_change(story.revisions.get(), NOW + HOUR)
    clock.shift(HOUR)
    with django_assert_max_num_queries(30) as without:
        client.get("/feed/")
    for number in range(4):
        story.correct(f"Note {number}.", by=None, at=NOW + HOUR)

    with django_assert_max_num_queries(len(without)):
        assert client.get("/feed/").text.count("Note ") == 4


# Notes change with a trace, and never vanish


def test_a_note_is_reworded_and_says_so(client, desk, editor, story, clock):
    note = story.correct("Il était onze heures.", by=editor)
    clock.shift(HOUR)

    desk.post(note_path(note), note_form(note, text="Il était midi."))

    shown = story_page(client, story).find("div", class_="note")
    assert "Il était midi." in shown.text and "onze" not in shown.text
    assert [datetime.fromisoformat(time["datetime"]) for time in shown.find_all("time")] == [NOW, NOW + HOUR]


def test_the_wording_that_readers_knew_is_kept(desk, story):
    note = story.correct("Il était onze heures.", by=make_editor("auteure"))

    desk.post(note_path(note), note_form(note, text="Il était midi."))

    known = CorrectionWording.objects.get()
    assert (known.text, known.by.username) == ("Il était onze heures.", "editrice")
    assert "onze heures" in desk.get(note_path(note)).text


def test_saving_a_note_as_it_is_leaves_no_trace(desk, editor, story):
    note = story.correct("Il était midi.", by=editor)

    desk.post(note_path(note), note_form(note))

    assert not CorrectionWording.objects.exists()
    assert reloaded(note).changed_at is None


def test_a_note_that_is_taken_back_leaves_a_line_with_the_reason(client, desk, editor, story):
    note = story.correct("Il était onze heures.", by=editor)

    desk.post(note_path(note), note_form(note, take_back="on", reason="La note visait un autre article."))

    for path in (story.get_absolute_url(), "/corrections/", "/feed/"):
        text = client.get(path).text
        assert "La note visait un autre article." in text
        assert "onze heures" not in text
    assert CorrectionWording.objects.get().text == "Il était onze heures."


def test_a_note_is_not_taken_back_without_a_reason(desk, editor, story):
    note = story.correct("Il était midi.", by=editor)

    answer = desk.post(note_path(note), note_form(note, take_back="on"))

    assert beside(answer, "reason") == 1
    assert reloaded(note).withdrawn_at is None


def test_a_note_that_was_taken_back_changes_no_more(desk, editor, story):
    note = story.correct("Il était midi.", by=editor)
    note.withdraw(by=editor, reason="Erreur.")

    answer = desk.post(note_path(note), note_form(note, text="Autre."))

    assert answer.status_code == 403
    assert reloaded(note).text == "Il était midi."


def test_a_note_is_taken_back_once(editor, story):
    note = story.correct("Il était midi.", by=editor)
    stale = Correction.objects.get()

    assert [note.withdraw(by=editor, reason="Une."), stale.withdraw(by=editor, reason="Deux.")] == [True, False]
    assert reloaded(stale).withdrawal_reason == "Une."


def test_the_database_keeps_no_note_that_was_taken_back_without_a_reason(editor, story):
    story.correct("Il était midi.", by=editor)

    with pytest.raises(IntegrityError):
        Correction.objects.update(withdrawn_at=NOW)


@pytest.mark.parametrize("person", ["editor", "journalist", "moderator"])
def test_nobody_deletes_a_note(request, editor, story, person):
    note = story.correct("Il était midi.", by=editor)
    path = reverse("admin:articles_correction_delete", args=[note.pk])
    many = {"action": "delete_selected", "_selected_action": [note.pk], "post": "yes"}
    desk = signed_in(request.getfixturevalue(person))

    desk.post(path, {"post": "yes"})
    desk.post(reverse("admin:articles_correction_changelist"), many)

    assert Correction.objects.exists()


@pytest.mark.parametrize("person", ["journalist", "moderator"])
def test_notes_are_reworded_by_those_who_publish_alone(request, editor, story, person):
    note = story.correct("Il était midi.", by=editor)
    desk = signed_in(request.getfixturevalue(person))

    answers = {
        desk.get(reverse("admin:articles_correction_changelist")).status_code,
        desk.get(note_path(note)).status_code,
    }
    desk.post(note_path(note), note_form(note, text="Autre."))

    assert answers == {403}
    assert reloaded(note).text == "Il était midi."


def test_the_queries_of_the_desks_list_do_not_grow(desk, editor, story, django_assert_max_num_queries):
    path = reverse("admin:articles_correction_changelist")
    story.correct("Une.", by=editor)
    with django_assert_max_num_queries(30) as few:
        desk.get(path)
    for number in range(8):
        make_article(section=make_section()).correct(f"Note {number}.", by=editor)

    with django_assert_max_num_queries(len(few)):
        desk.get(path)
