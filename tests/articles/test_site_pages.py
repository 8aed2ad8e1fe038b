"""Pages that are no stories: written in the admin, linked at the foot of every page."""

from __future__ import annotations

import pytest
from django.urls import reverse

from articles.models import Article, SitePage
from articles.site_pages.drafts import TITLES
from tests.comments.readers import page_of, send_comment
from tests.factories import make_article, make_comment, make_picture

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_sitepage_add")


def make_page(**values):
    return SitePage.objects.create(
        **{"title": "Qui nous sommes", "slug": "a-propos", "body": "<p>Huit.</p>", "is_public": True} | values
    )


def posted(**values):
    fields = {"title": "Contact", "slug": "contact", "kind": "contact", "body": "<p>Écrivez.</p>", "position": 1}
    return fields | {"is_public": "on", "in_footer": "on"} | values


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def test_readers_read_it_and_find_it_at_the_foot_of_every_page(client):
    page, story = make_page(), make_article()

    assert client.get("/a-propos/").status_code == 200
    for address in ("/", story.get_absolute_url(), "/a-propos/", story.section.get_absolute_url(), "/privacy/"):
        foot = page_of(client.get(address)).find("footer", class_="footer")
        assert foot.find("a", href=page.get_absolute_url()).text == "Qui nous sommes"


def test_one_that_is_not_public_is_nowhere_but_at_the_desk(client, desk):
    page = make_page(is_public=False)
    desk.logout()

    assert client.get("/a-propos/").status_code == 404
    assert "/a-propos/" not in client.get("/").text
    assert "/a-propos/" not in client.get("/sitemap.xml").text
    assert client.get(reverse("admin:articles_sitepage_preview", args=[page.pk])).status_code == 302


def test_its_preview_is_the_page_itself_and_kept_nowhere(desk):
    page = make_page(is_public=False)

    answer = desk.get(reverse("admin:articles_sitepage_preview", args=[page.pk]))

    assert page_of(answer).find("h1").text == "Qui nous sommes"
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'content="noindex"' in answer.text


def test_one_that_is_left_out_of_the_foot_is_read_all_the_same(client):
    make_page(in_footer=False)

    assert client.get("/a-propos/").status_code == 200
    assert "/a-propos/" not in client.get("/").text


def test_pictures_and_links_to_stories_are_shown_as_in_a_story(client):
    picture, story = make_picture(), make_article(headline="La panne", slug="la-panne")
    make_page(
        body=f'<figure><img src="{picture.file.url}" alt="Une baie" data-file="{picture.pk}"></figure>'
        f'<p><a href="/ancien/" data-article="{story.pk}">notre récit</a></p>'
    )

    body = page_of(client.get("/a-propos/")).find(class_="story-body")

    assert body.find("img")["width"]
    assert body.find("a")["href"] == story.get_absolute_url()


def test_what_readers_have_of_stories_is_out_of_date_when_a_page_changes(desk, client):
    story = make_article()
    before = client.get(story.get_absolute_url()).headers["ETag"]

    answer = desk.post(ADD, posted())

    assert answer.status_code == 302
    after = client.get(story.get_absolute_url())
    assert after.headers["ETag"] != before
    assert "/contact/" in after.text


@pytest.mark.parametrize("kind", TITLES)
def test_a_page_that_readers_expect_begins_with_a_first_text(desk, kind):
    offered = page_of(desk.get(reverse("admin:articles_sitepage_changelist"))).find("a", href=f"{ADD}?kind={kind}")
    form = desk.get(f"{ADD}?kind={kind}").context["adminform"].form

    assert offered is not None
    assert form["kind"].value() == kind
    assert "[" in form["body"].value()
    assert not form["is_public"].value()


def test_a_first_text_is_stored_as_it_was_offered(desk):
    form = desk.get(f"{ADD}?kind=charter").context["adminform"].form
    offered = {name: form[name].value() for name in ("title", "slug", "kind", "body", "position")}

    assert desk.post(ADD, offered).status_code == 302

    page = SitePage.objects.get()
    assert (page.kind, page.is_public) == ("charter", False)
    assert page.body.count("<li>") == offered["body"].count("<li>") > 3
    listed = page_of(desk.get(reverse("admin:articles_sitepage_changelist")))
    assert listed.find("a", href=f"{ADD}?kind=charter") is None


