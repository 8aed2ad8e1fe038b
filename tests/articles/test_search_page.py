"""The page of readers' search: filters, whatever is typed, excerpts, and what is offered where nothing is found."""

from __future__ import annotations

from datetime import UTC, datetime
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import Client

from articles.models import Section
from articles.search.excerpts import EXCERPT_MAX
from articles.search.finding import PAGE_SIZE, PAGES_MAX, hits_of
from articles.search.form_html import TEMPLATE, form_html
from articles.search.forms import Narrowing, SearchForm
from articles.search.index import index
from articles.search.question import Question
from tests.articles.desk import signed_in
from tests.articles.searching import DAY, HOUR, ask, found, make, marks, suggested
from tests.clock import NOW
from tests.comments.readers import naughty_strings, page_of
from tests.factories import make_author, make_comment, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


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
