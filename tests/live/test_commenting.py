"""Must be seen: readers comment in Chromium, with and without JavaScript, and nothing is kept of them unasked."""

from __future__ import annotations

import pytest

from tests.live.axe import narrow_and_light_then_wide_and_dark, violations
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

THREAD = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from comments.finding.index import describe, store
article, ana = Article.objects.get(), User.objects.get(username="ana")
start = timezone.now() - timedelta(minutes=200)
made = []
def say(name, body, parent=None):
    comment = Comment(article=article, parent=parent, author_name=name, author_email="lectrice@example.org", body=body,
        submitted_at=start + timedelta(minutes=5 * len(made)), verdict="ham", reported_as="ham", screened_at=start)
    describe(comment)
    comment.place_in_thread()
    store([comment])
    made.append(comment)
    return comment
for number in range(6):
    say(f"Lectrice {number}", "Une phrase assez longue pour remplir plus d’une ligne. " * 4)
root = say("Inès", "> Le correctif tient en trois lignes.\\n\\nTrois lignes, et *dix ans* de silence. **Dix ans.**")
say("Karim", "Voir https://exemple.example/une/adresse/" + "qui-est-longue/" * 6, root)
deep = say("Zoé", "Une réponse.", say("Max", "Une réponse.", root))
for number in range(5):
    deep = say(f"Profonde {number}", "Une réponse profonde.", deep)
say("Retiré", "Ce texte est retiré.", None)
say("Suzanne", "Sous un texte retiré.", made[-1])
Comment.objects.filter(article=article).approve(by=ana)
made[-2].refresh_from_db()
made[-2].withdraw()
root.refresh_from_db()
root.feature(by=ana)
print(article.get_absolute_url(), root.pk, deep.pk, made[0].pk)
"""
TWO_MORE = """
from django.contrib.auth.models import User
from django.utils import timezone
from comments.finding.index import describe, store
article, ana = Article.objects.get(), User.objects.get(username="ana")
first = Comment.objects.filter(article=article).order_by("path").first()
for name, parent in (("Nouvelle", first), ("Autre nouvelle", None)):
    now = timezone.now()
    comment = Comment(article=article, parent=parent, author_name=name, author_email="autre@example.org",
        body="À l’instant.", submitted_at=now, verdict="ham", reported_as="ham", screened_at=now)
    describe(comment)
    comment.place_in_thread()
    store([comment])
    comment.approve(by=ana)
