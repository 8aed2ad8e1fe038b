"""Two people save one story: the second one is shown both texts and chooses; nothing is overwritten silently."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from articles.models import Article
from tests.articles.desk import change_path, form_of, reloaded, signed_in
from tests.comments.readers import page_of, xss_lines
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_editor, make_section

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(editor):
    return make_article(published_at=None, headline="Titre commun", body="<p>Texte commun.</p>", standfirst="Chapô.")


@pytest.fixture
def claire(editor):
    return signed_in(editor)


@pytest.fixture
def ben(db):
    return signed_in(make_editor("ben", first_name="Ben", last_name="Okafor"))


def headlines_of(article: Article) -> list[str]:
    return [revision.content["headline"] for revision in article.revisions.order_by("number")]


def choices_of(answer) -> dict[str, str]:
    """Return the choice that each field of the comparison proposes; empty where none is."""
    page = page_of(answer)
    names = [field["value"] for field in page.find_all("input", name="differing")]
    chosen = dict.fromkeys(names, "")
    for name in names:
        for radio in page.find_all("input", name=f"take_{name}"):
            if "checked" in radio.attributes:
                chosen[name] = radio["value"]
    return chosen


def settle(answer, form: dict, **takes) -> dict:
    """Return what the form posts once a choice was made."""
    page = page_of(answer)
    return form | {
        "base": page.field("base")["value"],
        "settled_against": page.field("settled_against")["value"],
        "differing": [field["value"] for field in page.find_all("input", name="differing")],
        **{f"take_{name}": side for name, side in takes.items()},
    }


def test_a_save_over_a_newer_version_is_refused_and_keeps_what_was_typed(claire, ben, draft):
    hers = form_of(draft, headline="Titre de Claire")
    ben.post(change_path(draft), form_of(draft, headline="Titre de Ben"))

    answer = claire.post(change_path(draft), hers)

    assert answer.status_code == 200
    assert reloaded(draft).headline == "Titre de Ben"
    assert page_of(answer).field("headline")["value"] == "Titre de Claire"
    assert "Titre de Claire" not in headlines_of(draft)


def test_both_texts_are_shown_with_who_saved(claire, ben, draft):
    hers = form_of(draft, body="<p>Texte de Claire.</p>")
    ben.post(change_path(draft), form_of(draft, body="<p>Texte de Ben.</p>"))

    answer = claire.post(change_path(draft), hers)

    conflict = page_of(answer).find("section", class_="story-conflict")
    assert "Ben Okafor" in conflict.text
    assert "<p>Texte <del>commun</del><ins>de Ben</ins>.</p>" in answer.text
    assert "<p>Texte <del>commun</del><ins>de Claire</ins>.</p>" in answer.text


def test_what_only_one_of_them_changed_is_proposed(claire, ben, draft):
    hers = form_of(draft, headline="Titre de Claire", standfirst="Chapô de Claire.")
    ben.post(change_path(draft), form_of(draft, headline="Titre de Ben", body="<p>Texte de Ben.</p>"))

    answer = claire.post(change_path(draft), hers)

    assert choices_of(answer) == {"headline": "", "standfirst": "mine", "body": "theirs"}


def test_the_choice_is_saved_field_by_field(claire, ben, draft):
    hers = form_of(draft, headline="Titre de Claire", standfirst="Chapô de Claire.")
    ben.post(change_path(draft), form_of(draft, headline="Titre de Ben", body="<p>Texte de Ben.</p>"))
    answer = claire.post(change_path(draft), hers)

    chosen = settle(answer, hers, headline="mine", standfirst="mine", body="theirs")
    assert claire.post(change_path(draft), chosen).status_code == 302

    assert reloaded(draft).headline == "Titre de Claire"
    assert (draft.standfirst, draft.body) == ("Chapô de Claire.", "<p>Texte de Ben.</p>")
    assert headlines_of(draft) == ["Titre commun", "Titre de Ben", "Titre de Claire"]


def test_a_field_without_a_choice_saves_nothing(claire, ben, draft):
    hers = form_of(draft, headline="Titre de Claire")
    ben.post(change_path(draft), form_of(draft, headline="Titre de Ben"))
    answer = claire.post(change_path(draft), hers)

    again = claire.post(change_path(draft), settle(answer, hers))

    assert again.status_code == 200
    assert reloaded(draft).headline == "Titre de Ben"


def test_saving_again_without_looking_saves_nothing(claire, ben, draft):
    hers = form_of(draft, headline="Titre de Claire")
    ben.post(change_path(draft), form_of(draft, headline="Titre de Ben"))

    assert [claire.post(change_path(draft), hers).status_code for _ in range(3)] == [200, 200, 200]
    assert reloaded(draft).headline == "Titre de Ben"


def test_the_same_press_twice_is_no_conflict(claire, draft):
    form = form_of(draft, headline="Titre de Claire")

    assert [claire.post(change_path(draft), form).status_code for _ in range(2)] == [302, 302]
    assert headlines_of(draft) == ["Titre commun", "Titre de Claire"]


def test_a_third_version_that_came_meanwhile_is_compared_too(claire, ben, draft):
    hers = form_of(draft, headline="Titre de Claire")
    ben.post(change_path(draft), form_of(draft, headline="Titre de Ben"))
    answer = claire.post(change_path(draft), hers)
    ben.post(change_path(draft), form_of(reloaded(draft), headline="Encore Ben"))

    again = claire.post(change_path(draft), settle(answer, hers, headline="mine"))

    assert again.status_code == 200
    assert "Encore" in page_of(again).find("section", class_="story-conflict").text
    assert reloaded(draft).headline == "Encore Ben"


def test_authors_section_and_tags_are_chosen_too(claire, ben, draft):
    section = make_section(name="Enquêtes")
    hers = form_of(draft, headline="Titre de Claire")
    theirs = form_of(draft, section=section.pk)
    theirs["bylines-0-author"] = make_article(published_at=None).authors.get().pk
    ben.post(change_path(draft), theirs)
    answer = claire.post(change_path(draft), hers)
    assert choices_of(answer) == {"headline": "mine", "section": "theirs", "authors": "theirs"}

    claire.post(change_path(draft), settle(answer, hers, **choices_of(answer)))

    assert (reloaded(draft).section, draft.headline) == (section, "Titre de Claire")
    assert draft.authors.get().pk == theirs["bylines-0-author"]


def test_a_form_that_names_no_version_is_refused(claire, draft):
    form = form_of(draft, headline="Titre de Claire")
    draft.record_origin()

    for base in ({"base": ""}, {"base": "0"}, {"base": "x"}, {"base": "-1"}):
        assert claire.post(change_path(draft), form | base).status_code == 200

    assert reloaded(draft).headline == "Titre commun"


def test_a_late_save_of_a_live_story_changes_nothing_for_readers(client, claire, ben, article):
    hers = form_of(article, "_publish_change", headline="Titre de Claire")
    ben.post(change_path(article), form_of(article, "_publish_change", headline="Titre de Ben"))

    claire.post(change_path(article), hers)

    assert "Titre de Ben" in client.get(article.get_absolute_url()).text


def test_hostile_words_stay_words_in_the_comparison(claire, ben, draft):
    counts = []
    for words in ("\n".join(xss_lines())[:150_000], "inoffensif"):
        theirs = form_of(draft, headline=words[:150], body=words)
        hers = form_of(draft, headline="Titre de Claire", body=f"{words} <p>Claire</p>", standfirst=words[:400])
        assert ben.post(change_path(draft), theirs).status_code == 302
        conflict = page_of(claire.post(change_path(draft), hers)).find("section", class_="story-conflict")
        counts.append([len(conflict.find_all(tag)) for tag in ("script", "img", "iframe", "svg", "a", "style")])
        reloaded(draft)

    assert counts[0] == counts[1]


@pytest.mark.django_db(transaction=True)
def test_of_saves_at_the_same_moment_one_is_taken(tmp_path, editor):
    draft = make_article(published_at=None)
    draft.record_origin()
    forms = iter([form_of(draft, headline=f"Titre {number}", base=1) for number in range(4)])

    def save():
        return signed_in(editor).post(change_path(draft), next(forms)).status_code

    with database_for_threads(tmp_path), ThreadPoolExecutor(4) as pool:
        answers = at_once(pool, 4, save)
        (count,) = at_once(pool, 1, draft.revisions.count)

    assert sorted(answers) == [200, 200, 200, 302]
    assert count == 2
