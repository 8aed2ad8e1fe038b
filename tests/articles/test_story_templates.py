"""A new story may begin with ready sections."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import StoryTemplate
from tests.articles.desk import ADD, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def template():
    return StoryTemplate.objects.create(name="Entretien", body="<p>Qui parle.</p><h2>Question ?</h2>")


def body_of(answer) -> str:
    return answer.context["adminform"].form["body"].value() or ""


def test_a_story_begins_with_the_sections_of_a_template(journalist, template):
    assert body_of(signed_in(journalist).get(f"{ADD}?template={template.pk}")) == template.body


@pytest.mark.parametrize("number", ["0", "x", "", "9" * 40, "²"])
def test_a_template_that_is_none_begins_an_empty_story(journalist, template, number):
    assert body_of(signed_in(journalist).get(ADD, {"template": number})) == ""


def test_templates_are_offered_beside_writing_a_story(journalist, template):
    page = signed_in(journalist).get(reverse("admin:index")).text

    assert f'href="{ADD}?template={template.pk}"' in page


def test_what_a_template_holds_is_cleaned_like_a_story(editor):
    form = {"name": "Piège", "body": "<p>Bon</p><script>alert(1)</script>", "position": 0}

    signed_in(editor).post(reverse("admin:articles_storytemplate_add"), form)

    assert StoryTemplate.objects.get().body == "<p>Bon</p>"


def test_a_journalist_may_not_change_templates(journalist, template):
    path = reverse("admin:articles_storytemplate_change", args=[template.pk])

    assert signed_in(journalist).post(path, {"name": "Autre"}).status_code == 403
