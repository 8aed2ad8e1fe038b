"""Readers' search: what it finds, in which order, and what it never tells."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection

from articles.models import Article
from articles.revisions.due import write_due_changes
from articles.search import finding, newest_first
from articles.search.finding import PAGE_SIZE
from articles.search.question import Question
from tests.articles.desk import change_path, form_of
from tests.articles.searching import DAY, HOUR, ask, found, make
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


# Words


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Cet été, l’œuvre naît.", "ete"),
        ("Cet été, l’œuvre naît.", "OEUVRE"),
        ("Cet été, l’œuvre naît.", "œuvre"),
        ("Un jour d'ete", "été"),
        ("Cet été, l’œuvre naît.", "l'œuvre"),
        ("Cet été, l’œuvre naît.", "d’œuvre"),
        ("Les réseaux publics", "réseau publique"),
        ("Un nouveau journal", "nouvelles"),
        ("Un nouveau journal", "journaux"),
        ("La faille a été publiée", "publier"),
        ("Une chercheuse française", "chercheurs français"),
        ("Two stories were updated", "update story"),
        ("It is running", "run"),
        ("Apple’s servers", "apple server"),
        ("Le langage C et l’iPhone 15", "iphone 15"),
        ("Un mot <em>sou</em>ligné", "souligné"),
        ("R&amp;D &lt;b&gt;", "r&d"),
        ("Ελληνικά και Русский", "русский"),
    ],
)
def test_a_word_is_found_in_its_forms(text, asked):
    make("Celui-ci", text)
    make("Celui-là", "Rien de tel.")

    assert found(asked) == ["Celui-ci"]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("des données ouvertes", "don"),
        ("une publication", "publier"),
        ("le réseautage", "réseau"),
        ("un client", "clé"),
        ("rendez-vous", "sous"),
        ("l’eau", "l"),
    ],
)
def test_another_word_is_not_found(text, asked):
    make("Celui-ci", text)

    assert found(asked) == []


def test_all_words_are_asked_for_and_not_those_that_tell_nothing():
    make("Les deux", "panne de courant à Lyon")
    make("L’un", "panne de courant à Lille")

    assert found("the panne dans Lyon") == ["Les deux"]


def test_words_that_tell_nothing_are_searched_where_nothing_else_is():
    make("Celui-ci", "le pas de la")
    make("Celui-là", "Autre chose.")

    assert found("pas le") == ["Celui-ci"]


@pytest.mark.parametrize("quotes", ['"{}"', "« {} »", "“{}”", "„{}“", '"{}'])
def test_a_phrase_is_found_as_it_stands(quotes):
    make("Tel quel", "Un logiciel libre, disent-ils.")
    make("Épars", "Il est libre d’écrire un logiciel.")

    assert found(quotes.format("logiciels libres")) == ["Tel quel"]


def test_a_longer_phrase_is_more_than_its_pairs():
    make("Tel quel", "C’est le grand chat noir.")
    make("Par paires", "C’est le grand chat gris, un chat noir et le grand.")

    assert found('"le grand chat noir"') == ["Tel quel"]


def test_a_phrase_does_not_reach_from_one_part_into_the_next():
    make("Panne de réseau", "Lyon attend.", standfirst="Grave incident")

    assert found('"réseau grave"') == []
    assert found('"réseau Lyon"') == []
    assert found('"incident Lyon"') == []


def test_a_minus_leaves_out_what_holds_a_word_or_a_phrase():
    make("Lyon", "panne à Lyon, réseau électrique")
    make("Lille", "panne à Lille, réseau ferré")

    assert found("panne -Lyon") == ["Lille"]
    assert found('panne -"réseau ferré"') == ["Lyon"]
    assert found('panne -"réseau lyon"') == ["Lille", "Lyon"]
    assert found("panne -lyon -lille") == []


def test_a_minus_within_a_word_is_no_minus():
    make("Celui-ci", "Le plan anti-spam avance.")

    assert found("anti-spam") == ["Celui-ci"]


def test_a_search_for_nothing_but_a_minus_is_one_for_the_word():
    make("Celui-ci", "panne")

    assert found("-panne") == ["Celui-ci"]


def test_authors_are_found_by_their_names():
    author = make_author(name="Léa Roux")
    make("Celui-ci", authors=[author, make_author(name="Paul Dupuis")])
    make("Celui-là")

    assert found("lea roux") == found('"Léa Roux"') == found("dupuis") == ["Celui-ci"]


def test_captions_quotations_and_standfirst_are_searched_and_markup_is_not():
    body = '<figure><img alt="x" src="/m.png"><figcaption>La salle.</figcaption></figure><blockquote>Voilà</blockquote>'
    make_article(headline="Celui-ci", standfirst="Un chapeau.", body=body)

    assert found("salle") == found("voila") == found("chapeau") == ["Celui-ci"]
    assert found("figure") == found("png") == []


# Order


def test_the_headline_weighs_more_than_the_standfirst_and_that_more_than_the_text():
    make("Texte", "panne")
    make("Chapeau", standfirst="Une panne.", published_at=NOW - 2 * DAY)
    make("Une panne", published_at=NOW - 9 * DAY)

    assert found("panne") == ["Une panne", "Chapeau", "Texte"]


def test_a_phrase_comes_before_scattered_words():
    make("Épars", "un réseau neuf et une panne")
    make("Ensemble", "une panne réseau", published_at=NOW - 9 * DAY)

    assert found("panne réseau") == ["Ensemble", "Épars"]


def test_a_phrase_of_the_headline_comes_first_and_a_headline_with_one_of_the_words_before_none():
    make("Rien", "panne et réseau")
    make("La panne", "réseau", published_at=NOW - 2 * DAY)
    make("Réseau : une panne", published_at=NOW - 3 * DAY)
    make("Panne réseau", published_at=NOW - 4 * DAY)

    assert found("panne réseau") == ["Panne réseau", "Réseau : une panne", "La panne", "Rien"]


def test_what_is_equal_stands_newest_first():
    for days in (3, 1, 2):
        make(f"Il y a {days} jours", "panne", published_at=NOW - days * DAY)

    assert found("panne") == ["Il y a 1 jours", "Il y a 2 jours", "Il y a 3 jours"]


@pytest.mark.parametrize("page", [1, 2])
@pytest.mark.parametrize("question", ["panne", "panne réseau", '"panne réseau" lyon', "panne -lyon"])
def test_many_hits_have_the_order_of_few(monkeypatch, question, page):
    monkeypatch.setattr(finding, "PAGE_SIZE", 4)
    for number, words in enumerate(["panne", "réseau", "lyon", "panne réseau", "réseau, panne"] * 2):
        at = NOW - (number * 7 % 5) * DAY
        make(f"{number} {words}", "panne réseau à Lyon", standfirst=words, published_at=at)
        make(f"{number} Rien", f"{words} panne", published_at=at - HOUR)
    few = found(question, page=page)

    monkeypatch.setattr(finding, "COUNTED_UP_TO", 7)

    assert len(few) == 4
    assert found(question, page=page) == few
    assert "Plus de" in page_of(ask(question)).find("h2", id="search-stories").text


def test_among_many_new_stories_old_ones_are_found_in_their_place(monkeypatch):
    """So many that PostgreSQL is asked for the newest month first."""
    section = make_section()
    times = [NOW - number * timedelta(hours=6) for number in range(400)]
    Article.objects.bulk_create(
        Article(headline="Autre", slug=f"autre-{number}", section=section, published_at=at, first_published_at=at)
        for number, at in enumerate(times)
    )
    make("Titre sur la panne", published_at=NOW - 900 * DAY)
    for days in (*range(1, 4), *range(400, 418)):
        make(f"Il y a {days} jours", "panne", published_at=NOW - days * DAY)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE articles_searchterms")
        newest_first.forget()
        assert len(newest_first.known_spread().newest_first(Question.of("panne").terms, PAGE_SIZE, NOW)) == 2

    in_order = ["Titre sur la panne", *(f"Il y a {days} jours" for days in (*range(1, 4), *range(400, 418)))]
    assert [*found("panne"), *found("panne", page=2)] == in_order
    assert "22" in page_of(ask("panne")).find("h2", id="search-stories").text
    assert found("panne", **{"from": "2025-12-01"}) == in_order[1:4]
    assert found("panne", **{"from": "2015-12-01"}) == in_order[:20]
    assert found("panne", until="2026-11-23") == [in_order[0], *in_order[2:21]]
    assert found("panne", **{"from": "2027-01-01"}) == []
    monkeypatch.setattr(finding, "COUNTED_UP_TO", 7)
    assert "Plus de" in page_of(ask("panne")).find("h2", id="search-stories").text


@pytest.mark.parametrize(
    ("question", "narrowed"),
    [
        ("panne", {}),
        ("panne réseau", {}),
        ('"panne réseau"', {}),
        ("panne -lyon", {}),
        ("lyon panne réseau", {"section": "reseaux"}),
        ("panne", {"author": "lea-roux"}),
        ("panne", {"from": "2026-04-01"}),
        ("panne", {"from": "2026-04-01", "until": "2027-01-01"}),
        ("réseau", {"until": "2026-09-01"}),
    ],
)
def test_what_is_known_of_terms_changes_nothing_in_what_is_found(monkeypatch, question, narrowed):
    """PostgreSQL knows nothing of a table before it is analysed, and asks all months at once."""
    monkeypatch.setattr(finding, "PAGE_SIZE", 4)
    monkeypatch.setattr(finding, "COUNTED_UP_TO", 16)
    sections, author = [make_section(), make_section(slug="reseaux")], make_author(name="Léa Roux", slug="lea-roux")
    words = ["panne réseau", "panne", "réseau, panne", "lyon panne", "réseau", "panne réseau à Lyon"]
    for number in range(72):
        headline = f"{words[number % 5]} {number}" if number % 3 == 0 else f"Titre {number}"
        values = {"standfirst": words[number % 4], "section": sections[number % 2], "authors": [author][: number % 3]}
        make(headline, words[number % 6], published_at=NOW - number * 5 * DAY, **values)
    before = [found(question, page=page, **narrowed) for page in (1, 2)]

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_searchterms")
    newest_first.forget()

    assert [found(question, page=page, **narrowed) for page in (1, 2)] == before
    assert all(before)


# What is never found


def test_what_readers_may_not_read_is_not_found():
    make("Secret brouillon", published_at=None)
    make("Secret programmé", published_at=NOW + HOUR)
    make("Secret sous embargo", published_at=None, embargo_until=NOW + DAY)
    make("Secret terminé", ends_at=NOW - HOUR, published_at=NOW - DAY)
    make("Secret retiré").unpublish(by=None, reason="Faux.")

    answer = ask("secret")

    assert found("secret") == []
    assert "Secret" not in answer.text


def test_a_story_is_found_from_the_second_at_which_it_is_public_until_the_second_at_which_it_ends(clock):
    make("Panne", published_at=NOW + HOUR, ends_at=NOW + 2 * HOUR)

    assert found("panne") == []
    clock.move_to(NOW + HOUR)
    assert found("panne") == ["Panne"]
    clock.move_to(NOW + 2 * HOUR)
    assert found("panne") == []


def test_a_change_that_waits_is_found_once_it_is_public(clock, editors_desk):
    story = make("Titre public", "panne", slug="panne")
    tomorrow = {"publish_at_0": "2026-11-26", "publish_at_1": "07:30:00"}
    form = form_of(story, "_schedule_change", headline="Titre corrigé", body="<p>incident</p>", **tomorrow)
    editors_desk.post(change_path(story), form)
    assert (found("incident"), found("panne")) == ([], ["Titre public"])

    clock.move_to(NOW + DAY)
    write_due_changes()

    assert (found("incident"), found("panne")) == (["Titre corrigé"], [])
