"""A story in a real browser: what is typed is kept, comes back, and meets a colleague's version."""

from __future__ import annotations

import pytest

from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

TEXT = ".field-body .ProseMirror[contenteditable=true]"
DRAFT = """
from django.contrib.auth.models import User
section, made = Section.objects.get_or_create(name="Société", slug="societe")
article = Article.objects.create(headline="Titre commun", slug="panne", section=section, body="<p>Texte commun.</p>",
    created_by=User.objects.get(username="journaliste"))
Byline.objects.create(article=article, author=Author.objects.get())
print(article.pk)
"""


@pytest.fixture
def draft(site):
    return f"/admin/articles/article/{site.shell(DRAFT).strip()}/change/"


@pytest.fixture
def lea(browser, site):
    person = Somebody(browser, site)
    person.sign_in("journaliste")
    yield person
    person.context.close()


@pytest.fixture
def claire(browser, site):
    person = Somebody(browser, site)
    person.sign_in("editrice")
    yield person
    person.context.close()


def open_story(person, path):
    person.page.goto(path)
    person.page.wait_for_selector(TEXT)
    person.page.wait_for_timeout(1_500)  # the desk looks at the form once the editor has written into it
    return person.page


def test_text_comes_back_after_the_tab_has_crashed(lea, draft):
    page = open_story(lea, draft)
    page.fill("#id_headline", "Titre en cours")
    page.locator(TEXT).fill("Un paragraphe que personne n’a enregistré.")
    page.wait_for_selector(".story-kept:not([hidden])")

    page.close(run_before_unload=False)
    lea.page = lea.context.new_page()
    page = open_story(lea, draft)
    page.click('a[href="?unsaved=1"]')
    page.wait_for_selector(TEXT)

    assert page.input_value("#id_headline") == "Titre en cours"
    assert "Un paragraphe que personne n’a enregistré." in page.inner_text(TEXT)
    assert lea.errors == []


def test_text_survives_a_lost_network_and_an_ended_session(lea, draft):
    page = open_story(lea, draft)
    lea.context.set_offline(True)
    page.fill("#id_headline", "Écrit dans un tunnel")
    page.wait_for_selector(".story-kept.is-trouble")
    lea.context.set_offline(False)
    lea.context.clear_cookies()
    page.fill("#id_headline", "Écrit sans session")
    page.wait_for_timeout(3_500)
    page.close(run_before_unload=False)

    lea.page = lea.context.new_page()
    lea.sign_in("journaliste")
    page = open_story(lea, draft)
    page.click('[data-act="take-up"]')
    page.wait_for_url("**/?unsaved=1")

    assert page.input_value("#id_headline") == "Écrit sans session"


def test_two_people_meet_in_one_story_and_choose(lea, claire, draft):
    hers, theirs = open_story(lea, draft), open_story(claire, draft)
    hers.fill("#id_headline", "Titre de Léa")
    theirs.fill("#id_headline", "Titre de Claire")
    theirs.fill("#id_standfirst", "Chapô de Claire.")
    theirs.click('[name="_continue"]')
    theirs.wait_for_url(f"**{draft}")
    hers.wait_for_selector(".story-newer:not([hidden])")

    hers.click('[name="_continue"]')
    hers.wait_for_selector(".story-conflict")
    assert hers.is_checked('[name="take_standfirst"][value="theirs"]')
    hers.check('[name="take_headline"][value="mine"]')
    hers.click('[name="_continue"]')
    hers.wait_for_selector(".messagelist")

    assert hers.input_value("#id_headline") == "Titre de Léa"
    assert hers.input_value("#id_standfirst") == "Chapô de Claire."
    assert hers.locator(".story-local").is_hidden()
    assert (lea.errors, claire.errors) == ([], [])
