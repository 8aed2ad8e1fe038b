"""Must be seen: a live story in Chromium, posted from a phone and read, with and without JavaScript."""

from __future__ import annotations

import gzip

import pytest

from tests.live.people import Somebody
from tests.live.site import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.processes]

LIVE = """
from django.contrib.auth.models import User
from articles.models import Byline
article = Article.objects.get()
Byline.objects.create(article=article, author=Author.objects.get(slug="ines-carvalho"))
article.open_live()
for number in range(12):
    article.post_entry(by=None, title=f"Entrée {number + 1}", text="<p>" + "Une phrase assez longue. " * 12 + "</p>")
print(article.pk, article.get_absolute_url())
"""
THREE_MORE = """
article = Article.objects.get()
for number in range(3):
    article.post_entry(by=None, title=f"Suite {number + 1} </script>", text="<p>À l’instant.</p>")
article.live_entries.get(number=12).edit(by=None, text="<p>Corrigé.</p>")
"""


@pytest.fixture
def live(site):
    site.publish_story()
    number, address = site.shell(LIVE).split()
    return int(number), address


def top_of(page, entry):
    return page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", entry)


def test_a_reader_is_offered_new_entries_and_gets_them_without_a_jump(browser, site, live):
    _, address = live
    reader = Somebody(browser, site)
    page = reader.page
    page.route("**/*.json*", lambda route: route.continue_())  # nothing comes out of the browser’s cache
    page.clock.install()
    page.goto(address)
    page.evaluate("document.getElementById('entry-8').scrollIntoView()")
    page.clock.fast_forward(31_000)
    page.wait_for_timeout(500)
    assert page.locator(".live-news button").count() == 0
    before = top_of(page, "entry-8")

    site.shell(THREE_MORE)
    page.clock.fast_forward(31_000)
    page.locator(".live-news button").wait_for()
    assert "3" in page.inner_text(".live-news[role=status]")
    assert page.locator("#entry-15").count() == 0
    # A click of Playwright's would scroll a little by itself.
    page.locator(".live-news button").dispatch_event("click")
    page.locator("#entry-15").wait_for()

    assert abs(top_of(page, "entry-8") - before) < 2
    assert page.evaluate("document.activeElement.id") == "entry-13"
    assert page.inner_text("#entry-12 .live-text") == "Corrigé."
    shown = page.eval_on_selector_all(".live-entries > *", "all => all.map((entry) => entry.id)")
    assert shown == [f"entry-{number}" for number in range(15, 0, -1)]
    assert page.evaluate("localStorage.length + sessionStorage.length") == 0
    assert reader.context.cookies() == []
    assert (reader.errors, reader.foreign) == ([], [])


MANY_MORE = """
article = Article.objects.get()
for number in range(50):
    article.post_entry(by=None, title=f"Suite {number + 1}", text="<p>À l’instant.</p>")
"""


def test_a_reader_who_was_away_for_long_gets_the_page_itself_and_no_gap(browser, site, live):
    _, address = live
    page = Somebody(browser, site).page
    page.clock.install()
    page.goto(address)
    site.shell(MANY_MORE)

    page.clock.fast_forward(31_000)
    page.locator(".live-news button").click()

    page.wait_for_url("**?since=12#live-news")
    assert page.locator("#entry-62").count() == 1
    assert page.locator("#entry-12").count() == 0


def test_a_page_that_nobody_looks_at_asks_nothing(browser, site, live):
    _, address = live
    reader = Somebody(browser, site)
    asked = []
    reader.page.on("request", lambda request: asked.append(request.url) if "live.json" in request.url else None)
    reader.page.clock.install()
    reader.page.goto(address)
    reader.page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', writable: true})")

    reader.page.clock.fast_forward(300_000)
    reader.page.wait_for_timeout(500)
    assert asked == []
    reader.page.evaluate("document.visibilityState = 'visible'; document.dispatchEvent(new Event('visibilitychange'))")
    reader.page.wait_for_timeout(1000)

    assert len(asked) == 1


def test_a_reader_without_javascript_follows_a_link_to_what_is_new(browser, site, live):
    _, address = live
    page = Somebody(browser, site, javascript=False).page
    page.goto(address)
    site.shell(THREE_MORE)

    page.click(".live-refresh")

    assert page.inner_text(".live-news").startswith("3")
    assert page.locator(".live-entry.is-new").count() == 3
    assert page.url.endswith("?since=12#live-news")


def test_linked_data_are_read_and_not_refused_by_the_policy(browser, site, live):
    _, address = live
    site.shell(THREE_MORE)
    reader = Somebody(browser, site)

    reader.page.goto(address)

    updates = "[...document.querySelectorAll('script[type=\"application/ld+json\"]')]"
    updates += ".flatMap(each => JSON.parse(each.textContent)).find(each => each.liveBlogUpdate).liveBlogUpdate"
    assert reader.page.evaluate(f"{updates}.length") == 15
    assert reader.page.evaluate(f"{updates}[0].headline") == "Suite 3 </script>"
    assert reader.errors == []


@pytest.mark.parametrize("javascript", [True, False])
def test_an_author_posts_from_a_phone_and_is_ready_for_the_next_entry(browser, site, live, javascript):
    number, address = live
    author = Somebody(browser, site, javascript=javascript)
    page = author.sign_in("journaliste")
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"/admin/articles/article/{number}/live/")
    if javascript:
        is_narrow = "document.documentElement.scrollWidth <= 390"
        site.wait_until(lambda: page.evaluate(is_narrow), "the page fits")

    page.fill("#id_title", "Le courant est revenu")
    if javascript:
        page.click("#live-form .ProseMirror:visible")
        page.keyboard.type("Les serveurs redémarrent.")
    else:
        page.fill("#id_text", "Les serveurs redémarrent.")
    page.dblclick("#live-form [type=submit]")
    page.wait_for_selector(".messagelist")

    assert site.rows("Article.objects.get().live_newest") == 13
    if javascript:
        assert page.evaluate("document.activeElement.id") == "id_title"
    assert page.input_value("#id_title") == ""
    page.goto(address)
    assert page.inner_text("#entry-13 .live-text") == "Les serveurs redémarrent."
    assert author.errors == []


def test_what_polls_is_small():
    assert len(gzip.compress((ROOT / "static/js/live.js").read_bytes())) < 3000