"""
STORED = """async () => ({
  local: localStorage.length, session: sessionStorage.length, bases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length, cookies: document.cookie,
})"""
NOTHING = {"local": 0, "session": 0, "bases": 0, "caches": 0, "cookies": ""}
TYPED = {"author_name": "Zoé", "author_email": "zoe@example.org", "author_url": "https://zoe.example/"}


@pytest.fixture
def story(site):
    """A story with a thread: its address, and the numbers of a root, of a collapsed answer and of the first comment."""
    site.publish_story()
    address, root, deep, first = site.shell(THREAD).split()
    return address, int(root), int(deep), int(first)


@pytest.fixture
def somebody(browser, site):
    people = []

    def make(**options):
        people.append(Somebody(browser, site, **options))
        return people[-1]

    yield make
    for person in people:
        # Chromium notes on its console that a form was refused.
        errors = [error for error in person.errors if "422" not in error]
        assert (errors, person.foreign, person.context.cookies()) == ([], [], [])
        person.context.close()


def fill(page, body, **typed):
    for name, value in (TYPED | typed | {"body": body}).items():
        page.fill(f"[name={name}]", value)


def newest(site):
    return site.rows("list(Comment.objects.order_by('-pk').values('body', 'parent', 'author_name')[:1])")[0]


def top_of(page, number):
    return page.evaluate("id => document.getElementById(id).getBoundingClientRect().top", f"comment-{number}")


def is_in_sight(page, number):
    box = page.locator(f"#comment-{number}").bounding_box()
    return box is not None and 0 <= box["y"] < page.viewport_size["height"]


# With JavaScript


def test_an_answer_is_written_below_the_comment_and_taken_back_by_escape(somebody, site, story):
    address, root, _, first = story
    page = somebody().page
    page.goto(address)

    page.click(f"#comment-{root} .reply-link")
    assert page.evaluate(f"document.querySelector('#comment-{root}').nextElementSibling.id") == "comment-form"
    assert page.evaluate("document.activeElement.name") == "body"
    page.keyboard.type("Une réponse commencée")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.className") == "reply-link"
    assert (
        page.evaluate("document.querySelector('#comments').contains(document.querySelector('#comment-form'))") is False
    )
    page.click(f"#comment-{first} .reply-link")
    assert page.input_value("[name=body]") == "Une réponse commencée"
    page.click(".form-buttons [type=button]")
    assert page.evaluate("document.activeElement.closest('.comment').id") == f"comment-{first}"
    assert page.input_value("[name=parent]") == ""

    page.click(f"#comment-{root} .reply-link")
    fill(page, "Une réponse finie.")
    page.click("#comment-form [type=submit]:not([name])")
    page.wait_for_url("**/comments/receipt/**")

    assert newest(site) == {"body": "Une réponse finie.", "parent": root, "author_name": "Zoé"}


def test_a_preview_takes_the_focus_and_so_do_errors(somebody, story):
    page = somebody().page
    page.goto(story[0])
    fill(page, "Un texte *souligné*.")

    page.click("[name=preview]")
    page.locator("#comment-preview:focus").wait_for()
    assert page.inner_text("#comment-preview em") == "souligné"
    assert page.input_value("[name=body]") == "Un texte *souligné*."
    page.fill("[name=author_email]", "zoe")
    page.click("#comment-form [type=submit]:not([name])")
    page.locator(".form-errors:focus").wait_for()

    page.click(".form-errors a")
    assert page.evaluate("document.activeElement.name") == "author_email"


def test_the_room_that_is_left_is_told_once_it_is_little(somebody, story):
    page = somebody().page
    page.goto(story[0])

    page.fill("[name=body]", "x" * 4000)
    page.wait_for_timeout(700)
    assert page.inner_text(".counter") == ""
    page.fill("[name=body]", "𝒵" * 4990)
    page.locator(".counter:has-text('10')").wait_for()
    page.fill("[name=body]", "x" * 5003)
    page.locator(".counter:has-text('3')").wait_for()

    assert len(page.input_value("[name=body]")) == 5003


def test_nothing_is_kept_unless_a_reader_asks_for_it(somebody, story):
    page = somebody().page
    page.goto(story[0])
    assert page.is_checked(".remember input") is False
    fill(page, "Un premier commentaire.")
    page.click("#comment-form [type=submit]:not([name])")
    page.wait_for_url("**/comments/receipt/**")
    page.goto(story[0])
    assert page.evaluate(STORED) == NOTHING
    assert page.input_value("[name=author_name]") == ""

    fill(page, "Un second commentaire.")
    page.check(".remember input")
    page.click("#comment-form [type=submit]:not([name])")
    page.wait_for_url("**/comments/receipt/**")
    page.goto(story[0])
    assert {name: page.input_value(f"[name={name}]") for name in TYPED} == TYPED
    assert page.input_value("[name=body]") == ""

    page.uncheck(".remember input")
    assert page.evaluate(STORED) == NOTHING


def test_new_comments_are_offered_and_put_in_without_a_jump(somebody, site, story):
    address, root, _, first = story
    reader = somebody()
    page = reader.page
    page.route("**/*.json*", lambda route: route.continue_())  # nothing comes out of the browser’s cache
    page.clock.install()
    page.goto(address)
    page.evaluate(f"document.getElementById('comment-{root}').scrollIntoView()")
    page.clock.fast_forward(61_000)
    page.wait_for_timeout(500)
    assert page.locator(".thread-news button").count() == 0
    before = top_of(page, root)

    site.shell(TWO_MORE)
    page.clock.fast_forward(61_000)
    page.locator(".thread-news button").wait_for()
    assert "2" in page.inner_text(".thread-news[role=status]")
    assert page.locator(".comment:has-text('Nouvelle')").count() == 0
    assert abs(top_of(page, root) - before) < 2
    # A click of Playwright's would scroll a little by itself.
    page.locator(".thread-news button").dispatch_event("click")
    page.locator(".comment:has-text('Autre nouvelle')").wait_for()

    assert abs(top_of(page, root) - before) < 2
    assert (
        page.evaluate(f"document.querySelector('#comment-{first} ~ .comment .comment-author').textContent")
        == "Nouvelle"
    )
    assert "Nouvelle" in page.evaluate("document.activeElement.textContent")
    shown = page.eval_on_selector_all(".comment", "all => all.map((comment) => comment.id)")
    page.reload()
    assert page.eval_on_selector_all(".comment", "all => all.map((comment) => comment.id)") == shown
    assert page.evaluate(STORED) == NOTHING


def test_a_page_that_nobody_looks_at_asks_nothing(somebody, story):
    page = somebody().page
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "comments.json" in request.url else None)
    page.clock.install()
    page.goto(story[0])
    page.evaluate("Object.defineProperty(document, 'visibilityState', {value: 'hidden', writable: true})")

    page.clock.fast_forward(600_000)
    page.wait_for_timeout(500)

    assert asked == []


def test_recent_dates_are_told_in_words_and_keep_their_own(somebody, story):
    page = somebody().page
    page.goto(story[0])

    time = page.locator(f"#comment-{story[3]} time")
    assert time.inner_text() == "il y a 3 heures"
    assert time.get_attribute("title")
    assert time.get_attribute("datetime")


# With and without


@pytest.mark.parametrize("javascript", [True, False])
def test_a_link_to_a_collapsed_answer_opens_it(somebody, story, javascript):
    address, _, deep, _ = story
    page = somebody(javascript=javascript).page
    page.goto(address)
    assert page.locator(f"#comment-{deep}").is_visible() is False

    page.goto(f"{address}#comment-{deep}")
    page.locator(f"#comment-{deep}").wait_for()
    assert is_in_sight(page, deep)

    page.goto(f"/comments/{deep}/")
    assert page.locator(f"#comment-{deep}").is_visible()
    assert page.url.endswith(f"#comment-{deep}")


def test_a_reader_without_javascript_reads_previews_answers_and_withdraws(somebody, site, story):
    address, root, _, _ = story
    page = somebody(javascript=False).page
    page.goto(address)
    assert page.locator(".remember").count() == 0
    page.click(
        ".thread-orders >> text=récents"
        if page.locator(".thread-orders >> text=récents").count()
        else ".thread-orders a"
    )
    page.goto(address)

    page.click(f"#comment-{root} .reply-link")
    page.wait_for_url("**/reply/")
    fill(page, "> Dix ans.\n\nUne *réponse*.")
    page.click("[name=preview]")
    assert page.inner_text("#comment-preview blockquote") == "Dix ans."
    assert page.url.endswith("#comment-form")
    page.fill("[name=author_email]", "")
    page.click("#comment-form [type=submit]:not([name])")
    assert page.locator(".form-errors a").count() == 1
    page.fill("[name=author_email]", "zoe@example.org")
    page.click("#comment-form [type=submit]:not([name])")
    page.wait_for_url("**/comments/receipt/**")
    assert newest(site)["parent"] == root
    page.click("form[action$='withdraw/'] button")

    assert site.rows("Comment.objects.order_by('-pk')[0].status") == "withdrawn"


def test_axe_finds_nothing_in_a_thread_with_an_answer_being_written(somebody, story):
    address, root, _, _ = story
    page = somebody().page
    page.goto(address)
    page.click(".more-answers > summary")
    fill(page, "x" * 4990)
    page.click("[name=preview]")
    page.wait_for_selector("#comment-preview")
    found = violations(page)

    page.click(f"#comment-{root} .reply-link")
    for _way in narrow_and_light_then_wide_and_dark(page):
        found += violations(page)
        small = page.eval_on_selector_all(
            ":is(.reply-link, .report-link, #comments summary, .thread-orders a, #comment-form button)",
            "all => all.filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML)",
        )
        assert small == []

    assert found == []
