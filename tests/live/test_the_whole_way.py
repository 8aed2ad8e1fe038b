"""Must be seen: a story is written, published, commented, screened, decided on and read, in Chromium and over HTTP."""

from __future__ import annotations

import re

import pytest

from comments.screening.told import FIELDS_SENT
from tests.live.people import Somebody

pytestmark = [pytest.mark.browser, pytest.mark.processes]

CHECK, SPAM, HAM = "/1.1/comment-check", "/1.1/submit-spam", "/1.1/submit-ham"
HEADLINE = "Une faille « discrète » dans les routeurs"


@pytest.fixture
def somebody(browser, site):
    people = []

    def make(**options):
        people.append(Somebody(browser, site, **options))
        return people[-1]

    yield make
    for person in people:
        assert person.errors == []
        assert person.foreign == []
        person.context.close()


def write_story(page):
    page.goto("/admin/articles/article/add/")
    page.fill("#id_headline", HEADLINE)
    page.fill("#id_standfirst", "Trois lignes de code, dix ans de silence.")
    page.click(".field-body .ProseMirror:visible")
    page.keyboard.type("Le correctif tient en trois lignes.")
    page.select_option("#id_section", label="Sécurité")
    page.click(".field-author .select2-selection")
    page.keyboard.type("Inès")
    page.click(".select2-results__option >> text=Inès Carvalho")
    assert page.input_value("#id_slug") == "une-faille-discrete-dans-les-routeurs"


def publish(somebody):
    """Let a journalist write a story and an editor publish it; return its address."""
    journalist = somebody().sign_in("journaliste")
    write_story(journalist)
    assert journalist.locator("[name=_publish]").count() == 0
    journalist.click("[name=_request]")
    journalist.check("[name=warnings_seen]")
    journalist.click("[name=_request]")
    story = journalist.url
    journalist.click(".object-tools >> a[href$='/preview/']")
    assert journalist.inner_text("h1") == HEADLINE
    assert "Le correctif tient en trois lignes." in journalist.inner_text(".story-body")

    editor = somebody().sign_in("editrice")
    editor.goto(story)
    editor.check("[name=warnings_seen]")
    editor.click("[name=_publish]")
    return editor.get_attribute(".story-state a", "href")


def comment(reader, address, name, body):
    """Post a comment as a reader does and return the address of the receipt."""
    reader.goto(address)
    reader.fill("[name=author_name]", name)
    reader.fill("[name=author_email]", "lectrice@example.org")
    reader.fill("[name=author_url]", "https://example.org/")
    reader.fill("[name=body]", body)
    reader.click("#comment-form button[type=submit]")
    reader.wait_for_url("**/comments/receipt/**")
    return reader.url


def verdicts(site):
    return dict(site.rows("list(Comment.objects.values_list('author_name', 'verdict'))"))


def test_the_whole_way(somebody, site):
    address = publish(somebody)
    reader = somebody(javascript=False)
    receipt = comment(reader.page, address, "Zoé", "Merci, c’est clair & net.\nUne question : <et après> ?")
    comment(reader.page, address, "viagra-test-123", "Achetez ici.")
    assert reader.context.cookies() == []

    site.wait_until(lambda: verdicts(site) == {"Zoé": "ham", "viagra-test-123": "spam"}, "both are screened")
    checks = {call["comment_author"]: call for call in site.calls(CHECK)}
    assert len(site.calls(CHECK)) == 2
    assert set(FIELDS_SENT) <= set(checks["Zoé"])
    assert checks["Zoé"]["comment_content"] == "Merci, c’est clair & net.\nUne question : <et après> ?"
    assert checks["Zoé"]["permalink"] == site.url + address
    assert checks["Zoé"]["user_ip"] == "127.0.0.1"
    assert "HeadlessChrome" in checks["Zoé"]["user_agent"]
    assert checks["Zoé"]["referrer"] == site.url + address

    moderator = somebody().sign_in("ana")
    moderator.goto("/moderation/")
    moderator.click("article:has-text('Zoé') button.approve")
    moderator.wait_for_selector("article.card-approved:has-text('Zoé')")

    reader.page.goto(address)
    assert "<et après> ?" in reader.page.inner_text(".comment-body")
    assert re.match(r"1\b", reader.page.inner_text("#comments-title"))
    reader.page.goto(receipt)
    reader.page.click(".receipt-state a")
    assert re.search(r"#comment-\d+$", reader.page.url)

    # After all: spam is what was approved, and what was called spam is none.
    moderator.goto("/moderation/?queue=approved")
    moderator.click("article:has-text('Zoé') button.spam")
    moderator.wait_for_selector("article.card-spam:has-text('Zoé')")
    moderator.goto("/moderation/?queue=spam")
    moderator.click("article:has-text('viagra') button.approve")
    moderator.wait_for_selector("article.card-approved:has-text('viagra')")

    site.wait_until(lambda: site.calls(SPAM) and site.calls(HAM), "both decisions are reported")
    (spam,), (ham,) = site.calls(SPAM), site.calls(HAM)
    for report, name in ((spam, "Zoé"), (ham, "viagra-test-123")):
        assert {field: report[field] for field in FIELDS_SENT} == {field: checks[name][field] for field in FIELDS_SENT}
    reader.page.goto(address)
    assert "clair & net" not in reader.page.inner_text("main")
    assert "Achetez ici." in reader.page.inner_text(".comment-body")


def test_a_comment_posted_while_akismet_refuses_connections_is_screened_once_it_is_back(somebody, site):
    _, address = site.publish_story()
    moderator = somebody().sign_in("ana")
    reader = somebody(javascript=False)

    def is_warned():
        moderator.goto("/moderation/")
        return moderator.locator(".notice-warning").count() == 1

    site.set_sandbox_mode("refused", seconds="25")
    receipt = comment(reader.page, address, "Patiente", "J’attendrai.")

    assert reader.context.new_page().goto(receipt).status == 200
    site.wait_until(is_warned, "the desk says that Akismet is away")
    assert "Patiente" in moderator.inner_text("main")

    site.wait_until(lambda: verdicts(site).get("Patiente") == "ham", "the comment is screened", seconds=120)
    assert [call["comment_author"] for call in site.calls(CHECK)].count("Patiente") == 1
    assert not is_warned()
