"""An editor composes the home page in a browser, by buttons, by numbers and by dragging, and without JavaScript."""

from __future__ import annotations

import pytest

from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

DESK = "/admin/articles/front/"
STORIES = """
from datetime import timedelta
from django.utils import timezone
from articles.models import Front, Pin
section, _created = Section.objects.get_or_create(slug="une", defaults={"name": "Une"})
front = Front.objects.create()
for number in range(1, 5):
    story = Article.objects.create(headline=f"Article {number}", slug=f"a{number}", body="<p>x</p>", section=section)
    story.publish(at=timezone.now() - timedelta(hours=number))
    if number < 4:
        Pin.objects.create(front=front, article=story, place=number)
"""


@pytest.fixture
def composed(site):
    site.shell(STORIES)
    return site


def headlines(page) -> list[str]:
    page.goto("/")
    return [headline.strip() for headline in page.locator(".card h2").all_inner_texts()]


def numbers(page) -> list[str]:
    return page.locator(".place-number input").evaluate_all("fields => fields.map(field => field.value)")


def test_rows_move_by_button_number_and_dragging(browser, composed):
    editor = Somebody(browser, composed)
    page = editor.sign_in("editrice")
    page.goto(DESK)

    page.click(".place:nth-child(1) [name=down]")  # 2 1 3
    page.fill(".place:nth-child(3) .place-number input", "1")
    page.press(".place:nth-child(1) .place-number input", "Tab")
    page.locator(".place:nth-child(3) .place-number input").dispatch_event("change")  # 3 2 1
    page.drag_and_drop(".place:nth-child(3) .place-label", ".place:nth-child(2) .place-label")  # 3 1 2
    assert numbers(page) == [str(number) for number in range(1, 11)]
    page.click("[name=_save]")
    page.wait_for_selector(".front-history li")

    assert headlines(page) == ["Article 3", "Article 1", "Article 2", "Article 4"]
    assert editor.errors == []
    assert editor.foreign == []


def test_without_javascript_rows_move_and_stories_are_found(browser, composed):
    page = Somebody(browser, composed, javascript=False).sign_in("editrice")
    page.goto(DESK)

    page.click(".place:nth-child(1) [name=down]")  # 2 1 3
    page.fill(".place:nth-child(3) .place-number input", "1")
    page.click("[name=_reorder]")  # 3 2 1
    page.fill("[name=find]", "Article 4")
    page.click("[name=_find]")
    page.select_option(".place:nth-child(4) select", label="Article 4")
    page.click(".place:nth-child(4) [name=up]")  # 3 2 4 1
    page.click("[name=_save]")

    assert headlines(page) == ["Article 3", "Article 2", "Article 4", "Article 1"]
