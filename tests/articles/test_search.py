"""Readers' search: what it finds, in which order, and what it never tells."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from django.core.management import call_command
from django.db import connection, models
from django.template.loader import render_to_string
from django.test import Client

from articles.models import Article, SearchTerms, SearchWord, Section
from articles.revisions.due import write_due_changes
from articles.search import finding, newest_first
from articles.search.excerpts import EXCERPT_MAX
from articles.search.finding import PAGE_SIZE, PAGES_MAX, hits_of
from articles.search.form_html import TEMPLATE, form_html
from articles.search.forms import Narrowing, SearchForm
from articles.search.index import index, index_name
from articles.search.kept_by_triggers import ON_SQLITE, after_a_change, before_a_change
from articles.search.question import Question
from articles.tasks import merge_search_index
from tests.articles.desk import change_path, form_of, signed_in
from tests.clock import NOW
from tests.comments.readers import naughty_strings, page_of
from tests.factories import make_article, make_author, make_comment, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def ask(q: str = "", client: Client | None = None, **asked):
    return (client or Client()).get("/search/", {"q": q} | asked)


def found(q: str = "", **asked) -> list[str]:
    """Return the headlines that a search shows, in their order."""
    page = page_of(ask(q, **asked))
    return [card.find("h2").text for card in page.find_all("article", class_="card")]


def marks(q: str, **asked) -> list[str]:
    return [mark.text for mark in page_of(ask(q, **asked)).find_all("mark")]


def suggested(q: str, **asked) -> list[str]:
    lists = page_of(ask(q, **asked)).find_all("ul", class_="search-suggestions")
    return [link.text for each in lists for link in each.find_all("a")]


def make(headline: str, text: str = "Texte.", **values):
    return make_article(headline=headline, body=f"<p>{text}</p>", **values)


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


# The index


def test_what_an_editor_saves_is_found_at_once(editors_desk):
    story = make("Titre public", "panne", slug="panne")

    editors_desk.post(change_path(story), form_of(story, "_publish_change", body="<p>incident</p>"))

    assert (found("incident"), found("panne")) == (["Titre public"], [])


def test_a_new_name_of_an_author_is_found_and_the_old_one_is_not():
    author = make_author(name="Léa Roux")
    make("Celui-ci", "panne", authors=[author])
    author.name = "Léa Moreau"
    author.save()

    index_name(author)

    assert (found("moreau"), found("roux")) == (["Celui-ci"], [])


def test_stories_that_were_moved_together_are_found_in_their_new_section():
    before, after = make_section(name="Avant"), make_section(name="Après")
    make("Celui-ci", "panne", section=before)
    make("Celui-là", "panne", section=before)

    Article.objects.filter(headline="Celui-ci").move_to(after)

    assert (found("panne", section=before.slug), found("panne", section=after.slug)) == (["Celui-là"], ["Celui-ci"])


def test_a_story_stands_where_its_date_is_moved_to():
    make("L’un", "panne", published_at=NOW - DAY)
    make("L’autre", "panne", published_at=NOW - 2 * DAY)

    for at, order in [(NOW - 3 * DAY, ["L’autre", "L’un"]), (None, ["L’autre"]), (NOW - HOUR, ["L’un", "L’autre"])]:
        Article.objects.filter(headline="L’un").update(published_at=at)
        assert found("panne") == order
    assert found("panne", until="2026-11-24") == ["L’autre"]


def test_no_migration_has_dropped_what_keeps_the_index_right():
    is_sqlite = connection.vendor == "sqlite"
    wanted = ON_SQLITE if is_sqlite else ["articles_searchterms_added", "articles_article_dated"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master" if is_sqlite else "SELECT tgname FROM pg_trigger")
        there = {name for (name,) in cursor.fetchall()}

    assert set(wanted) <= there, "a migration made a table anew: see kept_by_triggers.before_a_change()"


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_changes_the_table_of_stories_leaves_the_index_right():
    make("L’un", "panne", published_at=NOW - 2 * DAY)
    make("L’autre", "panne", published_at=NOW - DAY)
    field = models.BooleanField(default=False)
    field.set_attributes_from_name("is_new")

    change_table(lambda editor: editor.add_field(Article, field))
    change_table(lambda editor: editor.remove_field(Article, field))

    assert found("panne") == ["L’autre", "L’un"]
    Article.objects.filter(headline="L’un").update(published_at=NOW - HOUR)
    assert found("panne") == ["L’un", "L’autre"]


def change_table(change) -> None:
    """Do what a migration does that changes the table of stories, and its rows while nothing keeps the index right."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.schema_editor() as editor:
        for statement in before_a_change() if is_sqlite else []:
            editor.execute(statement, params=None)
        change(editor)
        editor.execute("UPDATE articles_searchterms SET text = text || ' autre'")
        for statement in after_a_change() if is_sqlite else []:
            editor.execute(statement, params=None)


