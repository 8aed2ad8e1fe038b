"""Must be seen: a story from the blank page to its correction, by two people, with what goes wrong on the way."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest

from tests.articles.images import picture_file
from tests.live.people import Somebody
from tests.live.test_picture_library import DROP, dropped
from tests.live.test_writing import paste

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TEXT = ".field-body .ProseMirror[contenteditable=true]"
WORD = (Path(__file__).parent.parent / "data" / "paste" / "word.html").read_text(encoding="utf-8")


@pytest.fixture
def lea(browser, site):
    person = Somebody(browser, site)
    person.sign_in("journaliste")
    return person


@pytest.fixture
def claire(browser, site):
    person = Somebody(browser, site)
    person.sign_in("editrice")
    return person


def ready(page):
    """Wait until the editor stands and the desk has looked at the form for the first time."""
    page.wait_for_selector(TEXT)
    page.wait_for_timeout(1_500)
    return page


def choose(page, field: str, words: str) -> None:
    """Find something by its words in a field of the admin that searches while one types."""
    page.click(f".field-{field} .select2-selection")
    page.fill(".select2-search__field", words)
    page.click(f".select2-results__option:has-text('{words}')")


def press(page, button: str) -> None:
    """Press a button; when the check asks about warnings, look at them and go on."""
    page.click(f'[name="{button}"]')
    page.wait_for_load_state()
    if page.locator('input[type="checkbox"][name="warnings_seen"]').count() and page.locator(".errornote").count():
        page.check('[name="warnings_seen"]')
        page.click(f'[name="{button}"]')
        page.wait_for_load_state()


def drop_a_picture(page) -> None:
    page.goto("/admin/articles/picture/upload/")
    page.evaluate(DROP, [dropped("salle.png", picture_file())])
    page.click(".upload-next a")
    page.fill("[name=form-0-alternative_text]", "Une salle de serveurs dans le noir")
    page.fill("[name=form-0-caption]", "La salle, vendredi soir.")
    page.fill("[name=form-0-credit]", "Léa Roux")
    page.select_option("[name=form-0-licence]", "house")
    page.click("main [type=submit]")
    page.wait_for_load_state()


def write(page) -> None:
    page.goto("/admin/articles/article/add/")
    ready(page)
    page.fill("#id_headline", "Trois heures sans réseau")
    page.fill("#id_standfirst", "Une panne a privé vendredi soir la ville de tout paiement pendant trois heures.")
    page.select_option("#id_section", label="Sécurité")
    choose(page, "lead_picture", "La salle")
    page.click("#bylines-0 .select2-selection")
    page.fill(".select2-search__field", "Inès")
    page.click(".select2-results__option:has-text('Inès Carvalho')")
    page.click(TEXT)
    page.keyboard.type("La panne a duré trois heures.")
    page.keyboard.press("Enter")
    paste(page, WORD)
    page.wait_for_timeout(500)


def test_a_story_from_the_blank_page_to_its_correction(lea, claire, site):
    hers = lea.page
    drop_a_picture(hers)
    write(hers)
    assert "mso-" not in hers.inner_html(TEXT)
    pasted = hers.inner_text(TEXT)
    bodies = "[kept.fields['body'] for kept in Autosave.objects.all()]"
    site.wait_until(lambda: site.rows(bodies) == [[hers.input_value("#id_body")]], "all that was written is kept")
    assert hers.locator(".story-kept:not([hidden]):not(.is-trouble)").count() == 1

    # The tab crashes; the text comes back.
    hers.close(run_before_unload=False)
    hers = lea.page = lea.context.new_page()
    hers.on("console", lambda message: message.type == "error" and lea.errors.append(message.text))
    hers.goto("/admin/articles/article/add/")
    hers.click('.story-unsaved a[href^="?unsaved="]')
    ready(hers)
    assert hers.input_value("#id_headline") == "Trois heures sans réseau"
    assert hers.inner_text(TEXT) == pasted
    press(hers, "_continue")
    story = hers.url
    press(ready(hers), "_request")
    assert site.rows("str(Article.objects.get().state)") == "in_review"

    # An editor sends it back, and it comes again.
    theirs = claire.page
    theirs.goto(story)
    ready(theirs).fill('[name="step_comment"]', "D’où vient le chiffre ?")
    press(theirs, "_return")
    hers.goto(story)
    assert "D’où vient le chiffre ?" in hers.inner_text("main")
    theirs.goto(story)
    ready(theirs)
    ready(hers).fill(
        "#id_standfirst", "Selon l’exploitant, une panne a privé la ville de paiement pendant trois heures."
    )
    press(hers, "_request")

    # The editor had it open since before: nothing is overwritten, she chooses.
    theirs.fill("#id_headline", "Vendredi soir, trois heures sans réseau")
    theirs.click('[name="_continue"]')
    theirs.wait_for_selector(".story-conflict")
    assert theirs.is_checked('[name="take_standfirst"][value="theirs"]')
    assert theirs.is_checked('[name="take_headline"][value="mine"]')
    press(theirs, "_continue")
    stored = site.rows("[Article.objects.get().headline, Article.objects.get().standfirst]")
    assert stored[0] == "Vendredi soir, trois heures sans réseau"
    assert stored[1].startswith("Selon l’exploitant")

    # It becomes public by itself, at its second.
    at = datetime.now(ZoneInfo("Europe/Paris")) + timedelta(seconds=15)
    theirs.goto(story)
    ready(theirs).fill("#id_publish_at_0", f"{at:%d/%m/%Y}")
    theirs.fill("#id_publish_at_1", f"{at:%H:%M:%S}")
    press(theirs, "_schedule")
    address = site.url + site.rows("Article.objects.get().get_absolute_url()")
    if datetime.now(ZoneInfo("Europe/Paris")) < at - timedelta(seconds=1):
        assert httpx.get(address).status_code == 404
    while datetime.now(ZoneInfo("Europe/Paris")) < at:
        time.sleep(0.2)
    assert "trois heures sans réseau" in httpx.get(address).text

    # A correction, with a note that readers see.
    theirs.goto(story)
    ready(theirs).locator(f"{TEXT} p").first.fill("La panne a duré deux heures.")
    theirs.fill("#id_correction_text", "Nous avions écrit trois heures : la panne en a duré deux.")
    press(theirs, "_publish_change")
    page = httpx.get(address).text
    assert "La panne a duré deux heures." in page
    assert "Nous avions écrit trois heures" in page

    # Another address: the old one leads there in one hop.
    theirs.goto(story)
    ready(theirs).fill("#id_slug", "deux-heures-sans-reseau")
    press(theirs, "_publish_change")
    answer = httpx.get(address)
    assert answer.status_code == 301
    assert answer.headers["location"].endswith("/deux-heures-sans-reseau/")
    assert "La panne a duré deux heures." in httpx.get(site.url + answer.headers["location"]).text

    assert (lea.errors, claire.errors) == ([], [])
    assert (lea.foreign, claire.foreign) == ([], [])
