"""The words that the house writes otherwise: what is found, what is offered in their place, and who keeps the list."""

from __future__ import annotations

import time

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article, Checks, HouseWord
from articles.story_html import sanitise
from articles.writing.house_places import offers, places, with_chosen
from articles.writing.house_words import HouseWords, Wording
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.comments.readers import page_of
from tests.factories import make_article

LIST, NEW = reverse("admin:articles_houseword_changelist"), reverse("admin:articles_houseword_add")
ADD_TYPOGRAPHY = reverse("admin:articles_article_add_typography")
WORDS = HouseWords(
    Wording(*entry)
    for entry in [
        ("digital", "numérique"),
        ("e-mail", "courriel"),
        ("mail", "courriel"),
        ("Internet", "internet"),
        ("IA", "intelligence artificielle (IA)"),
        ("intelligence artificielle générative", "IA générative"),
        ("réseau", "maillage"),
        ("GAFA", "géants du numérique"),
        ("aujourd'hui", "ce jour"),
    ]
)


def replaced(text: str, words: HouseWords = WORDS, field: str = "headline") -> str:
    fields = {field: text}
    return with_chosen(fields, offers(fields, words), words)[field]


def in_story(html: str) -> str:
    return replaced(html, field="body")


def found(text: str) -> list[str]:
    return [find.words for find in WORDS.found_in(text)]


CARD = '<figure class="link-card"><a href="https://x.org/mail">Le mail</a><figcaption>{}</figcaption></figure>'


# What is found, and what is put in its place


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("le digital", "le numérique"),
        ("Digital et DIGITAL", "Numérique et NUMÉRIQUE"),
        ("un mail, un e-mail, un e‑mail", "un courriel, un courriel, un courriel"),
        ("sur Internet", "sur internet"),
        ("(digital) digital.", "(numérique) numérique."),
        ("une intelligence artificielle  générative", "une IA générative"),
        ("le re\u0301seau", "le maillage"),
        ("les GAFA", "les géants du numérique"),
        ("fait aujourd’hui", "fait ce jour"),
        ("mail/SMS", "courriel/SMS"),
    ],
)
def test_whole_words_are_replaced_with_their_capitals(before, after):
    assert replaced(before) == after


@pytest.mark.parametrize(
    "text",
    [
        "la digitale, le digitaliser, digitaux",
        "le reseau",
        "mail-coach, tout-digital, digital.fr, mail.example.org, le fichier mail.txt",
        "redaction@digital.fr, mail@example.org, #digital, @digital",
        "https://example.org/digital/mail?mail=digital et /digital/mail/",
        "Internet change. Internet reste. internet",
        "l’intelligence artificielle (IA)",
        '« le digital », dit-elle, “mail” et "un mail digital"',
        "« le digital reste ouvert",
        "fin du digital » et « début",
    ],
)
def test_what_is_another_word_or_said_by_others_is_not_found(text):
    assert found(text) == []


@pytest.mark.parametrize("text", ["l’e-mail", "d'e-mail", "qu’e-mail"])
def test_what_would_ask_for_another_article_is_found_and_not_offered(text):
    assert found(text) == ["e-mail"]
    assert replaced(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Le <em>digi</em>tal !</p>", "<p>Le <em>numérique</em> !</p>"),
        ("<p>un <code>mail</code> et un mail</p>", "<p>un <code>mail</code> et un courriel</p>"),
        ('<p><a href="/mail/" title="mail">un mail</a></p>', '<p><a href="/mail/" title="mail">un courriel</a></p>'),
        ("<blockquote><p>Un mail.</p><footer>Digital SA</footer></blockquote>",) * 2,
        (
            '<p>« <em>Un mail</em> » et un mail<small class="note">Un mail.</small></p>',
            '<p>« <em>Un mail</em> » et un courriel<small class="note">Un courriel.</small></p>',
        ),
        (CARD.format("Un mail."), CARD.format("Un courriel.")),
        ("<p>A &amp; mail &lt;b&gt;</p>", "<p>A &amp; courriel &lt;b&gt;</p>"),
    ],
)
def test_a_story_is_read_through_its_tags_and_what_others_said_is_theirs(before, after):
    assert in_story(before) == after