def test_the_command_puts_dates_right_that_were_lost():
    make("Celui-ci", "panne")
    SearchTerms.objects.update(published_at=None)
    assert found("panne") == []

    call_command("reindex_stories", stdout=io.StringIO())

    assert found("panne") == ["Celui-ci"]


def test_the_parts_of_the_index_are_merged_and_answer_as_before():
    for number in range(12):
        make(f"{number}", "panne de courant")
    before, parts = found("panne"), parts_of_index()

    merge_search_index.call()

    assert found("panne") == before
    assert parts_of_index() < parts or connection.vendor != "sqlite"


def parts_of_index() -> int:
    """Return of how many parts the index of SQLite consists."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM articles_searchterms_index_idx")
        return cursor.fetchone()[0]


def test_a_deleted_story_leaves_nothing_behind():
    make("Celui-ci", "panne", published_at=None).delete()

    assert SearchTerms.objects.count() == 0
    assert found("panne") == []


def test_the_command_writes_the_index_anew():
    make("Celui-ci", "panne")
    SearchTerms.objects.all().delete()
    SearchWord.objects.all().delete()
    assert found("panne") == []

    call_command("reindex_stories", stdout=io.StringIO())

    assert found("panne") == ["Celui-ci"]
    assert suggested("panme") == ["panne"]


# Filters


def test_the_search_is_narrowed_by_section_author_and_dates():
    politics, section = make_section(), make_section(slug="reseaux")
    author = make_author(name="Léa Roux", slug="lea-roux")
    make("Novembre", "panne", section=section, published_at=datetime(2026, 11, 10, 23, 30, tzinfo=UTC))
    make("Octobre", "panne", section=politics, authors=[author], published_at=datetime(2026, 10, 1, 8, tzinfo=UTC))

    assert found("panne", section="reseaux") == ["Novembre"]
    assert found("panne", author="lea-roux") == found("panne", author="LEA ROUX") == ["Octobre"]
    assert found("panne", **{"from": "2026-11-11"}) == ["Novembre"]
    assert found("panne", until="10/11/2026") == ["Octobre"]
    assert found("panne", until="2026-11-11", **{"from": "2026-11-11"}) == ["Novembre"]


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("from", "hier"),
        ("until", "2026-02-30"),
        ("until", "9999-12-31"),
        ("from", "0001-01-01"),
        ("from", "\0"),
        ("author", "Personne"),
        ("author", "\0"),
        ("author", "x" * 500),
        ("section", "nulle-part"),
        ("section", "\0"),
    ],
)
def test_what_cannot_be_read_is_told_beside_its_field_and_kept(field, typed):
    make("Celui-ci", "panne")

    page = page_of(ask("panne", **{field: typed}))

    assert page.field("q").typed == "panne"
    assert page.find("details", class_="search-filters")["open"] == ""
    (control,) = page.find_all(name=field)
    assert control["aria-invalid"] == "true"
    (said,) = page.find_all("ul", class_="errorlist")
    assert said["id"] in control["aria-describedby"]
    if control.tag == "input":
        assert control.typed == typed
    assert page.find_all("article", class_="card") == []


@pytest.mark.parametrize(
    ("typed", "kind"),
    [("", "date"), ("2026-11-25", "date"), ("25/11/2026", "text"), ("hier", "text"), ("2026-02-30", "text")],
)
def test_a_day_that_a_browser_would_not_show_in_its_own_field_stands_in_one_for_text(typed, kind):
    assert page_of(ask("panne", until=typed)).field("until")["type"] == kind


def test_days_that_are_the_wrong_way_round_are_told():
    page = page_of(ask("panne", until="2026-11-01", **{"from": "2026-11-02"}))

    assert page.field("until")["aria-invalid"] == "true"


# What is typed


HOSTILE = [
    '"',
    '"""',
    "'",
    "''",
    '" OR "',
    "a OR b AND NOT c",
    "NEAR(a b)",
    "panne NEAR/2 lyon",
    "*",
    "pan*",
    "headline:panne",
    "{a b}: c",
    "^panne",
    "a + b",
    "((((",
    ")",
    "\\",
    "%_%",
    "\0",
    "pan\0ne",
    "-",
    "- -",
    '-"',
    "--panne",
    "🙂",
    "👩‍👩‍👧 panne",
    "le la les",
    "'; DROP TABLE articles_article; --",
    "a" * 10_000,
    "mot " * 3_000,
    '"' + "mot " * 3_000,
    "_" * 50,
    "h__panne",
    "\ud7ff\ufffd\u202e",
    "ﬀ ½ ª ß İ",
    "a:* & !b | <-> c",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_is_typed_is_words_and_no_error(text):
    make("Celui-ci", "panne")

    answer = ask(text)

    assert answer.status_code == 200
    assert unescape(page_of(answer).field("q").typed) == text


