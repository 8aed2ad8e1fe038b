"""The readers' site as it is deployed: every link leads somewhere, every page is valid, and a phone has it at once."""

from __future__ import annotations

import os
import re
from collections import Counter, deque
from urllib.parse import urldefrag, urljoin

import httpx
import pytest

from tests.comments.readers import parse
from tests.live import audit
from tests.live.axe import violations
from tests.live.magazine import Magazine

pytestmark = [pytest.mark.browser, pytest.mark.processes]

BUSY = "/2026/11/mairie-linux-dix-ans-apres-les-comptes/"
# Of the pages that each comment has, these many stand for all.
OF_EACH_COMMENT, ENOUGH = re.compile(r"^/comments/[0-9]+/(\w*)"), 15
PAGE_WITHOUT_PICTURES = 40_000


@pytest.fixture(scope="module")
def folder(made_once):
    return made_once("magazine", lambda folder: Magazine(folder).fill())


@pytest.fixture(scope="module")
def magazine(folder):
    with Magazine(folder) as magazine:
        yield magazine


@pytest.fixture(scope="module")
def english(magazine, folder):
    """The same magazine with an English interface."""
    with Magazine(folder, LANGUAGE_CODE="en") as english:
        yield english


@pytest.fixture
def judges():
    if not audit.is_at_hand() and not os.environ.get("CI"):
        pytest.skip("npm is not installed: html-validate and Lighthouse were not asked")


@pytest.fixture(scope="module")
def crawled(magazine):
    """Follow every internal link from the home page on; return each path's answer."""
    answers: dict[str, httpx.Response] = {}
    waiting, counts = deque(["/"]), Counter()
    with httpx.Client(base_url=magazine.url, timeout=30) as client:
        while waiting:
            path = waiting.popleft()
            kind = OF_EACH_COMMENT.match(path)
            if path in answers or (kind and counts[kind[1]] >= ENOUGH):
                continue
            counts[kind[1] if kind else ""] += 1
            answers[path] = answer = client.get(path)
            waiting.extend(internal(answer, magazine.url))
    return answers


def internal(answer: httpx.Response, site: str):
    """Yield the paths of this site that an answer leads to, redirects and pictures included."""
    links = [answer.headers.get("location", "")]
    if "text/html" in answer.headers.get("content-type", ""):
        for element in parse(answer.text).walk():
            links += [element[name] for name in ("href", "src") if name in element]
            if "srcset" in element:
                links += [one.split()[0] for one in element["srcset"].split(",")]
    for link in links:
        address = urldefrag(urljoin(str(answer.url), link))[0]
        if link and address.startswith(f"{site}/"):
            yield address.removeprefix(site)


def test_every_internal_link_leads_somewhere(crawled):
    broken = {path: answer.status_code for path, answer in crawled.items() if answer.status_code not in (200, 301, 302)}

    assert broken == {}
    assert len(crawled) > 400


def test_every_page_is_valid(crawled, judges, tmp_path):
    pages = {
        path: answer.text
        for path, answer in crawled.items()
        if answer.status_code == 200 and "text/html" in answer.headers["content-type"]
    }

    assert len(pages) > 80
    assert audit.complaints_about(pages, tmp_path) == []


@pytest.mark.alone
@pytest.mark.parametrize("path", ["/", "/section/securite/", BUSY])
def test_a_phone_has_the_page_at_once(magazine, judges, tmp_path, path):
    """The best of three counts: a busy machine, and a slow one, are taken for a slow page."""
    slowdown: float = audit.SLOWDOWN
    for _attempt in range(3):
        judgement = audit.judge(f"{magazine.url}{path}", tmp_path / "report.json", slowdown=slowdown)
        slowdown = audit.slowdown_on(judgement.machine)
        if judgement.scores["performance"] >= 99:
            break

    assert judgement.scores["performance"] >= 99, judgement
    assert {judgement.scores[name] for name in ("accessibility", "best-practices", "seo")} == {100}, judgement
    assert judgement.shift <= 0.02
    assert sum(judgement.bytes.get(kind, 0) for kind in ("Document", "Stylesheet", "Script")) <= PAGE_WITHOUT_PICTURES


@pytest.fixture(scope="module")
def kinds(crawled):
    """One page of each kind."""
    wanted = {
        "home": r"/",
        "story": re.escape(BUSY),
        "section": r"/section/.*",
        "author": r"/author/[^/]*/",
        "tag": r"/tag/[^/]*/",
        "series": r"/series/[^/]*/",
        "year": r"/2026/",
        "month": r"/2026/11/",
        "live": r"/2026/11/direct-[^/?]*/",
        "site page": r"/charte/",
        "corrections": r"/corrections/",
        "search": r"/search/",
        "reply": r"/comments/[0-9]+/reply/",
        "report": r"/comments/[0-9]+/report/",
        "privacy": r"/privacy/",
    }
    return {name: next(path for path in crawled if re.fullmatch(form, path)) for name, form in wanted.items()}


LOOKED_AT = [
    ("magazine", 320, "light"),
    ("magazine", 1600, "dark"),
    ("english", 1600, "light"),
    ("english", 320, "dark"),
]


@pytest.mark.parametrize(("site", "width", "scheme"), LOOKED_AT)
def test_no_page_asks_another_site_or_stores_anything_or_is_wider_than_the_window(
    browser, request, kinds, site, width, scheme
):
    site = request.getfixturevalue(site)
    context = browser.new_context(
        base_url=site.url, viewport={"width": width, "height": 800}, color_scheme=scheme, reduced_motion="reduce"
    )
    page = context.new_page()
    page.set_default_timeout(90_000)  # a busy machine is no error
    asked, said = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    found = {}
    for name, path in kinds.items():
        page.goto(path)
        kept = "[document.cookie, localStorage.length, sessionStorage.length]"
        assert page.evaluate(kept) == ["", 0, 0], name
        # Twice the text is asked for on a computer; on a telephone the window is that of four times the zoom already.
        larger = [("style.fontSize", "200%"), ("style.fontSize", "")] if width > 1000 else []
        for setting, value in (("dir", "rtl"), ("dir", "ltr"), *larger):
            page.evaluate(f"document.documentElement.{setting} = '{value}'")
            assert page.evaluate("document.documentElement.scrollWidth") <= width, f"{name}, {setting} {value}"
        if wrong := violations(page, targets=True):
            found[name] = wrong
    context.close()

    assert {url for url in asked if not url.startswith((f"{site.url}/", "data:"))} == set()
    assert said == []
    assert found == {}


def test_a_printed_story_is_the_story_with_the_addresses_of_its_links(browser, magazine):
    page = browser.new_context(base_url=magazine.url).new_page()
    page.goto(BUSY)
    page.emulate_media(media="print")

    for gone in ("nav", "form", "#comments", "footer nav", ".share", ".related"):
        assert [each for each in page.locator(gone).all() if each.is_visible()] == [], gone
    assert page.locator("h1").is_visible() and page.locator(".story-body p").first.is_visible()
    assert f"{magazine.url}{BUSY}" in page.inner_text(".print-address")
    behind_link = "link => [getComputedStyle(link, '::after').content, link.getAttribute('href')]"
    links = [link.evaluate(behind_link) for link in page.locator(".story-body a[href^=http]").all()]
    assert links and all(address in content for content, address in links)
    page.context.close()
