"""What search engines and social networks are told of a story."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from articles.models import Article, Tag
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.comments.readers import page_of
from tests.factories import make_article, make_picture, make_section

pytestmark = pytest.mark.django_db

OWN_WORDS = {
    "seo_title": "Titre pour les moteurs",
    "seo_description": "Description pour les moteurs.",
    "social_title": "Titre partagé",
    "social_text": "Texte partagé.",
}


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def meta_of(client, article) -> dict[str, list[str]]:
    """Return what stands in the meta tags of a story's page, by their name."""
    found: dict[str, list[str]] = {}
    for tag in page_of(client.get(article.get_absolute_url())).find_all("meta"):
        name = tag.attributes.get("property") or tag.attributes.get("name", "")
        found.setdefault(name, []).append(tag.attributes.get("content", ""))
    return found


def test_without_words_of_its_own_a_story_is_shared_with_headline_standfirst_and_lead_picture(client):
    picture = make_picture(width=1200, height=675, alternative_text="La salle des serveurs")
    article = make_article(headline="Une panne", standfirst="Trois heures.", lead_picture=picture)

    meta = meta_of(client, article)

    assert (meta["description"], meta["og:title"], meta["og:description"]) == (
        ["Trois heures."],
        ["Une panne"],
        ["Trois heures."],
    )
    assert meta["og:image"] == [settings.SITE_URL + picture.file.url]
    assert (meta["og:image:width"], meta["og:image:height"]) == (["1200"], ["675"])
    assert meta["og:image:alt"] == ["La salle des serveurs"]
    assert meta["twitter:card"] == ["summary_large_image"]


def test_its_own_words_stand_where_they_belong(client):
    picture, other = make_picture(), make_picture()
    article = make_article(lead_picture=picture, social_picture=other, **OWN_WORDS)

    meta = meta_of(client, article)

    title = page_of(client.get(article.get_absolute_url())).find("title").text
    assert title == f"Titre pour les moteurs – {settings.SITE_NAME}"
    assert meta["description"] == ["Description pour les moteurs."]
    assert (meta["og:title"], meta["og:description"]) == (["Titre partagé"], ["Texte partagé."])
    assert meta["og:image"] == [settings.SITE_URL + other.file.url]


def test_a_story_says_when_it_was_published_and_changed_and_what_it_is_about(client):
    tags = [Tag.objects.create(name=name, slug=name) for name in ("reseau", "panne")]
    article = make_article(section=make_section(name="Sécurité"), tags=tags)

    meta = meta_of(client, article)

    article.refresh_from_db()
    local = timezone.localtime
    assert meta["article:published_time"] == [local(article.published_at).isoformat()]
    assert meta["article:modified_time"] == [local(article.updated_at).isoformat()]
    assert (meta["article:section"], sorted(meta["article:tag"])) == (["Sécurité"], ["panne", "reseau"])
    assert (meta["og:type"], meta["og:url"]) == (["article"], [settings.SITE_URL + article.get_absolute_url()])


def test_a_story_without_a_picture_is_a_small_card(client, article):
    meta = meta_of(client, article)

    assert meta["twitter:card"] == ["summary"]
    assert "og:image" not in meta


def test_a_story_that_is_kept_out_of_search_engines_says_so_and_leaves_the_sitemap(client, article):
    hidden = make_article(noindex=True)

    sitemap = client.get("/sitemap.xml").text

    assert meta_of(client, hidden)["robots"] == ["noindex"]
    assert "robots" not in meta_of(client, article)
    assert hidden.get_absolute_url() not in sitemap
    assert article.get_absolute_url() in sitemap


def test_a_story_that_appeared_elsewhere_first_names_the_original(client):
    article = make_article(canonical_url="https://example.org/original")

    page = page_of(client.get(article.get_absolute_url()))

    assert page.find("link", rel="canonical")["href"] == "https://example.org/original"
    assert article.get_absolute_url() not in client.get("/sitemap.xml").text


@pytest.mark.parametrize(
    "address",
    ["http://example.org/", "//example.org/", "javascript:alert(1)", "example.org", "https://", "https://a b"],
)
def test_the_address_of_the_original_is_a_full_https_one(desk, address):
    answer = desk.post(ADD, story_form(canonical_url=address))

    assert page_of(answer).find("div", class_="field-canonical_url").find("ul", class_="errorlist")
    assert not Article.objects.exists()


def test_an_editor_writes_the_words_for_search_engines_and_networks(client, desk, article):
    picture = make_picture()

    desk.post(change_path(article), form_of(article, social_picture=picture.pk, noindex="on", **OWN_WORDS))

    article.refresh_from_db()
    assert {name: getattr(article, name) for name in OWN_WORDS} == OWN_WORDS
    assert (article.social_picture, article.noindex) == (picture, True)
    assert meta_of(client, article)["og:title"] == ["Titre partagé"]


def test_the_form_shows_what_both_will_look_like_without_any_script(desk):
    article = make_article(headline="Une panne", standfirst="Trois heures.", social_title="Partagé")

    page = page_of(desk.get(change_path(article)))

    result, card = page.find("figure", class_="search-result"), page.find("figure", class_="social-card")
    assert "Une panne" in result.text
    assert "Trois heures." in result.text
    assert "Partagé" in card.text


def test_the_form_of_a_new_story_shows_an_empty_preview(desk):
    page = page_of(desk.get(ADD))

    assert page.find("p", class_="result-title").text == ""


def test_hostile_words_stay_words_in_the_head_of_a_page(client):
    words = '"><script>alert(1)</script>'
    article = make_article(seo_title=words, seo_description=words, social_title=words, social_text=words)

    assert "<script>alert(1)" not in client.get(article.get_absolute_url()).text


def test_changing_the_words_of_the_picture_when_shared_makes_the_kept_page_new(client, editor):
    picture = make_picture(alternative_text="Avant")
    article = make_article(social_picture=picture, published_at=timezone.now() - timedelta(hours=1))
    client.get(article.get_absolute_url())

    signed_in(editor).post(
        f"/admin/articles/picture/{picture.pk}/change/",
        {"alternative_text": "Après", "focus_x": 50, "focus_y": 50},
    )

    assert meta_of(client, article)["og:image:alt"] == ["Après"]