def test_naughty_strings_are_words_like_any_other():
    make("Celui-ci", "panne")

    for question in map(Question.of, naughty_strings()):
        assert not question.typed or hits_of(question, Narrowing(), 1, ()).count == 0
    for text in naughty_strings()[::3]:
        answer = ask(text, author=text, until=text)

        assert answer.status_code == 200
        assert page_of(answer).field("q").typed == text


def test_an_operator_is_a_word():
    make("Celui-ci", "near or not")

    assert found("NEAR") == ["Celui-ci"]


@pytest.mark.parametrize("text", ["", "  ", "!?", "🙂"])
def test_without_a_word_nothing_is_searched(text):
    make("Celui-ci", "panne")

    assert found(text) == []


# The page


def test_the_number_of_hits_is_told():
    for number in range(3):
        make(f"Article {number}", "panne")

    assert page_of(ask("panne")).find("h2", id="search-stories").text.startswith("3 ")


def test_hits_stand_on_pages():
    for number in range(PAGE_SIZE + 2):
        make(f"Article {number}", "panne", published_at=NOW - number * HOUR)

    first = page_of(ask("panne", section=""))
    second = page_of(Client().get("/search/" + first.find("a", rel="next")["href"]))

    assert [card.find("h2").text for card in second.find_all("article")] == ["Article 20", "Article 21"]
    assert second.find("a", rel="next") is None
    assert "page=1" in second.find("a", rel="prev")["href"]


@pytest.mark.parametrize("page", ["0", "-1", "2", "x", "1.5", str(PAGES_MAX + 1), "9" * 50, "²", ""])
def test_a_page_that_does_not_exist_answers_404(page):
    make("Celui-ci", "panne")

    assert ask("panne", page=page).status_code == 404


def test_the_words_are_marked_in_headline_and_excerpt():
    make("Les réseaux publics", "D’abord rien. Puis l’œuvre d’un RÉSEAU public, et la république.")

    assert marks("reseau public oeuvre") == ["réseaux", "publics", "œuvre", "RÉSEAU", "public"]


