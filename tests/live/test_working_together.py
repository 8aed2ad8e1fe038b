"""Working together in a real browser: cards that are dragged, and what axe finds on these pages."""

from __future__ import annotations

import pytest

from tests.live.axe import narrow_and_light_then_wide_and_dark, violations
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

STORIES = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from articles.models import Assignment, Author, Byline, Notice, Remark
published, by, now = Article.objects.get(), User.objects.get(username="editrice"), timezone.now()
author = Author.objects.create(name="Léa Marchetti", slug="lea-marchetti")
def draft(headline, **values):
    article = Article.objects.create(headline=headline, slug=f"s{Article.objects.count()}", created_by=by,
        section=published.section, body="<p>Le réseau est tombé.</p><p>Puis rien.</p>", **values)
    Byline.objects.create(article=article, author=author)
    return article
story = draft("Brouillon")
Assignment.objects.create(article=story, assignee=by, due_at=now - timedelta(hours=1), brief="Court.")
draft("Relecture").request_publication(by=by, comment="Merci.")
draft("Sans date")
draft("Demain").publish(at=now + timedelta(days=1), by=by)
Remark.objects.create(article=story, quote="Le réseau est tombé.", words="Lequel ?", by=by, at=now)
Remark.objects.create(article=story, quote="Perdue.", words="Non.", by=by, at=now, resolved_at=now, resolved_by=by)
Notice.objects.create(to=by, kind="remark", article=story, at=now, words="Lequel ?", actor=by)
"""


@pytest.fixture
def desk(browser, site):
    site.publish_story()
    site.shell(STORIES)
    somebody = Somebody(browser, site)
    somebody.sign_in("editrice").set_viewport_size({"width": 1280, "height": 2400})
    return somebody


def drag(page, headline: str, target: str) -> None:
    page.locator(f"[data-card]:has-text('{headline}')").drag_to(
        page.locator(target), target_position={"x": 60, "y": 12}
    )


def column_of(page, headline: str) -> str:
    return page.locator(f".column:has(.card:has-text('{headline}'))").get_attribute("aria-labelledby")


def state_of(site, headline: str) -> str:
    return site.rows(f"str(Article.objects.get(headline={headline!r}).state)")


def test_a_card_that_is_dragged_to_a_column_takes_that_step(site, desk):
    page = desk.page
    page.goto("/admin/articles/article/board/")

    with page.expect_navigation():
        drag(page, "Brouillon", "[data-takes=request]")

    assert (column_of(page, "Brouillon"), state_of(site, "Brouillon")) == ("column-in_review", "in_review")
    assert desk.errors == []


def test_a_drop_that_is_refused_goes_back_and_says_why(site, desk):
    page = desk.page
    page.goto("/admin/articles/article/board/")

    drag(page, "Relecture", "[data-takes=return]")
    page.locator(".said:not(:empty)").wait_for()

    assert (column_of(page, "Relecture"), state_of(site, "Relecture")) == ("column-in_review", "in_review")
    assert page.locator(".said").inner_text()
    assert page.evaluate("document.activeElement.name") == "step_comment"


def test_a_card_goes_nowhere_where_there_is_no_way(site, desk):
    page = desk.page
    page.goto("/admin/articles/article/board/")

    drag(page, "Demain", "[data-takes=request]")
    page.locator(".said:not(:empty)").wait_for()

    assert (column_of(page, "Demain"), state_of(site, "Demain")) == ("column-scheduled", "scheduled")


def test_a_story_without_a_date_is_dragged_to_a_day(site, desk):
    page = desk.page
    page.goto("/admin/articles/article/calendar/")
    day = page.locator("td.today").get_attribute("data-day")

    with page.expect_navigation():
        drag(page, "Sans date", "td.today")

    due = "Article.objects.get(headline='Sans date').assignment.due_at"
    assert (
        site.rows(f"__import__('django.utils.timezone').utils.timezone.localtime({due}).isoformat()")[:16]
        == f"{day}T18:00"
    )


def test_axe_finds_nothing_on_these_pages(site, desk):
    page, found = desk.page, {}
    number = site.rows("Article.objects.get(headline='Brouillon').pk")
    stories = "/admin/articles/article"
    paths = [f"{stories}/board/", f"{stories}/calendar/", f"{stories}/plan/", f"{stories}/{number}/remarks/"]
    paths += ["/admin/", f"{stories}/notices/", f"{stories}/notices/preferences/"]
    for path in paths:
        page.goto(path)
        page.evaluate("document.querySelectorAll('main details').forEach(each => each.open = true)")
        for way in narrow_and_light_then_wide_and_dark(page):
            if wrong := violations(page):
                found[path, way] = wrong

    assert found == {}
    assert desk.foreign == []
    assert desk.errors == []
