"""Must be seen: a hundred mixed comments decided by keyboard, one key each, while a colleague decides as well."""

from __future__ import annotations

import pytest

from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

COMMENTS = """
from django.utils import timezone
from datetime import timedelta
article = Article.objects.get()
now = timezone.now()
for number in range(COUNT):
    comment = Comment(article=article, author_name=f"Lectrice {number:03}", author_email="l@example.org",
        body=f"Commentaire {number}.", submitted_at=now - timedelta(minutes=200 - number), verdict="ham",
        reported_as="ham", screened_at=now, ip_address="192.0.2.7")
    comment.place_in_thread()
    comment.save(force_insert=True)
"""
PROMOTE = """
from django.contrib.auth.models import Group, User
User.objects.get(username="editrice").groups.add(Group.objects.get(name="Moderators"))
"""
# The first comment is published, and so is the second, which answers it.
ANSWERED = """
from django.contrib.auth.models import User
first, second = Comment.objects.order_by("pk")[:2]
second.parent = first
second.place_in_thread()
second.save()
for comment in (first, second):
    comment.approve(by=User.objects.get(username="ana"))
"""
KEYS = {"d": "approved", "f": "rejected", "s": "spam"}


@pytest.fixture
def hundred(site):
    return with_comments(site, 100)


@pytest.fixture
def twenty(site):
    return with_comments(site, 20)


def with_comments(site, count: int):
    site.publish_story()
    site.shell(COMMENTS.replace("COUNT", str(count)))
    return site


def name_meant(page) -> str:
    return page.inner_text("article.current .name")


def statuses(site) -> dict[str, str]:
    return dict(site.rows("list(Comment.objects.values_list('author_name', 'status'))"))


def test_a_hundred_comments_take_a_key_each_and_none_hits_another(browser, hundred):
    page = Somebody(browser, hundred).sign_in("ana")
    colleague = Somebody(browser, hundred).sign_in("editrice")
    hundred.shell(PROMOTE)
    page.goto("/moderation/")
    meant: dict[str, str] = {}

    for number in range(100):
        key = "dfs"[number % 3]
        page.wait_for_selector("article.current:not([data-decided])")
        name = name_meant(page)
        assert name not in meant
        meant[name] = KEYS[key]
        page.keyboard.press(key)
        if number == 30:  # a colleague publishes one that comes later
            colleague.goto("/moderation/?order=newest")
            colleague.click("article:has-text('Lectrice 099') button.approve")
            colleague.wait_for_selector("article.card-approved:has-text('Lectrice 099')")
    page.wait_for_selector(".is-sent", state="detached")

    stored = statuses(hundred)
    assert stored.pop("Lectrice 099") == "approved"
    meant.pop("Lectrice 099")
    assert stored == meant
    assert "editrice" in page.inner_text("article:has-text('Lectrice 099') .late")


def test_five_decisions_are_undone_one_after_another(browser, twenty):
    page = Somebody(browser, twenty).sign_in("ana")
    page.goto("/moderation/?mode=focus")
    for key in "dsfds":
        page.keyboard.press(key)
    page.wait_for_selector(".is-sent", state="detached")

    for left in range(4, -1, -1):
        with page.expect_navigation():
            page.keyboard.press("z")
        assert name_meant(page) == f"Lectrice {left:03}"

    assert set(statuses(twenty).values()) == {"pending"}
    assert twenty.calls("/1.1/submit-spam") == []


def test_comments_are_decided_by_forms_without_javascript(browser, twenty):
    page = Somebody(browser, twenty, javascript=False).sign_in("ana")
    page.goto("/moderation/")
    meant: dict[str, str] = {}

    for number in range(20):
        card = page.locator(".cards article.card").first
        name = card.locator(".name").inner_text()
        assert name not in meant
        button = ("approve", "reject", "spam")[number % 3]
        meant[name] = {"approve": "approved", "reject": "rejected", "spam": "spam"}[button]
        with page.expect_navigation():
            card.locator(f"button.{button}").click()
        assert page.locator(".notice-message").count() == 1

    assert page.locator(".empty").count() == 1
    assert statuses(twenty) == meant


def test_a_colleague_at_a_comment_is_shown_without_a_jump(browser, twenty):
    page = Somebody(browser, twenty).sign_in("ana")
    colleague = Somebody(browser, twenty).sign_in("editrice")
    twenty.shell(PROMOTE)
    page.goto("/moderation/")
    colleague.goto("/moderation/")
    colleague.keyboard.press("j")

    with page.expect_response("**/moderation/presence/", timeout=60_000):
        pass
    page.wait_for_selector(".looking:not(:empty)", timeout=60_000)

    assert name_meant(page) == "Lectrice 000"
    assert "editrice" in page.inner_text(".people")


def test_a_click_in_a_comment_that_the_window_cuts_off_is_not_lost(browser, twenty):
    page = Somebody(browser, twenty).sign_in("ana")
    page.goto("/moderation/")
    button = page.locator("article:has-text('Lectrice 003') button.approve")
    # The button stands at the foot of the window, and the comment goes on below it.
    button.evaluate("button => scrollTo(0, scrollY + button.getBoundingClientRect().bottom - innerHeight + 8)")
    place = button.bounding_box()

    page.mouse.click(place["x"] + place["width"] / 2, place["y"] + 10)

    page.wait_for_selector("article.card-approved:has-text('Lectrice 003')")
    assert statuses(twenty)["Lectrice 003"] == "approved"


def test_the_question_about_answers_takes_the_focus_and_no_key_hits_another(browser, twenty):
    twenty.shell(ANSWERED)
    page = Somebody(browser, twenty).sign_in("ana")
    page.goto("/moderation/?queue=approved&order=oldest")
    assert name_meant(page) == "Lectrice 000"

    page.keyboard.press("f")
    page.wait_for_selector(".asks")
    page.wait_for_selector(".asks button:focus")
    page.keyboard.press("d")
    page.keyboard.press("Enter")
    page.wait_for_selector("article.card-rejected")

    stored = statuses(twenty)
    assert (stored["Lectrice 000"], stored["Lectrice 001"]) == ("rejected", "approved")