def test_the_excerpt_is_taken_around_the_words():
    make("Celui-ci", f"{'Avant tout cela. ' * 200} la panne du réseau {'Et après encore. ' * 200}")

    excerpt = page_of(ask("panne réseau")).find("p", class_="standfirst").text

    assert "la panne du réseau" in excerpt
    assert len(excerpt) <= EXCERPT_MAX + 4
    assert excerpt.startswith("… ") and excerpt.endswith(" …")


def test_in_the_excerpt_a_dot_stands_after_a_headline():
    story = make("Celui-ci", "panne")
    story.body = "<h2>Le réseau</h2><p>La panne, dit-on.</p><ul><li><p>un</p></li><li><p>deux</p></li></ul>"
    story.save()
    index(story)

    assert page_of(ask("panne")).find("p", class_="standfirst").text == "Le réseau · La panne, dit-on. un · deux"


def test_the_excerpt_holds_the_words_that_headline_and_standfirst_lack():
    make("La panne", f"Une panne {'et autre chose, ' * 40}à Lyon.", standfirst="Le réseau est tombé.")

    def shown(q):
        return page_of(ask(q)).find("p", class_="standfirst").text

    assert shown("panne") == shown("panne réseau") == "Le réseau est tombé."
    assert shown("panne lyon").endswith("autre chose, à Lyon.")
    assert marks("panne lyon") == ["panne", "Lyon"]


def test_a_word_far_behind_the_first_is_shown_too():
    make("Un", f"Lyon {'mot ' * 900}et le budget de Lyon monte {'mot ' * 100}.")

    assert set(marks("lyon budget")) == {"Lyon", "budget"}


def test_a_part_of_a_word_is_not_marked_where_an_excerpt_ends():
    make("Un", f"panne/{'a' * 228}/pannexyz fin")

    assert marks("panne") == ["panne"]


def test_without_the_words_in_its_text_a_hit_shows_its_standfirst():
    make("La panne", "Autre chose.", standfirst="Une panne & demie.")

    assert page_of(ask("panne")).find("p", class_="standfirst").text == "Une panne & demie."


@pytest.mark.parametrize(
    ("text", "asked", "mark"),
    [
        ("Un taux de 12 µg par mètre cube.", "µg", "µg"),
        ("Cet été, l’ŒUVRE naît.", "oeuvre", "ŒUVRE"),
        ("Des Élèves étudient.", "eleve", "Élèves"),
        ("Ελληνικά και Русский", "русский", "Русский"),
        ("Le mot ǅep", "džep", "ǅep"),
    ],
)
def test_a_word_is_marked_as_it_is_printed(text, asked, mark):
    make("Celui-ci", text)

    assert marks(asked) == [mark]


def test_what_is_marked_was_escaped_before():
    make("<b>panne</b>", "a &lt;script&gt;panne&lt;/script&gt; &amp;amp; panne à Lyon", standfirst="<i>panne</i>")

    assert "&lt;i&gt;<mark>panne</mark>&lt;/i&gt;" in ask("panne").text
    text = ask("panne lyon").text
    assert "&lt;b&gt;<mark>panne</mark>&lt;/b&gt;" in text
    assert "&lt;script&gt;<mark>panne</mark>&lt;/script&gt; &amp;amp; <mark>panne</mark>" in text


def test_the_page_is_the_same_for_all_kept_shortly_and_by_no_search_engine(editor):
    make("Celui-ci", "panne")

    stranger, regular = ask("panne"), ask("panne", signed_in(editor))

    assert stranger.content == regular.content
    assert not stranger.cookies
    assert "Cookie" not in stranger.headers.get("Vary", "")
    assert stranger.headers["Cache-Control"] == "public, max-age=60"
    assert "noindex" in page_of(stranger).find("meta", name="robots")["content"]
    assert page_of(stranger).find("link", rel="canonical") is None


