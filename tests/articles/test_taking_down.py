"""Taking a story offline: who did it and why is kept, readers get a sentence, and some stories end by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest

from articles.models import Article, Withdrawal, WrongStep
from tests.articles.desk import ADD, change_path, form_of, moment, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)
LEGAL = {
    "withdrawal_kind": "legal",
    "withdrawal_reason": "Ordonnance du 24.",
    "withdrawal_sentence": "Retiré par la justice.",
}
LISTS = [
    "/",
    "/feed/",
    "/feed/atom/",
    "/sitemap.xml",
    "/2026/",
    "/2026/11/",
    "/section/societe/",
    "/section/societe/feed/",
]


@pytest.fixture
def story():
    make_article(section=make_section(slug="societe"))
    return make_article(slug="panne", headline="Affaire Lumarel", published_at=NOW - DAY)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def beside(answer, field: str) -> int:
    row = page_of(answer).find("div", class_=f"field-{field}")
    return len(row.find_all("ul", class_="errorlist"))


def reloaded(story: Article) -> Article:
    story.refresh_from_db()
    return story


# By a press


def test_who_takes_a_story_offline_is_kept_with_the_reason(desk, editor, story):
    desk.post(change_path(story), form_of(story, "_unpublish", **LEGAL))

    kept = Withdrawal.objects.get()
    assert (kept.article, kept.by, kept.at) == (story, editor, NOW)
    assert (kept.kind, kept.reason, kept.public_sentence) == ("legal", "Ordonnance du 24.", "Retiré par la justice.")


def test_readers_get_the_sentence_and_nothing_of_the_reason(client, desk, story):
    desk.post(change_path(story), form_of(story, "_unpublish", **LEGAL))

    answer = client.get(story.get_absolute_url())

    assert answer.status_code == 410
    assert "Retiré par la justice." in answer.text
    assert "Ordonnance" not in answer.text
    assert "Lumarel" not in answer.text


def test_without_a_sentence_readers_get_the_usual_one(client, desk, story):
    desk.post(change_path(story), form_of(story, "_unpublish", withdrawal_kind="error"))

    answer = client.get(story.get_absolute_url())

    assert answer.status_code == 410
    assert page_of(answer).find("p", class_="gone-sentence") is None


def test_the_sentence_stays_a_sentence(client, desk, story):
    words = {"withdrawal_kind": "error", "withdrawal_sentence": "<script>alert(1)</script>"}
    desk.post(change_path(story), form_of(story, "_unpublish", **words))

    assert "<script>alert" not in client.get(story.get_absolute_url()).text


def test_a_press_without_a_reason_is_refused_and_the_story_stays(client, desk, story):
    answer = desk.post(change_path(story), form_of(story, "_unpublish", withdrawal_sentence="Gardée."))

    assert beside(answer, "withdrawal_kind") == 1
    assert page_of(answer).field("withdrawal_sentence")["value"] == "Gardée."
    assert client.get(story.get_absolute_url()).status_code == 200


def test_another_reason_is_to_be_said(desk, story):
    answer = desk.post(change_path(story), form_of(story, "_unpublish", withdrawal_kind="other"))

    assert beside(answer, "withdrawal_reason") == 1
    assert reloaded(story).is_published


@pytest.mark.parametrize("kind", ["x", "LEGAL", "\x00"])
def test_a_reason_of_no_kind_is_refused(desk, story, kind):
    answer = desk.post(change_path(story), form_of(story, "_unpublish", withdrawal_kind=kind))

    assert beside(answer, "withdrawal_kind") >= 1
    assert reloaded(story).is_published


def test_a_schedule_is_taken_back_without_a_reason_and_leaves_none(desk):
    story = make_article(published_at=NOW + DAY)

    answer = desk.post(change_path(story), form_of(story, "_unpublish"))

    assert answer.status_code == 302
    assert not Withdrawal.objects.exists()


def test_a_reason_without_the_press_takes_nothing_offline(desk, story):
    desk.post(change_path(story), form_of(story, **LEGAL))

    assert reloaded(story).is_published
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("path", LISTS)
def test_a_story_leaves_every_list_at_once(client, desk, story, path):
    assert "panne" in client.get(path).text

    desk.post(change_path(story), form_of(story, "_unpublish", **LEGAL))

    assert "panne" not in client.get(path).text


def test_reasons_stay_when_the_story_comes_back(client, desk, story):
    desk.post(change_path(story), form_of(story, "_unpublish", **LEGAL))
    reloaded(story).publish()

    assert client.get(story.get_absolute_url()).status_code == 200
    assert "Ordonnance du 24." in desk.get(change_path(story)).text


def test_the_last_reason_is_the_one_that_readers_get(client, editor, story, clock):
    story.unpublish(by=editor, kind="error", public_sentence="Ancienne.")
    clock.shift(DAY)
    story.publish()
    story.unpublish(by=editor, kind="legal", public_sentence="Récente.")

    text = client.get(story.get_absolute_url()).text

    assert "Récente." in text and "Ancienne." not in text


def test_a_journalist_takes_nothing_offline(journalist, story):
    answer = signed_in(journalist).post(change_path(story), form_of(story, "_unpublish", **LEGAL))

    assert answer.status_code == 403
    assert reloaded(story).is_published


# By itself, at a time


@pytest.fixture
def ending(story):
    Article.objects.filter(pk=story.pk).update(ends_at=NOW + DAY)
    return reloaded(story)


def test_an_editor_sets_the_time_until_which_a_story_is_public(desk, story):
    desk.post(change_path(story), form_of(story, **moment("ends_at", NOW + DAY)))

    assert reloaded(story).ends_at == NOW + DAY


def test_a_story_ends_by_itself_and_to_the_second(client, clock, ending):
    clock.move_to(NOW + DAY - timedelta(seconds=1))
    before = client.get(ending.get_absolute_url()).status_code
    clock.shift(timedelta(seconds=1))
    after = client.get(ending.get_absolute_url()).status_code

    assert (before, after) == (200, 410)


def test_who_has_the_page_is_told_that_it_ended(client, clock, ending):
    etag = client.get(ending.get_absolute_url()).headers["ETag"]
    clock.shift(DAY)

    assert client.get(ending.get_absolute_url(), headers={"if-none-match": etag}).status_code == 410


@pytest.mark.parametrize("path", LISTS)
def test_a_story_that_ended_is_in_no_list(client, clock, ending, path):
    make_comment(article=ending, status="approved", body="Un mot.")
    before = client.get(path).text
    clock.shift(DAY)
    after = client.get(path).text

    assert "panne" in before
    assert "panne" not in after


def test_the_sentence_of_an_earlier_withdrawal_is_not_that_of_the_end(client, clock, editor, story):
    story.unpublish(by=editor, kind="error", public_sentence="Retirée.")
    story.publish()
    Article.objects.filter(pk=story.pk).update(ends_at=NOW + DAY)
    clock.shift(DAY)

    answer = client.get(story.get_absolute_url())

    assert answer.status_code == 410
    assert "Retirée." not in answer.text


def test_a_story_that_ended_and_is_then_taken_offline_has_the_sentence_of_that(client, desk, clock, ending):
    clock.shift(DAY)

    desk.post(change_path(ending), form_of(ending, "_unpublish", **LEGAL))

    assert "Retiré par la justice." in client.get(ending.get_absolute_url()).text


def test_comments_of_a_story_that_ended_are_gone_with_it(client, clock, ending):
    comment = make_comment(article=ending, status="approved")
    clock.shift(DAY)

    assert client.get(f"/comments/{comment.pk}/").status_code in (404, 410)
    assert not type(comment).objects.approved().exists()


def test_a_story_that_ended_is_among_the_withdrawn_at_the_desk(desk, clock, ending):
    clock.shift(DAY)

    listed = desk.get("/admin/articles/article/", {"state": "withdrawn"}).context["cl"].result_list

    assert list(listed) == [ending]


def test_a_story_that_ended_is_published_again_without_its_end(client, desk, clock, ending):
    clock.shift(2 * DAY)

    desk.post(change_path(ending), form_of(ending, "_publish"))

    assert client.get(ending.get_absolute_url()).status_code == 200
    assert reloaded(ending).ends_at is None


@pytest.mark.parametrize("at", [NOW, NOW - DAY])
def test_an_end_that_has_passed_is_refused_beside_its_field(desk, story, at):
    answer = desk.post(change_path(story), form_of(story, **moment("ends_at", at)))

    assert beside(answer, "ends_at") == 1
    assert reloaded(story).ends_at is None


def test_a_story_does_not_end_before_it_begins(desk):
    draft = make_article(published_at=None)
    times = moment("publish_at", NOW + 2 * DAY) | moment("ends_at", NOW + DAY)

    answer = desk.post(change_path(draft), form_of(draft, "_schedule", **times))

    assert beside(answer, "ends_at") == 1
    assert reloaded(draft).published_at is None


def test_a_new_story_gets_its_end_in_one_step(client, desk, clock):
    desk.post(ADD, story_form("_publish", **moment("ends_at", NOW + DAY)))
    path = Article.objects.get().get_absolute_url()

    before = client.get(path).status_code
    clock.shift(DAY)

    assert (before, client.get(path).status_code) == (200, 410)


def test_a_journalist_sets_no_end(journalist):
    draft = make_article(published_at=None, created_by=journalist)

    signed_in(journalist).post(change_path(draft), form_of(draft, **moment("ends_at", NOW + DAY)))

    assert reloaded(draft).ends_at is None


# Two at once


def test_of_two_who_take_a_story_offline_the_first_is_kept(editor, story):
    stale = Article.objects.get(pk=story.pk)

    story.unpublish(by=editor, kind="legal")
    with pytest.raises(WrongStep):
        stale.unpublish(by=editor, kind="error")

    assert Withdrawal.objects.get().kind == "legal"


def test_of_two_who_publish_the_first_sets_the_date(clock):
    draft = make_article(published_at=None)
    stale = Article.objects.get(pk=draft.pk)
    draft.publish()
    clock.shift(timedelta(seconds=5))

    with pytest.raises(WrongStep):
        stale.publish()

    assert reloaded(draft).first_published_at == NOW


def test_who_publishes_what_was_just_taken_offline_changes_nothing(client, editor, story):
    stale = Article.objects.get(pk=story.pk)
    story.unpublish(by=editor, kind="legal")

    with pytest.raises(WrongStep):
        stale.publish()

    assert client.get(story.get_absolute_url()).status_code == 410


def test_who_takes_back_a_schedule_that_was_just_published_changes_nothing(editor):
    story = make_article(published_at=NOW + DAY)
    stale = Article.objects.get(pk=story.pk)
    story.publish()

    with pytest.raises(WrongStep):
        stale.unpublish(by=editor)

    assert reloaded(story).is_published
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize("button", ["_publish", "_schedule"])
def test_a_press_from_a_form_that_was_open_for_long_moves_no_date(desk, story, button):
    before = story.published_at

    desk.post(change_path(story), form_of(story, button, **moment("publish_at", NOW + DAY)))

    assert reloaded(story).published_at == before


def test_the_second_press_of_two_does_no_harm(client, desk, story):
    form = form_of(story, "_unpublish", **LEGAL)

    answers = [desk.post(change_path(story), form).status_code for _press in range(2)]

    assert answers == [302, 200]  # the second one is told where the story stands
    assert client.get(story.get_absolute_url()).status_code == 410
    assert Withdrawal.objects.count() == 1
