"""Must be seen: every way of a reader by keyboard alone, and where the focus is, one sees it."""

from __future__ import annotations

import pytest

from tests.live.people import Somebody
from tests.live.test_commenting import THREAD

pytestmark = [pytest.mark.browser, pytest.mark.processes]

# What has the focus: how it is told apart from when it has not, and whether it is in sight.
FOCUS = """() => {
  const here = document.activeElement;
  const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(here);
  const box = here.getBoundingClientRect();
  const [x, y] = [box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 10)];
  const inside = document.elementFromPoint(x, y);
  return {
    what: here.outerHTML.slice(0, 120),
    isMarked: (outlineStyle !== "none" && parseFloat(outlineWidth) >= 2) || boxShadow !== "none",
    isInSight: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    isCovered: !!inside && !here.contains(inside) && !inside.contains(here) && inside.tagName !== "LABEL",
  };
}"""


class Keyboard:
    def __init__(self, page):
        self._page = page

    def go_to(self, selector: str, key: str = "Tab") -> None:
        """Press Tab until this has the focus; on the way everything that has it is marked and in sight."""
        for _ in range(150):
            self._page.keyboard.press(key)
            if self._page.evaluate("document.activeElement === document.body"):
                continue  # beyond the last one, where the browser's own bars come
            focus = self._page.evaluate(FOCUS)
            assert (focus["isMarked"], focus["isInSight"], focus["isCovered"]) == (True, True, False), focus
            if self._page.evaluate("selector => document.activeElement.matches(selector)", selector):
                return
        raise AssertionError(f"No Tab leads to {selector}")

    def press(self, selector: str) -> None:
        """Follow a link or press a button."""
        self.go_to(selector)
        with self._page.expect_navigation():
            self._page.keyboard.press("Enter")

    def type(self, selector: str, words: str) -> None:
        self.go_to(selector)
        self._page.keyboard.type(words)


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def reader(browser, site, request):
    reader = Somebody(browser, site, javascript=request.param)
    reader.page.set_viewport_size({"width": 1280, "height": 720})
    yield reader
    assert (reader.errors, reader.foreign, reader.context.cookies()) == ([], [], [])
    reader.context.close()


@pytest.fixture
def story(site):
    """A story with a thread, found by a search: its address, and a comment with collapsed answers."""
    site.publish_story()
    address, root, _deep, _first = site.shell(THREAD).split()
    site.shell("from articles.search.index import index; index(Article.objects.get())")
    return address, int(root)


def test_a_reader_finds_a_story_and_passes_over_the_head_of_the_page(reader, site, story):
    page, keyboard = reader.page, Keyboard(reader.page)
    page.goto("/")
    keyboard.press(".search-link")
    keyboard.type("#q", "article")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    keyboard.press(".search-results h2 a")
    assert page.url == f"{site.url}{story[0]}"

    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')").startswith("#")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_a_reader_opens_answers_answers_and_takes_it_back(reader, site, story):
    page, keyboard = reader.page, Keyboard(reader.page)
    page.goto(story[0])
    keyboard.go_to(".more-answers > summary")
    page.keyboard.press("Enter")
    assert page.locator(".more-answers[open]").count() == 1
    page.goto(f"{story[0]}#comment-{story[1]}")
    keyboard.go_to(f"#comment-{story[1]} .reply-link")
    page.keyboard.press("Enter")
    page.wait_for_selector("#comment-form textarea")
    if page.evaluate("document.activeElement.name") != "body":
        keyboard.go_to("[name=body]")
    page.keyboard.type("Une réponse au clavier.")
    keyboard.type("[name=author_name]", "Zoé")
    keyboard.type("[name=author_email]", "zoe@example.org")
    keyboard.press("#comment-form [type=submit]:not([name])")

    assert "/comments/receipt/" in page.url
    keyboard.press("form[action$='withdraw/'] button")
    newest = "list(Comment.objects.order_by('-pk').values_list('author_name', 'parent', 'status')[:1])"
    assert site.rows(newest) == [["Zoé", story[1], "withdrawn"]]


def test_a_reader_changes_the_order_and_asks_to_follow(reader, site, story):
    page, keyboard = reader.page, Keyboard(reader.page)
    page.goto(story[0])
    keyboard.press(".thread-orders a")
    keyboard.type(".follow-form [type=email]", "lectrice@example.org")
    keyboard.press(".follow-form button")

    assert "/asked/" in page.url
    assert site.rows("Subscription.objects.count()") == 1