@pytest.mark.parametrize("words", ["[TO COMPLETE: address]", "[À COMPLÉTER : adresse]", "adresse TK"])
def test_what_is_still_to_be_written_is_not_made_public(desk, words):
    refused = desk.post(ADD, posted(body=f"<p>Écrivez à {words}.</p>"))

    assert "is_public" in refused.context["adminform"].form.errors
    assert words in refused.text
    assert desk.post(ADD, posted(body=f"<p>Écrivez à {words}.</p>", is_public="")).status_code == 302


def test_there_is_one_page_of_each_kind_and_any_number_of_others(desk):
    make_page(kind="contact")

    refused = desk.post(ADD, posted(slug="nous-ecrire"))

    assert "kind" in refused.context["adminform"].form.errors
    assert desk.post(ADD, posted(slug="mentions", kind="other")).status_code == 302
    assert desk.post(ADD, posted(slug="credits", kind="other")).status_code == 302


@pytest.mark.parametrize("slug", ["feed", "privacy", "moderation", "admin", "corrections", "2026"])
def test_an_address_that_leads_elsewhere_is_refused_beside_its_field(desk, slug):
    answer = desk.post(ADD, posted(slug=slug))

    assert "slug" in answer.context["adminform"].form.errors
    assert not SitePage.objects.exists()


def test_its_text_is_sanitised_like_a_storys(desk, client):
    desk.post(ADD, posted(body="<p>Ici.<script>alert(1)</script></p><p onclick='x()'>Là.</p>"))

    assert "alert" not in client.get("/contact/").text
    assert "onclick" not in client.get("/contact/").text


def test_the_sitemap_lists_it(client):
    make_page()

    assert "/a-propos/</loc>" in client.get("/sitemap.xml").text


def test_a_story_never_loses_its_address_to_a_page(client):
    story = make_article(slug="contact")
    make_page(slug="contact")

    assert client.get(story.get_absolute_url()).context["article"] == Article.objects.get()


def test_the_charter_is_named_beside_every_comment_form(client):
    story, comment = make_article(), make_comment(status="approved")
    pages = [story.get_absolute_url(), f"/comments/{comment.pk}/reply/"]
    assert all(page_of(client.get(page)).find(id="comment-form").find("a", href="/charte/") is None for page in pages)

    make_page(kind="charter", slug="charte")
    Article.objects.all().bump_version()

    for page in pages:
        assert page_of(client.get(page)).find(id="comment-form").find("a", href="/charte/") is not None
    refused = send_comment(client, story, body="")
    assert page_of(refused).find(id="comment-form").find("a", href="/charte/") is not None


# Its address


def change(desk, page, **values):
    fields = {"title": page.title, "slug": page.slug, "kind": page.kind, "body": page.body}
    return desk.post(
        reverse("admin:articles_sitepage_change", args=[page.pk]),
        fields | {"position": page.position, "is_public": "on", "in_footer": "on"} | values,
    )


def test_its_old_address_leads_to_the_present_one_in_one_hop(desk, client):
    page = make_page()
    change(desk, page, slug="la-redaction")
    page.refresh_from_db()
    change(desk, page, slug="qui-sommes-nous")

    for old in ("/a-propos/", "/la-redaction/"):
        answer = client.get(f"{old}?x=1")
        assert (answer.status_code, answer.headers["location"]) == (301, "/qui-sommes-nous/?x=1")
    assert client.get("/qui-sommes-nous/").status_code == 200


def test_an_old_address_of_a_page_that_is_not_public_leads_nowhere(desk, client):
    page = make_page()
    change(desk, page, slug="la-redaction")
    SitePage.objects.update(is_public=False)

    assert client.get("/a-propos/").status_code == 404


def test_an_address_that_readers_know_is_given_to_no_other_page(desk, client):
    page = make_page()
    change(desk, page, slug="la-redaction")

    refused = desk.post(ADD, posted(slug="a-propos"))
    page.refresh_from_db()
    back = change(desk, page, slug="a-propos")

    assert "slug" in refused.context["adminform"].form.errors
    assert back.status_code == 302
    assert client.get("/a-propos/").status_code == 200
    assert client.get("/la-redaction/").headers["location"] == "/a-propos/"