PIECES = st.lists(
    st.sampled_from(["<p>", "</p>", "<em>", "</em>", "<code>", "</code>", "<blockquote>", "</blockquote>", "<br>"])
    | st.sampled_from(["digital", "mail", "e-mail", " ", "’", "« ", " »", '"', ".", "-", "IA", "Internet", "&amp;"]),
    max_size=14,
).map("".join)


@settings(deadline=None)
@given(PIECES)
def test_tags_stay_and_once_is_enough(html):
    before = sanitise(html)
    after = in_story(before)

    assert sanitise(after) == after
    assert after.count("<") == before.count("<")
    assert in_story(after) == after


def test_a_long_list_costs_no_more_than_a_short_one():
    """Measured as a ratio: each word of the text is looked up once, however many entries there are."""
    body = "<p>" + "le réseau de la ville tient encore un peu ; " * 600 + "</p>"
    short = HouseWords([Wording("entrée 1", "x")])
    long = HouseWords(
        [Wording(f"{first} entrée {number}", "x") for number in range(500) for first in ["le", "la", "de", "un"]]
    )

    def cost(words: HouseWords) -> float:
        begun = time.process_time()
        assert list(places({"body": body}, words)) == []
        return time.process_time() - begun

    assert min(cost(long) for _ in range(3)) < 5 * min(cost(short) for _ in range(3)) + 0.05


# The check


def enter(expression="digital", instead="numérique", **values) -> HouseWord:
    return HouseWord.objects.create(expression=expression, instead=instead, **values)


def house_words_of(answer) -> list[str]:
    box = page_of(answer).find("section", class_="story-checks")
    return [item.text for item in box.find_all("li") if item["data-check"] == "house_word"]


@pytest.mark.django_db
def test_the_check_lists_each_find_with_its_place_and_what_to_write(editors_desk):
    enter(reason="Le digital est affaire de doigts.")
    draft = make_article(
        published_at=None,
        headline="Le digital",
        standfirst="Tout digital.",
        body="<p>Un.</p><p>Digital, <em>digital</em>.</p><h2>Digital</h2><blockquote><p>Digital.</p></blockquote>",
        seo_title="Digital",
    )

    listed = house_words_of(editors_desk.get(change_path(draft)))

    assert len(listed) == 6
    assert all("numérique" in item.lower() and "Le digital est affaire de doigts." in item for item in listed)
    assert sum(" 2" in item for item in listed) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(("level", "is_public"), [("stop", False), ("off", True)])
def test_the_owner_chooses_what_the_check_does(editors_desk, level, is_public):
    enter()
    Checks.choose({"house_word": level})
    draft = make_article(published_at=None, body="<p>Le digital.</p>")

    editors_desk.post(change_path(draft), form_of(draft, "_publish"))

    draft.refresh_from_db()
    assert draft.is_published is is_public


@pytest.mark.django_db
def test_the_check_names_a_bounded_number_of_finds(editors_desk):
    enter()
    draft = make_article(published_at=None, body="<p>Le digital.</p>" * 40)

    assert len(house_words_of(editors_desk.get(change_path(draft)))) == 31


@pytest.mark.django_db
def test_a_long_list_is_one_query(django_assert_num_queries):
    HouseWord.objects.bulk_create(HouseWord(expression=f"mot {n}", instead="x") for n in range(2000))

    with django_assert_num_queries(1):
        words = HouseWords.of_the_house()

    assert [find.words for find in words.found_in("Un mot 1999 de trop.")] == ["mot 1999"]


# The button


def pressed(desk, answer, **ticks):
    """Press the page's default button as a browser without a script does."""
    form = page_of(answer).find("form", class_="typography")
    posted: dict[str, list[str]] = {}
    for control in form.find_all("input"):
        if control["type"] == "hidden":
            posted.setdefault(control["name"], []).append(control.typed)
    button = next(control for control in form.find_all("input") if control["type"] == "submit")
    posted[button["name"]] = ["1"]
    return desk.post(button.attributes.get("formaction") or form["action"], posted | ticks)


