"""A story before it is public: as it was typed, and under a link for people without an account."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Byline, PreviewLink, Tag
from tests.articles.desk import change_path, form_of, preview_path, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_journalist, make_picture, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PREVIEW_NEW = reverse("admin:articles_article_preview_new")


@pytest.fixture
def draft(journalist):
    return make_article(published_at=None, created_by=journalist, headline="Titre gardé", body="<p>Gardé.</p>")


def links_path(article) -> str:
    return reverse("admin:articles_article_preview_links", args=[article.pk])


def revoke_path(link) -> str:
    return reverse("admin:articles_article_revoke_preview_link", args=[link.article_id, link.pk])


def make_link(article, by, days=7, label="Agence") -> str:
    return PreviewLink(article=article, label=label).make(by=by, days=days)


def is_kept_nowhere(answer) -> bool:
    return "no-store" in answer.headers["Cache-Control"] and answer.headers["X-Robots-Tag"] == "noindex"


# As it was typed


def test_what_is_typed_is_shown_on_the_readers_page_and_not_saved(desk, draft):
    tag, author, picture = Tag.objects.create(name="réseau", slug="reseau"), make_author(name="Zoé"), make_picture()
    form = form_of(draft, headline="Titre tapé", body="<h2>Midi</h2><p>Tapé.</p>", tags=[tag.pk])
    form |= {"lead_picture": picture.pk, "bylines-0-author": author.pk}

    answer = desk.post(preview_path(draft), form)

    page = page_of(answer)
    assert page.find("h1").text == "Titre tapé"
    assert page.find("div", class_="story-body").find("h2").text == "Midi"
    assert page.find("a", rel="tag").text == "réseau"
    assert page.find("a", rel="author").text == "Zoé"
    assert page.find("figure", class_="story-picture")
    draft.refresh_from_db()
    assert (draft.headline, draft.body, draft.lead_picture) == ("Titre gardé", "<p>Gardé.</p>", None)
    assert not draft.tags.exists()
    assert not Byline.objects.filter(author=author).exists()


def test_a_story_that_was_never_saved_is_shown(desk):
    answer = desk.post(PREVIEW_NEW, story_form(headline="Tout neuf", authors=[make_author(name="Anne")]))

    assert page_of(answer).find("h1").text == "Tout neuf"
    assert page_of(answer).find("a", rel="author").text == "Anne"
    assert not Article.objects.exists()


def test_a_preview_of_what_is_typed_is_kept_nowhere(desk, draft):
    assert is_kept_nowhere(desk.post(preview_path(draft), form_of(draft)))
    assert is_kept_nowhere(desk.post(PREVIEW_NEW, story_form()))
    assert is_kept_nowhere(desk.get(preview_path(draft)))


@pytest.mark.parametrize(
    "fields",
    [
        {"headline": ""},
        {"headline": "x" * 201},
        {"slug": ""},
        {"slug": "pas un slug"},
        {"section": ""},
        {"section": "999999"},
        {"standfirst": "x" * 501},
        {"lead_picture": "999999"},
        {"tags": ["999999"]},
        {"bylines-TOTAL_FORMS": 0},
        {"bylines-0-author": "999999"},
        {"bylines-0-DELETE": "on"},
        {"publish_at_0": "demain"},
        {"canonical_url": "javascript:alert(1)"},
    ],
)
def test_what_is_not_valid_is_shown_all_the_same(desk, draft, fields):
    fields = {"body": "<p>Le texte tapé.</p>"} | fields

    for answer in (
        desk.post(preview_path(draft), form_of(draft, **fields)),
        desk.post(PREVIEW_NEW, story_form() | fields),
    ):
        assert answer.status_code == 200
        assert "Le texte tapé." in answer.text


def test_an_empty_form_is_shown_as_an_empty_page(desk):
    make_section()

    assert desk.post(PREVIEW_NEW, {}).status_code == 200


@pytest.mark.parametrize("length", [0, 200_001])
def test_a_text_that_is_typed_is_sanitised_whatever_is_wrong_with_it(desk, draft, length):
    body = "<p onclick='x'>Bon.</p><script>alert(1)</script>" + "x" * length

    answer = desk.post(preview_path(draft), form_of(draft, body=body))

    assert "Bon." in answer.text
    assert "alert(1)" not in answer.text
    assert "onclick" not in answer.text


def test_the_form_offers_the_preview_in_a_tab_of_its_own(desk, draft):
    page = page_of(desk.get(change_path(draft)))

    (button,) = page.find_all("input", formtarget="_blank")
    assert button["formaction"] == preview_path(draft)
    assert "name" not in button


@pytest.mark.parametrize("path", ["draft", "new"])
def test_a_moderator_previews_nothing(moderator, draft, path):
    answer = signed_in(moderator).post(preview_path(draft) if path == "draft" else PREVIEW_NEW, story_form())

    assert answer.status_code in (403, 404)


def test_a_journalist_types_no_preview_of_the_live_story_of_somebody_else(desk):
    article = make_article()

    assert desk.post(preview_path(article), form_of(article, headline="Autre")).status_code == 403


def test_a_preview_that_is_typed_needs_the_token(journalist, draft):
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(journalist)

    assert desk.post(preview_path(draft), form_of(draft)).status_code == 403


# Under a link


def test_a_link_shows_the_latest_state_to_whoever_has_it(client, journalist, draft):
    address = make_link(draft, journalist)
    Article.objects.filter(pk=draft.pk).update(headline="Titre nouveau")

    answer = client.get(address)

    page = page_of(answer)
    assert page.find("h1").text == "Titre nouveau"
    assert page.find("aside", class_="preview-banner")
    assert "2 décembre 2026" in page.find("aside", class_="preview-banner").text
    assert client.get(draft.get_absolute_url()).status_code == 404


def test_a_linked_page_is_kept_nowhere_and_listed_nowhere(client, journalist, draft):
    address = make_link(draft, journalist)

    answer = client.get(address)

    assert is_kept_nowhere(answer)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert page_of(answer).find("meta", name="robots")["content"] == "noindex"
    assert "ETag" not in answer.headers
    assert not answer.cookies
    assert "Disallow: /preview/" in client.get("/robots.txt").text


def test_a_linked_page_takes_no_comments(client, journalist, draft):
    page = page_of(client.get(make_link(draft, journalist)))

    assert page.find_all("form") == []
    assert page.find("section", id="comments") is None


def test_the_address_holds_more_than_128_bits_and_is_not_stored(journalist, draft):
    address = make_link(draft, journalist)

    token = re.fullmatch(r"/preview/([\w-]{43})/", address)[1]
    assert token not in repr(PreviewLink.objects.values().get())


@pytest.mark.parametrize("why", ["expired", "revoked", "unknown", "mistyped", "deleted"])
def test_a_link_that_leads_nowhere_answers_like_any_other(client, clock, journalist, draft, why):
    address = make_link(draft, journalist)
    if why == "expired":
        clock.shift(timedelta(days=7))
    elif why == "revoked":
        PreviewLink.objects.all().revoke()
    elif why == "deleted":
        draft.delete()
    else:
        address = f"/preview/{'x' * 43}/" if why == "unknown" else address[:-2] + "é/"

    answer, other = client.get(address), client.get("/preview/nothing/")

    assert (answer.status_code, answer.content) == (404, other.content)
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_link_ends_to_the_second(client, clock, journalist, draft):
    address = make_link(draft, journalist, days=1)

    clock.shift(timedelta(days=1, seconds=-1))
    before = client.get(address).status_code
    clock.shift(timedelta(seconds=1))

    assert (before, client.get(address).status_code) == (200, 404)


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_a_link_is_only_looked_at(client, journalist, draft, method):
    assert getattr(client, method)(make_link(draft, journalist)).status_code == 405


def test_looks_at_a_link_are_counted_for_who_made_it(client, journalist, draft):
    address = make_link(draft, journalist)

    client.get(address)
    client.head(address)
    client.get(address)

    link = PreviewLink.objects.get()
    assert (link.seen_count, link.last_seen_at) == (2, NOW)


def test_a_link_costs_a_bounded_number_of_queries(client, journalist, django_assert_max_num_queries):
    tags = [Tag.objects.create(name=f"t{number}", slug=f"t{number}") for number in range(5)]
    article = make_article(published_at=None, tags=tags, authors=[make_author() for _ in range(5)])
    address = make_link(article, journalist)

    with django_assert_max_num_queries(13):
        client.get(address)


# Managing links


def test_a_journalist_makes_a_link_and_reads_its_address_once(client, desk, draft):
    answer = desk.post(links_path(draft), {"label": "Agence", "days": "3"})

    address = page_of(answer).find("input", id="new-link")["value"]
    assert client.get(address).status_code == 200
    assert is_kept_nowhere(answer)
    assert address not in desk.get(links_path(draft)).text
    assert PreviewLink.objects.get().expires_at == NOW + timedelta(days=3)


def test_a_link_lasts_seven_days_unless_said_otherwise(desk, draft):
    assert page_of(desk.get(links_path(draft))).field("days").typed == "7"


def test_a_link_for_one_version_shows_it_whatever_is_saved_after_it(client, desk, draft):
    for headline in ("Premier titre", "Second titre"):
        assert desk.post(change_path(draft), form_of(draft, headline=headline)).status_code == 302
        draft.refresh_from_db()
    first, second = draft.revisions.order_by("number").filter(content__headline__in=["Premier titre", "Second titre"])
    offered = [option["value"] for option in page_of(desk.get(links_path(draft))).find("select").find_all("option")]

    fields = {"label": "Agence", "days": "3", "revision": str(first.number)}
    address = page_of(desk.post(links_path(draft), fields)).find("input", id="new-link")["value"]

    assert offered[:3] == ["", str(second.number), str(first.number)]
    assert page_of(client.get(address)).find("h1").text == "Premier titre"
    assert f"version {first.number}" in page_of(desk.get(links_path(draft))).find("ul", class_="preview-links").text


@pytest.mark.parametrize("number", ["0", "99", "-1", "x"])
def test_a_link_for_a_version_that_is_not_there_is_refused(desk, draft, number):
    answer = desk.post(links_path(draft), {"label": "Agence", "days": "3", "revision": number})

    assert answer.status_code == 422
    assert page_of(answer).field("label").typed == "Agence"
    assert not PreviewLink.objects.exists()


@pytest.mark.parametrize("fields", [{"days": "61"}, {"days": "0"}, {"days": ""}, {"days": "x"}, {"label": ""}])
def test_a_link_without_an_end_or_a_name_is_refused(desk, draft, fields):
    answer = desk.post(links_path(draft), {"label": "Agence", "days": "3"} | fields)

    assert answer.status_code == 422
    assert not PreviewLink.objects.exists()


def test_a_link_is_revoked_from_the_list(client, desk, journalist, draft):
    address = make_link(draft, journalist)

    answer = desk.post(revoke_path(PreviewLink.objects.get()))

    assert answer.url == links_path(draft)
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("method", ["get", "head"])
def test_nothing_is_revoked_by_looking(client, desk, journalist, draft, method):
    address = make_link(draft, journalist)

    assert getattr(desk, method)(revoke_path(PreviewLink.objects.get())).status_code == 405
    assert client.get(address).status_code == 200


def test_a_link_of_another_story_is_not_revoked_through_this_one(client, desk, journalist, draft):
    other = make_article(published_at=None, created_by=make_journalist("collegue"))
    address = make_link(other, journalist)
    path = reverse("admin:articles_article_revoke_preview_link", args=[draft.pk, PreviewLink.objects.get().pk])

    assert desk.post(path).status_code == 404
    assert client.get(address).status_code == 200


def test_nobody_gives_away_a_draft_that_is_not_hers(desk):
    other = make_article(published_at=None, created_by=make_journalist("collegue"))

    assert desk.get(links_path(other)).status_code == 404
    assert desk.post(links_path(other), {"label": "x", "days": "3"}).status_code == 404


def test_a_moderator_makes_no_link(moderator, draft):
    answer = signed_in(moderator).post(links_path(draft), {"label": "x", "days": "3"})

    assert answer.status_code in (403, 404)
    assert not PreviewLink.objects.exists()


# Under an embargo


@pytest.fixture
def embargo(draft):
    draft.embargo_until = timezone.now() + timedelta(days=90)
    draft.save()


def test_an_embargoed_story_has_no_preview_for_outsiders(client, desk, journalist, draft, embargo):
    address = make_link(draft, journalist)

    assert client.get(address).status_code == 404
    assert desk.post(links_path(draft), {"label": "x", "days": "3"}).status_code == 403
    assert page_of(desk.get(links_path(draft))).find("input", name="label") is None


def test_who_may_share_embargoed_stories_gives_links_that_work(client, journalist, draft, embargo):
    journalist.user_permissions.add(Permission.objects.get(codename="share_embargoed"))

    answer = signed_in(journalist).post(links_path(draft), {"label": "x", "days": "3"})

    assert client.get(page_of(answer).find("input", id="new-link")["value"]).status_code == 200
