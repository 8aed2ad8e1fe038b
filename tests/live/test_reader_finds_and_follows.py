"""Must be seen: with and without JavaScript, a reader finds a story, follows its discussion by mail, and leaves it."""

from __future__ import annotations

import quopri
import re

import pytest

from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

ANSWERED = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from comments.finding.index import describe, store
article, ana, at = Article.objects.get(), User.objects.get(username="ana"), timezone.now()
comment = Comment(article=article, author_name="Karim", author_email="karim@example.org", body="Bien vu.",
    submitted_at=at, verdict="ham", reported_as="ham", screened_at=at)
describe(comment)
comment.place_in_thread()
store([comment])
comment.approve(by=ana)
Comment.objects.filter(pk=comment.pk).update(decided_at=at - timedelta(minutes=5))
"""
# What the worker does every minute; in development a mail is printed.
SEND = """
from comments.tasks import send_mails_to_followers
send_mails_to_followers.func()
"""


@pytest.mark.parametrize("javascript", [False, True])
def test_a_reader_finds_a_story_follows_its_discussion_and_leaves(browser, site, javascript):
    _pk, address = site.publish_story()
    site.shell("from articles.search.index import index; index(Article.objects.get())")
    reader = Somebody(browser, site, javascript=javascript)
    page = reader.page

    page.goto("/")
    page.click(".search-link")
    page.fill("#q", "articles")
    page.click(".search button")
    page.click(".search-results h2 a")
    assert page.url == f"{site.url}{address}"

    page.fill(".follow-form [type=email]", "lectrice@example.org")
    page.click(".follow-form button")
    assert "/asked/" in page.url
    page.goto(link_in(mail_with(site, "following"), "following"))
    page.click("main button")
    assert page.locator(".receipt-state").is_visible()

    site.shell(ANSWERED)
    told = mail_with(site, "leave")
    assert "Bien vu." in told
    page.goto(link_in(told, "leave"))
    page.click("main .button:not(.button-quiet)")
    assert page.locator(".receipt-state").is_visible()
    assert site.rows("Subscription.objects.count()") == 0

    assert reader.foreign == reader.errors == []
    assert page.evaluate("document.cookie") == ""
    reader.context.close()


def mail_with(site, word: str) -> str:
    """Return a mail with such a link, as it was printed by the task or by the worker, who may have been quicker."""
    printed = site.shell(SEND)

    def read() -> str:
        lines = re.sub(r"^[0-9:]{8} \w+ +\| ?", "", printed + site.printed(), flags=re.MULTILINE)
        return quopri.decodestring(lines.encode()).decode("utf-8", "replace")

    site.wait_until(lambda: f"/comments/{word}/" in read(), f"a mail with a link to /{word}/")
    return read()


def link_in(mail: str, word: str) -> str:
    return re.findall(rf"http://127\.0\.0\.1:[0-9]+/comments/{word}/\S+", mail)[-1].rstrip(">")