def keys(answer) -> list[str]:
    return [box["value"] for box in page_of(answer).find_all("input", name="house_word")]


@pytest.mark.django_db
def test_words_are_offered_apart_and_the_chosen_ones_are_put_in(desk):
    enter()
    enter("mail", "courriel")
    body = "<p>Le digital, un mail ?</p><p>« Le digital »</p>"

    offered = desk.post(ADD_TYPOGRAPHY, story_form("_typography", headline="Le digital", body=body))
    shown = pressed(desk, offered, house_word=[keys(offered)[2]])
    pressed(desk, shown)

    assert len(keys(offered)) == 3
    assert "house-words" in page_of(offered).find("fieldset")["class"]
    assert keys(shown) == []
    story = Article.objects.get()
    assert story.headline == "Le digital"
    assert story.body == "<p>Le digital, un courriel\u202f?</p><p>«\u202fLe digital\u202f»</p>"


@pytest.mark.django_db
def test_without_a_tick_only_typography_is_set(desk):
    enter()

    offered = desk.post(ADD_TYPOGRAPHY, story_form("_typography", body="<p>Le digital ?</p>"))
    pressed(desk, pressed(desk, offered))

    assert Article.objects.get().body == "<p>Le digital\u202f?</p>"


@pytest.mark.django_db
def test_a_tick_that_names_no_offer_changes_nothing(desk):
    enter()
    hostile = ["body:9:9:x", '"><script>']
    form = story_form("_words", body="<p>Le digital</p>", house_word=hostile)

    answer = desk.post(ADD_TYPOGRAPHY, form)

    assert page_of(answer).field("body").typed == "<p>Le digital</p>"
    assert "<script>" not in answer.text.replace("<script src", "")


# The list


@pytest.mark.django_db
def test_an_editor_keeps_the_list_and_it_is_noted(editors_desk, editor):
    editors_desk.post(NEW, {"expression": "  e  mail ", "instead": "courriel", "reason": ""})
    word = HouseWord.objects.get()
    editors_desk.post(
        reverse("admin:articles_houseword_change", args=[word.pk]), {"expression": "e mail", "instead": "x"}
    )
    editors_desk.post(reverse("admin:articles_houseword_delete", args=[word.pk]), {"post": "yes"})

    assert word.expression == "e mail"
    assert not HouseWord.objects.exists()
    assert [entry.user for entry in LogEntry.objects.all()] == [editor] * 3


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"expression": "DIGITAL", "instead": "x"}, "expression"),
        ({"expression": "…", "instead": "x"}, "expression"),
        ({"expression": "mot", "instead": "mot"}, "instead"),
        ({"expression": "mot", "instead": ""}, "instead"),
        ({"expression": "x" * 81, "instead": "x"}, "expression"),
    ],
)
def test_a_useless_entry_is_refused_beside_its_field(editors_desk, form, field):
    enter()

    answer = editors_desk.post(NEW, form)

    assert list(answer.context["adminform"].form.errors) == [field]
    assert page_of(answer).field("expression").typed == form["expression"]
    assert HouseWord.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("person", ["journalist", "moderator"])
def test_nobody_else_keeps_the_list(request, person):
    client = signed_in(request.getfixturevalue(person))

    assert client.get(LIST).status_code == client.post(NEW, {"expression": "a", "instead": "b"}).status_code == 403
    assert not HouseWord.objects.exists()


@pytest.mark.django_db
def test_a_list_of_any_length_costs_the_same_queries(editors_desk, django_assert_max_num_queries):
    HouseWord.objects.bulk_create(HouseWord(expression=f"mot {n}", instead="x") for n in range(150))

    with django_assert_max_num_queries(8):
        editors_desk.get(LIST)
    assert editors_desk.get(ADD).status_code == 200
