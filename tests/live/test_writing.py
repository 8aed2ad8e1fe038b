"""Must be seen: each node written with its button, texts pasted from elsewhere, and typography, in Chromium."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from articles.story_html import sanitise
from tests.live.axe import violations
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ADD = "/admin/articles/article/add/"
CASES = Path(__file__).parents[1] / "data/paste"
NAMES = sorted(path.name.removesuffix(".clean.html") for path in CASES.glob("*.clean.html"))
LIBRARY = """
import io
from PIL import Image
from django.core.files.base import ContentFile
for number in (1, 2):
    file = io.BytesIO()
    Image.new("RGB", (32, 18)).save(file, "WEBP")
    file = ContentFile(file.getvalue(), f"{number}.webp")
    Picture.objects.create(file=file, alternative_text=f"Image {number}", caption=f"Vue {number}", credit="Léa")
"""


@pytest.fixture(scope="module")
def newsroom(running_newsroom):
    running_newsroom.reset()
    running_newsroom.shell(LIBRARY)
    running_newsroom.publish_story()
    running_newsroom.shell("Article.objects.update(lead_picture=Picture.objects.get(caption='Vue 2'))")
    return running_newsroom


@pytest.fixture
def journalist(browser, newsroom):
    person = Somebody(browser, newsroom)
    person.sign_in("journaliste")
    yield person
    assert person.errors == []
    assert person.foreign == []
    person.context.close()


@pytest.fixture
def page(journalist):
    journalist.page.goto(ADD)
    journalist.page.wait_for_selector(".ProseMirror[role=textbox]")
    journalist.page.click(".ProseMirror")
    return journalist.page


def press(page, name: str) -> None:
    page.click(f".prose-menubar button[data-name='{name}']")


def stored(page) -> str:
    """Return what saving would keep of the text."""
    return sanitise(page.input_value("#id_body"))


def answer(page, **fields: str) -> None:
    for name, value in fields.items():
        page.fill(f".writing-dialog [name={name}]", value)
    page.click(".writing-dialog button.default")
    page.wait_for_selector(".writing-dialog", state="detached")


def pick(page, number: int) -> None:
    with page.expect_popup() as library:
        press(page, "gallery")
    with library.value.expect_event("close"):
        library.value.click(f".picker button[data-alternative-text='Image {number}']")


def paste(page, html: str, text: str = "") -> None:
    """Put this on the clipboard as another program would, and paste it by keyboard."""
    page.evaluate(
        """([html, text]) => document.addEventListener("copy", (event) => {
            if (html) event.clipboardData.setData("text/html", html)
            event.clipboardData.setData("text/plain", text)
            event.preventDefault()
            event.stopImmediatePropagation()
        }, { once: true, capture: true })""",
        [html, text],
    )
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")


def write_everything(page) -> None:
    press(page, "heading2")
    page.keyboard.type("Un intertitre")
    page.keyboard.press("Enter")
    page.keyboard.type("Une citation.")
    press(page, "blockquote")
    press(page, "quoteSource")
    page.keyboard.type("Une lectrice")
    page.keyboard.press("Enter")
    page.keyboard.type("Un fait")
    press(page, "footnote")
    answer(page, text="Selon *le* [rapport](https://example.org/r).")
    page.keyboard.type(" suit.")
    page.keyboard.press("Enter")
    press(page, "factBox")
    page.keyboard.type("Trois lignes.")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    press(page, "table")
    page.keyboard.type("An")
    page.keyboard.press("Tab")
    page.keyboard.type("Nb")
    page.keyboard.press("Tab")
    page.keyboard.type("%")
    page.click(".ProseMirror figure.table figcaption")
    page.keyboard.type("Les pannes")
    page.keyboard.press("Enter")
    press(page, "linkCard")
    answer(page, href="https://www.example.org/x", title="L’étude", note="Un PDF.")
    page.keyboard.press("Enter")
    page.keyboard.type("Voir ")
    press(page, "storyLink")
    page.fill(".writing-dialog input", "un artîcle")
    page.click(".writing-dialog li button")
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    pick(page, 1)
    pick(page, 2)


EVERYTHING = (
    r"<h2>Un intertitre</h2>"
    r"<blockquote><p>Une citation\.</p><footer>Une lectrice</footer></blockquote>"
    r'<p>Un fait<small class="note">Selon <em>le</em> <a href="https://example\.org/r">rapport</a>\.</small> suit\.</p>'
    r"<aside><h3>[^<]+</h3><p>Trois lignes\.</p></aside>"
    r'<figure class="table"><table><tbody><tr><th><p>An</p></th><th><p>Nb</p></th><th><p>%</p></th></tr>'
    r"(?:<tr>(?:<td><p></p></td>){3}</tr>){2}</tbody></table><figcaption>Les pannes</figcaption></figure>"
    r'<figure class="link-card"><a href="https://www\.example\.org/x">L’étude</a>'
    r"<figcaption>Un PDF\.</figcaption></figure>"
    r'<p>Voir <a href="/\d{4}/\d\d/un-article/" data-article="\d+">Un article</a></p>'
    r'<figure class="gallery"><figure><img src="/media/[^"]+" alt="Image 1" data-file="\d+">'
    r"<figcaption>Vue 1</figcaption></figure>"
    r'<figure><img src="/media/[^"]+" alt="Image 2" data-file="\d+"><figcaption>Vue 2</figcaption></figure></figure>'
)


def test_each_node_is_written_by_its_button_saved_and_read(page):
    page.fill("#id_headline", "Essai de l’éditeur")
    page.click(".ProseMirror")

    write_everything(page)

    assert re.fullmatch(EVERYTHING, stored(page))
    assert violations(page, ".field-body") == []
    page.select_option("#id_section", label="Sécurité")
    page.click(".field-author .select2-selection")
    page.keyboard.type("Inès")
    page.click(".select2-results__option >> text=Inès Carvalho")
    page.click("[name=_preview]")
    page.wait_for_selector(".story-body .notes")
    for width, scheme in ((390, "light"), (1280, "dark")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert violations(page) == []
    page.click(".note-mark a")
    assert page.evaluate("location.hash") == "#note-1"


def test_what_was_saved_is_edited_again(page):
    page.keyboard.type("Un fait")
    press(page, "footnote")
    answer(page, text="Une **note**.")
    page.click(".ProseMirror small.note")
    press(page, "footnote")
    assert page.input_value(".writing-dialog textarea") == "Une **note**."
    answer(page, text="Une *autre* <note>.")

    assert stored(page) == '<p>Un fait<small class="note">Une <em>autre</em> &lt;note&gt;.</small></p>'


@pytest.mark.parametrize("name", NAMES)
def test_what_is_pasted_becomes_clean_before_it_is_saved(page, name):
    clean = (CASES / f"{name}.clean.html").read_text(encoding="utf-8").strip()

    paste(page, (CASES / f"{name}.html").read_text(encoding="utf-8"))

    in_cells = re.sub(r"<(t[dh])>(?!<p>)(.*?)</\1>", r"<\1><p>\2</p></\1>", clean)
    assert stored(page) == in_cells
    assert not re.search("style=|mso|class=.Mso", page.input_value("#id_body"))


def test_what_is_copied_in_the_editor_is_pasted_as_it_was(page):
    page.keyboard.type("Un fait")
    press(page, "footnote")
    answer(page, text="Une note.")
    once = stored(page)

    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")

    assert stored(page) == once


def test_an_address_alone_on_its_line_becomes_a_card_and_in_a_sentence_a_link(page):
    paste(page, "", "https://example.org/etude?utm_source=x")
    answer(page, title="L’étude")
    page.keyboard.press("Enter")
    page.keyboard.type("Voir ")
    paste(page, "", "https://example.org/b")

    assert stored(page) == (
        '<figure class="link-card"><a href="https://example.org/etude">L’étude</a></figure>'
        '<p>Voir <a href="https://example.org/b">https://example.org/b</a></p>'
    )


def test_a_card_that_is_not_wanted_is_a_link(page):
    paste(page, "", "https://example.org/etude")
    page.click(".writing-dialog form > button:not(.default)")

    page.wait_for_selector(".ProseMirror a")
    assert stored(page) == '<p><a href="https://example.org/etude">https://example.org/etude</a></p>'


def test_a_card_shows_a_picture_of_the_library_until_it_is_taken_away(page):
    press(page, "linkCard")
    page.fill(".writing-dialog [name=href]", "https://example.org/a")
    with page.expect_popup() as library:
        page.click(".card-picture button >> nth=0")
    with library.value.expect_event("close"):
        library.value.click(".picker button[data-alternative-text='Image 1']")
    page.wait_for_selector(".card-picture img:visible")
    assert violations(page, ".writing-dialog") == []
    answer(page, title="L’étude", note="Un PDF.")

    assert re.fullmatch(
        r'<figure class="link-card"><img src="/media/[^"]+" alt="" data-file="\d+"><a href="https://example\.org/a">L’étude</a>'
        r"<figcaption>Un PDF\.</figcaption></figure>",
        stored(page),
    )
    page.locator(".ProseMirror .link-card").dblclick()
    page.click(".card-picture button >> nth=2")
    answer(page)
    assert "<img" not in stored(page)


def test_a_card_of_our_own_story_is_offered_its_picture_and_keeps_its_number(page):
    press(page, "storyLink")
    page.click(".writing-dialog li button >> text=Un article")
    address = re.search(r'href="([^"]+)"', stored(page))[1]
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    press(page, "linkCard")
    page.fill(".writing-dialog [name=href]", address)
    page.fill(".writing-dialog [name=title]", "Un article")
    page.click(".card-picture button:visible >> nth=1")
    answer(page)

    card = r'<figure class="link-card"><img src="/media/[^"]+" alt="" data-file="\d+">'
    link = rf'<a href="{address}" data-article="\d+">Un article</a></figure>'
    assert re.search(card + link, stored(page))
    once = stored(page)
    page.keyboard.press("Control+a")
    page.keyboard.press("Control+c")
    page.keyboard.press("Control+v")
    assert stored(page) == once


def test_typography_is_shown_and_then_applied_to_the_form(page):
    page.fill("#id_headline", 'L\'essai: "oui" ?')
    page.click(".ProseMirror")
    page.keyboard.type("Quoi ?")
    page.click("[name=_typography]")
    page.wait_for_selector(".writing-dialog ins")
    assert stored(page) == "<p>Quoi ?</p>"

    page.click(".writing-dialog button.default")

    assert page.input_value("#id_headline") == "L’essai\u00a0: «\u202foui\u202f»\u202f?"
    assert stored(page) == "<p>Quoi\u202f?</p>"
    assert page.url.endswith(ADD)


def test_words_of_the_house_are_put_in_where_they_are_ticked(page, newsroom):
    newsroom.shell("HouseWord.objects.get_or_create(expression='digital', instead='numérique')")
    page.fill("#id_headline", "Le digital ?")
    page.click(".ProseMirror")
    page.keyboard.type("Le digital, « le digital », du Digital.")
    page.click("[name=_typography]")
    page.wait_for_selector(".writing-dialog .house-words")
    assert page.locator(".house-words input").count() == 3
    assert violations(page, ".writing-dialog") == []

    page.check(".house-words li:last-child input")
    page.click(".writing-dialog button.default")

    expect(page.locator("#id_headline")).to_have_value("Le digital\u202f?")
    assert stored(page) == "<p>Le digital, «\u202fle digital\u202f», du Numérique.</p>"


def test_lengths_follow_what_is_typed(page):
    page.keyboard.type("Un deux trois «\u00a0quatre\u00a0»")
    page.fill("#id_headline", "x" * 91)

    page.locator(".story-length", has_text=re.compile("^4 ")).wait_for()
    assert page.is_visible(".headline-advice")
    page.fill("#id_headline", "x" * 90)
    assert not page.is_visible(".headline-advice")


def test_the_form_fits_a_narrow_screen_in_the_dark(page):
    page.set_viewport_size({"width": 360, "height": 800})
    page.emulate_media(color_scheme="dark")

    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert violations(page, ".field-body") == []