def test_search_only_reads():
    assert Client().post("/search/", {"q": "panne"}).status_code == 405


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"section": "reseaux", "from": "2026-11-01"},
        {"author": "lea-roux <&>", "until": "01/11/2026", "comments": "on"},
        {"author": '" onfocus="alert(1)', "from": "2026-11-01"},
    ],
)
def test_a_filled_form_is_the_form_that_django_shows(asked):
    make_author(name="Léa Roux", slug="lea-roux")
    make_author(name="Onfocus", slug="onfocusalert1")
    make_section(slug="reseaux")
    form = SearchForm(asked)
    assert form.is_valid()

    wanted = render_to_string(TEMPLATE, {"form": form, "words": "panne", "is_open": bool(asked)})
    assert form_html(form, "panne", list(Section.objects.all())) == wanted


def test_the_form_has_labels_and_keeps_its_filters():
    section = make_section(slug="reseaux")
    make("Celui-ci", "panne", section=section)

    page = page_of(ask("panne", section="reseaux", comments="1"))

    labels = {label["for"] for label in page.find_all("label")}
    controls = page.find("form", class_="search").find_all("input") + page.find_all("select")
    assert {control["id"] for control in controls} <= labels
    assert page.find("option", value="reseaux")["selected"] == ""
    assert "checked" in page.field("comments")


def test_every_page_and_every_error_leads_to_the_search(client):
    assert page_of(client.get("/")).find("a", class_="search-link")["href"] == "/search/"

    form = page_of(client.get("/nulle-part/")).find("form", role="search")
    assert (form["action"], form.find("input")["name"]) == ("/search/", "q")
    assert form.find("label")["for"] == form.find("input")["id"]


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    make_comment(article=make("Article", "panne"), status="approved", body="Une panne.")
    with django_assert_max_num_queries(12) as few:
        ask("panne", author="", comments="1")
    for number in range(15):
        story = make(f"Article {number}", "panne", authors=[make_author(), make_author()])
        make_comment(article=story, status="approved", body="Une panne.")

    with django_assert_max_num_queries(len(few)):
        ask("panne", author="", comments="1")


# Where nothing is found


def test_the_nearest_words_that_are_published_are_suggested():
    make("Celui-ci", "cryptographie et Réseau, cryptographique")

    assert suggested("criptographie") == ["cryptographie"]
    assert suggested("cryptographi") == []
    assert suggested("cryptographixe") == ["cryptographie", "cryptographique"]
    assert suggested("résaeu lyon") == ["réseau lyon"]
    assert suggested("reseau reseeu") == ["reseau réseau"]
    assert suggested("zzzzzzz") == []


def test_a_suggestion_leads_to_what_it_promises():
    make("Celui-ci", "cryptographie")

    link = page_of(ask("criptographie")).find("ul", class_="search-suggestions").find("a")

    assert "Celui-ci" in Client().get("/search/" + link["href"]).text


def test_a_word_of_what_readers_may_not_read_is_never_suggested():
    make("Secret", "zorglub", published_at=None)
    make("Secret", "zorglub", published_at=NOW + DAY)
    make("Secret", "zorglub").unpublish(by=None, reason="Faux.")

    assert suggested("zorglab") == []


def test_the_same_search_without_its_filters_is_offered_where_it_finds_something():
    make("Celui-ci", "panne", section=make_section())
    make_section(slug="vide")

    links = [link["href"] for link in page_of(ask("panne", section="vide")).find("div", class_="empty").find_all("a")]

    assert links == ["?q=panne"]
    assert page_of(ask("lyon", section="vide")).find("div", class_="empty").find_all("a") == []


def test_a_search_that_finds_nothing_costs_a_bounded_number_of_queries(django_assert_max_num_queries):
    for word in ("panneau", "panneaux", "pannele", "pannelle", "pannette", "pannella"):
        make("Brouillon", word, published_at=None)

    with django_assert_max_num_queries(16):
        ask("pannexa autre mot encore un lyon lille paris", section="")


def test_indexing_twice_changes_nothing():
    story = make("Celui-ci", "panne")

    index(Article.objects.get(pk=story.pk))

    assert found("panne") == ["Celui-ci"]
