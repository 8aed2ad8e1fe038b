"""Every save of a story is a revision: who, when, what changed, any two compared, any one restored."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, Tag
from tests.articles.desk import ADD, change_path, form_of, reloaded, signed_in, story_form
from tests.comments.readers import page_of, xss_lines
from tests.factories import make_article, make_author, make_journalist, make_picture, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(journalist):
    return make_article(published_at=None, created_by=journalist, headline="Premier titre", slug="brouillon")


def history_path(article: Article) -> str:
    return reverse("admin:articles_article_history", args=[article.pk])


def compare_path(article: Article) -> str:
    return reverse("admin:articles_article_compare", args=[article.pk])


def restore_path(article: Article) -> str:
    return reverse("admin:articles_article_restore", args=[article.pk])


def headlines_of(article: Article) -> list[str]:
    return [revision.content["headline"] for revision in article.revisions.order_by("number")]


def test_a_new_story_has_a_first_revision(desk, journalist):
    desk.post(ADD, story_form(headline="Premier titre"))

    revision = Article.objects.get().revisions.get()
    assert (revision.number, revision.made_by, revision.content["headline"]) == (1, journalist, "Premier titre")


def test_each_save_is_kept_and_what_stood_before_the_first_one_too(desk, draft):
    for headline in ("Deuxième titre", "Troisième titre"):
        desk.post(change_path(draft), form_of(draft, headline=headline))

    assert headlines_of(draft) == ["Premier titre", "Deuxième titre", "Troisième titre"]


def test_saving_without_a_change_makes_no_revision(desk, draft):
    desk.post(change_path(draft), form_of(draft, headline="Deuxième titre"))
    desk.post(change_path(draft), form_of(reloaded(draft)))

    assert draft.revisions.count() == 2


def test_a_revision_holds_all_that_the_form_writes(desk, draft):
    tag, picture, section = Tag.objects.create(name="réseau", slug="reseau"), make_picture(), make_section()
    authors = [make_author(name="Zoé"), make_author(name="Anne")]
    form = story_form(authors=authors, tags=[tag.pk], lead_picture=picture.pk, section=section.pk)

    desk.post(change_path(draft), form | {"base": 0})

    content = draft.revisions.order_by("number").last().content
    shared = dict.fromkeys(["seo_title", "seo_description", "social_title", "social_text", "canonical_url"], "")
    assert content == shared | {
        "social_picture": None,
        "noindex": False,
        "headline": "Une panne de réseau",
        "slug": "une-panne-de-reseau",
        "standfirst": "Trois heures sans paiement.",
        "body": "<p>Le réseau est tombé à midi.</p>",
        "section": section.pk,
        "lead_picture": picture.pk,
        "language": "fr",
        "tags": [tag.pk],
        "authors": [{"author": author.pk, "role": "by"} for author in authors],
    }
    assert [byline.author for byline in draft.bylines.all()] == authors


def test_the_first_publication_is_marked(editor, draft):
    signed_in(editor).post(change_path(draft), form_of(draft, "_publish"))

    assert draft.revisions.get().published_at == reloaded(draft).published_at


def test_the_history_says_who_saved_when_and_what_changed(desk, draft, journalist):
    journalist.first_name, journalist.last_name = "Léa", "Marchetti"
    journalist.save()
    desk.post(change_path(draft), form_of(draft, headline="Deuxième titre plus long"))

    rows = page_of(desk.get(history_path(draft))).find("tbody").find_all("tr")

    assert len(rows) == 2
    assert "Léa Marchetti" in rows[0].text
    assert "+3" in rows[0].text
    assert "−1" in rows[0].text


def test_two_revisions_are_compared_word_by_word(desk, draft):
    desk.post(change_path(draft), form_of(draft, body="<p>Le réseau est tombé à midi.</p>"))
    desk.post(change_path(draft), form_of(reloaded(draft), body="<p>Le réseau est tombé à treize heures.</p>"))

    page = desk.get(compare_path(draft), {"before": 2, "after": 3}).text

    assert "<p>Le réseau est tombé à <del>midi</del><ins>treize heures</ins>.</p>" in page


def test_a_change_of_authors_tags_section_and_picture_is_named_in_words(desk, draft):
    tag, picture = Tag.objects.create(name="réseau", slug="reseau"), make_picture(caption="La salle")
    section, author = make_section(name="Enquêtes"), make_author(name="Zoé Roux")
    form = story_form(authors=[author], tags=[tag.pk], lead_picture=picture.pk, section=section.pk)
    desk.post(change_path(draft), form | {"base": 0})

    text = page_of(desk.get(compare_path(draft))).text

    for words in ("réseau", "La salle", "Enquêtes", "Zoé Roux"):
        assert words in text


def test_what_was_deleted_since_is_named_by_its_number(desk, draft):
    tag = Tag.objects.create(name="réseau", slug="reseau")
    desk.post(change_path(draft), form_of(draft, tags=[tag.pk]))
    number = tag.pk
    tag.delete()

    assert str(number) in page_of(desk.get(compare_path(draft))).text


@pytest.mark.parametrize(
    "numbers", [{"before": 9}, {"after": 9}, {"before": "x"}, {"after": "0"}, {"before": "9" * 40}]
)
def test_a_revision_that_there_is_not_is_not_found(desk, draft, numbers):
    desk.post(change_path(draft), form_of(draft, headline="Deuxième titre"))

    assert desk.get(compare_path(draft), numbers).status_code == 404


def test_an_old_text_is_restored_as_a_new_revision(desk, draft):
    desk.post(change_path(draft), form_of(draft, headline="Deuxième titre"))

    desk.post(restore_path(draft), {"number": 1})

    assert reloaded(draft).headline == "Premier titre"
    assert headlines_of(draft) == ["Premier titre", "Deuxième titre", "Premier titre"]
    assert draft.revisions.get(number=3).restored_from == 1


def test_what_is_restored_leaves_out_what_was_deleted_since(desk, draft):
    tag = Tag.objects.create(name="réseau", slug="reseau")
    desk.post(change_path(draft), form_of(draft, tags=[tag.pk]))
    desk.post(change_path(draft), form_of(reloaded(draft), tags=[]))
    tag.delete()

    answer = desk.post(restore_path(draft), {"number": 2})

    assert answer.status_code == 302
    assert list(draft.tags.all()) == []


def test_restoring_a_live_story_changes_nothing_for_readers_yet(client, editor, article):
    desk = signed_in(editor)
    desk.post(change_path(article), form_of(article, "_publish_change", headline="Nouveau titre"))

    desk.post(restore_path(article), {"number": 1})

    assert "Nouveau titre" in client.get(article.get_absolute_url()).text
    assert reloaded(article).working.content["headline"] != "Nouveau titre"


def test_nothing_is_restored_by_following_a_link(desk, draft):
    desk.post(change_path(draft), form_of(draft, headline="Deuxième titre"))

    assert desk.get(restore_path(draft), {"number": 1}).status_code == 405
    assert reloaded(draft).headline == "Deuxième titre"


@pytest.mark.parametrize("path", [history_path, compare_path, restore_path])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_history_of_a_foreign_draft_is_not_there(desk, path, method):
    foreign = make_article(published_at=None, created_by=make_journalist("collegue"))
    foreign.record_origin()

    answer = getattr(desk, method)(path(foreign), {"number": 1})

    assert answer.status_code in (404, 405)


def test_a_journalist_restores_no_published_story_of_somebody_else(desk):
    foreign = make_article(created_by=make_journalist("collegue"))
    foreign.record_origin()

    assert desk.post(restore_path(foreign), {"number": 1}).status_code == 403


def test_a_moderator_sees_no_history(moderator, draft):
    assert signed_in(moderator).get(history_path(draft)).status_code == 404


def test_hostile_words_stay_words_in_history_and_comparison(desk, draft):
    hostile = "\n".join(xss_lines())[:150_000]
    for body, headline in (("<p>Avant</p>", "Avant"), (hostile, hostile[:180])):
        form = form_of(reloaded(draft), body=body, headline=headline, standfirst=hostile[:480])
        assert desk.post(change_path(draft), form).status_code == 302
    harmless = make_article(published_at=None, created_by=draft.created_by)
    for word in ("Avant", "Après"):
        desk.post(change_path(harmless), form_of(reloaded(harmless), body=f"<p>{word}</p>", headline=word))

    desk.get(ADD)  # shows what the saves had to say

    for path in (history_path, compare_path):
        attacked, plain = page_of(desk.get(path(draft))), page_of(desk.get(path(harmless)))
        for tag in ("script", "img", "iframe", "svg", "object", "style", "a"):
            assert len(attacked.find_all(tag)) == len(plain.find_all(tag)), (path, tag)


def test_the_history_takes_a_bounded_number_of_queries(desk, draft, django_assert_max_num_queries):
    for number in range(12):
        desk.post(change_path(draft), form_of(reloaded(draft), headline=f"Titre {number}"))

    with django_assert_max_num_queries(12):
        desk.get(history_path(draft))
