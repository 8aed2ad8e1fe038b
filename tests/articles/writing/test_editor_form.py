"""What stands around the editor on the form: its extensions, the length of the text, the length of the headline."""

from __future__ import annotations

import json

import pytest
from django.contrib.staticfiles import finders

from articles.writing.editor import MODULES, SCRIPTS
from tests.articles.desk import ADD, change_path, form_of, signed_in
from tests.comments.readers import page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def form_page(user, **values):
    article = make_article(published_at=None, created_by=user, **values)
    return page_of(signed_in(user).get(change_path(article)))


def test_the_length_of_the_text_is_told_when_the_form_is_loaded(journalist):
    page = form_page(journalist, body="<p>" + "mot " * 500 + "</p>")

    length = page.find("p", class_="story-length").text
    assert "500" in length
    assert "2" in length


def test_the_length_of_the_text_is_no_live_region(journalist):
    place = form_page(journalist).find("p", class_="story-length")

    assert not {"role", "aria-live"} & set(place.attributes)


@pytest.mark.parametrize(("length", "is_warned"), [(90, False), (91, True), (200, True)])
def test_a_long_headline_is_a_warning_and_no_error(journalist, length, is_warned):
    client = signed_in(journalist)
    article = make_article(published_at=None, created_by=journalist)

    answer = client.post(change_path(article), form_of(article, headline="x" * length))

    assert answer.status_code == 302
    advice = page_of(client.get(change_path(article))).find("p", class_="headline-advice")
    assert ("hidden" not in advice) == is_warned


def test_the_editor_is_told_its_extensions_and_words(journalist):
    text = page_of(signed_in(journalist).get(ADD)).field("body")

    config = json.loads(text["data-django-prose-editor-configurable"])

    assert {"Table", "Gallery", "LinkCard", "Footnote", "FactBox", "StoryLink", "Paste"} <= set(config["extensions"])
    assert config["extensions"]["StoryLink"]["searchUrl"] == "/admin/articles/article/links/"
    assert len(config["js_modules"]) == len(MODULES)


def test_each_module_of_the_editor_is_there():
    assert [
        path for path in [*MODULES, *SCRIPTS, "js/writing/dialog.js", "css/writing.css"] if not finders.find(path)
    ] == []
