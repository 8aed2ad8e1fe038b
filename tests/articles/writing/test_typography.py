"""French typography: what it sets, what it leaves alone, and that it is shown before it is applied."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.models import Article
from articles.story_html import sanitise
from articles.writing.typography import set_line, set_story
from tests.articles.desk import form_of, signed_in, story_form
from tests.comments.readers import naughty_strings, page_of, xss_lines
from tests.factories import make_article

ADD_TYPOGRAPHY = reverse("admin:articles_article_add_typography")
STORIES = Path(__file__).parents[3] / "articles/demo/stories"
NARROW, NO_BREAK = "\u202f", "\u00a0"
TEXTS = st.text("ab'\" .,;:!?«»“”’%€–-…()1230\u00a0\u202f/@éÀ\n", max_size=40)
PIECES = st.lists(
    st.sampled_from(["<p>", "</p>", "<em>", "</em>", "<code>", "</code>", "<strong>", "</strong>", "<br>", "<li>"])
    | st.sampled_from(
        ['<a href="https://x.fr/?a;b">', "</a>", '<small class="note">', "</small>", "https://x.fr", "a@b.fr"]
    )
    | TEXTS,
    max_size=12,
).map("".join)


def shown(text: str) -> str:
    """Make the spaces that cannot break visible: · narrow, _ wide."""
    return text.replace(NARROW, "·").replace(NO_BREAK, "_").replace("&nbsp;", "_")


def letters(html: str) -> str:
    return re.sub(r"[\W_]", "", html)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Quoi ? Non ! Oui ; bien", "Quoi·? Non·! Oui·; bien"),
        ("Quoi? Non! Oui; bien", "Quoi·? Non·! Oui·; bien"),
        ("Vraiment ?! Oui !!!", "Vraiment·?! Oui·!!!"),
        ("Il dit : oui", "Il dit_: oui"),
        ("Il dit: oui", "Il dit_: oui"),
        ("« mot »", "«·mot·»"),
        ("«mot»", "«·mot·»"),
        ('Il a dit "oui" hier', "Il a dit «·oui·» hier"),
        ('"Il a dit "oui" hier"', "«·Il a dit “oui” hier·»"),
        ('« Il a dit "oui" hier »', "«·Il a dit “oui” hier·»"),
        ("l'été, aujourd'hui, d'\"ici\"", "l’été, aujourd’hui, d’«·ici·»"),
        ("Attendez...", "Attendez…"),
        ("un - dit-il - deux", "un – dit-il – deux"),
        ("un -- deux", "un – deux"),
        ("30 % ou 30%, 12 € ou 12€", "30_% ou 30_%, 12_€ ou 12_€"),
        ("5 km, 20 °C et 16 Go", "5_km, 20_°C et 16_Go"),
        ("70 000 comptes, 2 200 000 lignes", "70·000 comptes, 2·200·000 lignes"),
        ("Voir https://x.fr/a?b ; merci", "Voir https://x.fr/a?b·; merci"),
    ],
)
def test_french_is_set_as_printers_set_it(before, after):
    assert shown(set_line(before)) == after


@pytest.mark.parametrize(
    "text",
    [
        "à 12:30 et 1:2:3",
        "https://x.fr/?a=b;c!d et http://x.fr:80/a:b",
        "www.x.fr/?a;b",
        "a.b+c@x.fr",
        "/home/a;b/c:d",
        "Merci :) ;-) :D",
        "un :smile: ici",
        "(!) et (?)",
        "a!=b, f(x);g(y), C::D",
        "en 2024, 300 personnes",
        "12 - 5",
        'un écran de 27" et un mot',
        '"une citation qui reste ouverte',
        "5'10",
        "rock 'n' roll",
        "....",
        "- un tiret en tête",
        "un mot-composé",
        f"déjà{NO_BREAK}! déjà{NARROW}: «{NO_BREAK}bien{NO_BREAK}»",
        "Un mot, simple.",
    ],
)
def test_what_is_no_french_sentence_is_left_alone(text):
    assert set_line(text) == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("<p>Un <strong>mot</strong> ; <em>deux</em> !</p>", "<p>Un <strong>mot</strong>·; <em>deux</em>·!</p>"),
        ("<p>Un <strong>mot</strong>; fin</p>", "<p>Un <strong>mot</strong>·; fin</p>"),
        ('<p>"<em>Un</em>" ?</p>', "<p>«·<em>Un</em>·»·?</p>"),
        ('<p><code>a ? "b" : c ;</code> ?</p>', '<p><code>a ? "b" : c ;</code>·?</p>'),
        (
            '<p>Un fait<small class="note">Une note !</small> !</p>',
            '<p>Un fait<small class="note">Une note·!</small>·!</p>',
        ),
        ('<p>"Un</p><p>deux"</p>', '<p>"Un</p><p>deux"</p>'),
        (
            '<figure class="link-card"><a href="https://x.fr/a;b">"Un" ?</a><figcaption>x.fr ;</figcaption></figure>',
            '<figure class="link-card"><a href="https://x.fr/a;b">«·Un·»·?</a><figcaption>x.fr·;</figcaption></figure>',
        ),
        ('<figure class="link-card"><a href="https://x.fr/">www.x.fr/?a;b</a></figure>',) * 2,
        ('<p><a href="/?a ;b" title="Ah ?">ici</a> ?</p>', '<p><a href="/?a ;b" title="Ah ?">ici</a>·?</p>'),
        ("<p>A &amp; B ; &lt;c&gt; !</p>", "<p>A &amp; B·; &lt;c&gt;·!</p>"),
    ],
)
def test_a_sentence_is_read_through_its_tags(before, after):
    assert shown(set_story(before)) == after


@settings(deadline=None)
@given(TEXTS)
def test_setting_a_line_again_changes_nothing(text):
    assert set_line(set_line(text)) == set_line(text)


@settings(deadline=None)
@given(PIECES)
def test_setting_a_story_again_changes_nothing(html):
    once = set_story(sanitise(html))

    assert set_story(once) == once
    assert sanitise(once) == once


@settings(deadline=None)
@given(PIECES)
def test_letters_and_tags_are_what_they_were(html):
    before = sanitise(html)
    after = set_story(before)

    assert re.findall("<[^>]*>", after) == re.findall("<[^>]*>", before)
    assert letters(after.replace("&nbsp;", "")) == letters(before.replace("&nbsp;", ""))


@pytest.mark.parametrize("strings", [naughty_strings, xss_lines])
def test_hostile_texts_are_set_without_a_new_tag(strings):
    for text in strings():
        before = sanitise(f"<p>{text}</p>")
        after = set_story(before)
        assert re.findall("<[^>]*>", after) == re.findall("<[^>]*>", before)
        assert set_story(after) == after


def test_what_a_careful_journalist_wrote_hardly_changes():
    """The demonstration stories are set by hand: what the rules would change in them is looked at here, one by one."""
    changed = [path.stem for path in sorted(STORIES.glob("*.html")) if _is_changed(path.read_text(encoding="utf-8"))]

    assert changed == []


def _is_changed(file: str) -> bool:
    body = sanitise(file.split("+++\n", 2)[2].strip())
    return set_story(body) != body


# The button


@pytest.mark.django_db
def test_the_proposal_is_shown_and_nothing_is_saved(journalist):
    article = make_article(published_at=None, created_by=journalist, body="<p>Quoi ?</p>")
    path = reverse("admin:articles_article_typography", args=[article.pk])

    page = page_of(signed_in(journalist).post(path, form_of(article, "_typography", headline='"Oui"')))

    assert [change.text for change in page.find_all("ins")] == ["«·", "·»", "·"]
    assert [change.text for change in page.find_all("del")] == ['"', '"', "␣"]
    assert page.field("body").typed == f"<p>Quoi{NARROW}?</p>"
    article.refresh_from_db()
    assert article.body == "<p>Quoi ?</p>"


@pytest.mark.django_db
def test_the_page_of_the_proposal_saves_it_when_it_is_applied(journalist):
    client = signed_in(journalist)
    page = page_of(client.post(ADD_TYPOGRAPHY, story_form("_typography", body="<p>L'été !</p>", tags=[])))
    (form,) = page.find_all("form", class_="typography")
    posted: dict[str, list[str]] = {}
    for control in form.find_all("input"):
        posted.setdefault(control["name"], []).append(control.typed)

    answer = client.post(form["action"], posted)

    assert answer.status_code == 302
    assert Article.objects.get().body == f"<p>L’été{NARROW}!</p>"
    assert Article.objects.get().headline == "Une panne de réseau"
    assert Article.objects.get().authors.count() == 1


@pytest.mark.django_db
def test_the_words_of_each_card_are_shown_by_themselves(journalist):
    card = '<figure class="link-card"><a href="https://x.fr/">{} !</a><figcaption>Ah ?</figcaption></figure>'
    body = "".join(card.format(number) for number in ("Un", "Deux"))

    page = page_of(signed_in(journalist).post(ADD_TYPOGRAPHY, story_form("_typography", body=body)))

    rows = [row.text for row in page.find("div", class_="typography-changes").find_all("li")]
    assert rows == ["Un␣·!", "Ah␣·?", "Deux␣·!", "Ah␣·?"]


@pytest.mark.django_db
def test_where_nothing_is_to_change_nothing_can_be_applied(journalist):
    page = page_of(signed_in(journalist).post(ADD_TYPOGRAPHY, story_form("_typography")))

    assert page.find_all("ins") == []
    assert page.find_all(name="_continue") == []


@pytest.mark.django_db
def test_an_english_site_sets_nothing(journalist, settings):
    settings.LANGUAGE_CODE = "en"

    page = page_of(signed_in(journalist).post(ADD_TYPOGRAPHY, story_form("_typography", body='<p>"Yes" !</p>')))

    assert page.find_all("ins") == []
    assert page.field("body").typed == '<p>"Yes" !</p>'


@pytest.mark.django_db
def test_what_was_posted_is_shown_as_words_alone(journalist):
    attack = '"><script>alert(1)</script>'

    answer = signed_in(journalist).post(
        ADD_TYPOGRAPHY, story_form("_typography", headline=attack, body=attack, slug=attack, hostile=attack)
    )

    assert "<script>alert(1)" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.django_db
def test_the_button_is_for_those_who_write_and_for_posts(client, moderator, journalist):
    assert client.post(ADD_TYPOGRAPHY, story_form("_typography")).url.startswith("/admin/login/")
    assert signed_in(moderator).post(ADD_TYPOGRAPHY, story_form("_typography")).status_code == 403
    assert signed_in(journalist).get(ADD_TYPOGRAPHY).status_code == 405
