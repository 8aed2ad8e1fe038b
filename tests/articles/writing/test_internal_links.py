"""A link to one of our stories follows that story, and is none where readers would not find it."""

from __future__ import annotations

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from articles.models import Article
from articles.writing.links import dead_internal_links
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_journalist, make_picture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LINKS = reverse("admin:articles_article_links")


def link_to(article: Article, words: str = "lire", href: str = "/2020/01/ancien/") -> str:
    return f'<p>À <a data-article="{article.pk}" href="{href}">{words}</a>.</p>'


def shown_links(client, article: Article) -> list[str]:
    story = page_of(client.get(article.get_absolute_url())).find("div", class_="story-body")
    return [link["href"] for link in story.find_all("a")]


def found(user, words: str) -> list[str]:
    return [story["headline"] for story in signed_in(user).get(LINKS, {"q": words}).json()["stories"]]


# What readers see


def test_a_link_leads_to_the_present_address_of_its_story(client):
    target = make_article(slug="nouveau")

    story = make_article(body=link_to(target))

    assert shown_links(client, story) == [target.get_absolute_url()]


def test_a_link_in_a_feed_leads_to_the_present_address(client, settings):
    target = make_article(slug="nouveau")
    make_article(body=link_to(target))

    feed = unescape(client.get("/feed/").text)

    assert f'À <a href="{settings.SITE_URL}{target.get_absolute_url()}">lire</a>.' in feed
    assert "/2020/01/ancien/" not in feed


@pytest.mark.parametrize("state", ["draft", "withdrawn", "deleted", "scheduled"])
def test_a_link_to_what_is_not_public_is_plain_text(client, state):
    target = make_article(published_at=None, headline="Secret")
    match state:
        case "withdrawn":
            target.publish(at=NOW - timedelta(days=2))
            target.unpublish()
        case "scheduled":
            target.publish(at=NOW + timedelta(days=2))
    story = make_article(body=link_to(target))
    if state == "deleted":
        target.delete()

    assert shown_links(client, story) == []
    assert "À lire." in client.get(story.get_absolute_url()).text


def test_the_kept_page_of_a_story_follows_what_it_links_to(client):
    target = make_article(published_at=None)
    story = make_article(body=link_to(target))
    assert shown_links(client, story) == []

    target.publish()
    assert shown_links(client, story) == [target.get_absolute_url()]

    target.unpublish()
    assert shown_links(client, story) == []


def test_the_kept_page_ends_when_what_it_links_to_becomes_public_by_itself(client, clock):
    target = make_article(published_at=NOW + timedelta(minutes=10))
    story = make_article(body=link_to(target))
    assert shown_links(client, story) == []
    etag = client.get(story.get_absolute_url()).headers["ETag"]

    clock.move_to(NOW + timedelta(minutes=10))

    assert client.get(story.get_absolute_url(), headers={"if-none-match": etag}).status_code == 200
    assert shown_links(client, story) == [target.get_absolute_url()]


def test_the_number_of_queries_does_not_grow_with_the_links(client, django_assert_max_num_queries):
    def queries(count: int, path: str | None = None) -> int:
        story = make_article(body="".join(link_to(make_article()) for _ in range(count)))
        with django_assert_max_num_queries(100) as asked:
            assert client.get(path or story.get_absolute_url()).status_code == 200
        return len(asked)

    assert queries(2) == queries(9)
    assert queries(2, "/feed/") == queries(9, "/feed/")


# What is told before a story is published


def test_links_that_readers_would_not_find_are_told(client):
    public, draft = make_article(), make_article(published_at=None)
    html = (
        link_to(public) + link_to(draft, "le <em>brouillon</em> &amp; la suite") + '<p><a href="/x/">ailleurs</a></p>'
    )

    assert dead_internal_links(html) == [(draft.pk, "le brouillon & la suite")]
    assert dead_internal_links(link_to(public)) == []
    assert dead_internal_links("<p>Texte</p>") == []


# What is stored


@pytest.mark.parametrize(
    "address", ["{path}", "http://testserver{path}", "https://TESTSERVER{path}", "/2001/1/{slug}/", "/2026/11/{slug}"]
)
def test_an_address_of_ours_gets_the_number_of_its_story(journalist, address):
    target = make_article(slug="une-panne")
    address = address.format(path=target.get_absolute_url(), slug=target.slug)

    signed_in(journalist).post(ADD, story_form(body=f'<p><a href="{address}">lire</a></p>'))

    stored = Article.objects.exclude(pk=target.pk).get().body
    assert stored == f'<p><a data-article="{target.pk}" href="{address}">lire</a></p>'


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/2026/11/une-panne/",
        "//example.org/2026/11/une-panne/",
        "/2026/11/inconnue/",
        "/2026/11/brouillon/",
        "/section/une-panne/",
        "/2026/11/une-panne/#comment-3",
        "/2026/11/une-panne/?after=3",
        "mailto:a@testserver",
    ],
)
def test_any_other_address_stays_as_it_is(journalist, address):
    make_article(slug="une-panne")
    make_article(slug="brouillon", published_at=None)
    body = f'<p><a href="{address}">lire</a></p>'

    signed_in(journalist).post(ADD, story_form(body=body))

    assert Article.objects.latest("pk").body == body


def test_a_number_that_is_there_stays(journalist):
    target, other = make_article(slug="une-panne"), make_article()
    draft = make_article(published_at=None, created_by=journalist, body=link_to(other, href="/2026/11/une-panne/"))

    signed_in(journalist).post(change_path(draft), form_of(draft))

    draft.refresh_from_db()
    assert f'data-article="{other.pk}"' in draft.body
    assert f'data-article="{target.pk}"' not in draft.body


@pytest.mark.parametrize("number", ["0", "-1", "1x", "x", "", "9" * 16, "٣", "1 or 1=1"])
def test_a_number_that_is_none_is_dropped(number):
    article = make_article(body=f'<p><a data-article="{number}" href="/a/">lire</a></p>')

    assert article.body == '<p><a href="/a/">lire</a></p>'


# The search of the editor


def test_a_story_is_found_by_words_of_its_headline_with_or_without_accents(journalist):
    make_article(headline="Élections : l’été des données")
    make_article(headline="Une panne")

    assert found(journalist, "donnees ete") == ["Élections : l’été des données"]
    assert found(journalist, "DONNÉES") == ["Élections : l’été des données"]
    assert found(journalist, "l'été") == ["Élections : l’été des données"]
    assert found(journalist, "panne") == ["Une panne"]
    assert found(journalist, "rien de tel") == []


def test_the_search_tells_number_address_and_state(journalist):
    draft = make_article(published_at=None, created_by=journalist, headline="Un brouillon")
    public = make_article(headline="Un article")

    stories = {story["id"]: story for story in signed_in(journalist).get(LINKS).json()["stories"]}

    assert stories[public.pk]["address"] == public.get_absolute_url()
    assert stories[public.pk]["note"] == ""
    assert stories[draft.pk]["note"] != ""


def test_the_search_shows_drafts_to_those_who_may_see_them(journalist, editor):
    make_article(published_at=None, created_by=make_journalist("collegue"), headline="Secret d’autrui")
    make_article(published_at=None, created_by=journalist, headline="Mon secret")

    assert found(journalist, "secret") == ["Mon secret"]
    assert sorted(found(editor, "secret")) == ["Mon secret", "Secret d’autrui"]


def test_the_search_answers_with_ten_stories_at_most_and_the_newest_first(journalist, clock):
    for number in range(12):
        clock.shift(1)
        make_article(headline=f"Panne {number}")

    assert found(journalist, "panne") == [f"Panne {number}" for number in range(11, 1, -1)]


@pytest.mark.parametrize("words", [".*", "(", "[", "\\", "%", "_", "a" * 201, "\x00", "'; --", "💥", "(a+)+$" * 20])
def test_hostile_searches_are_answered(journalist, words):
    make_article(headline="Une panne")

    assert signed_in(journalist).get(LINKS, {"q": words}).status_code == 200


def test_the_search_takes_few_queries_whatever_it_finds(journalist, django_assert_max_num_queries):
    desk = signed_in(journalist)
    make_article(headline="Panne")
    with django_assert_max_num_queries(20) as few:
        desk.get(LINKS, {"q": "panne"})
    for _number in range(9):
        make_article(headline="Panne")

    with django_assert_max_num_queries(len(few)):
        desk.get(LINKS, {"q": "panne"})


def test_the_search_is_for_those_who_may_see_stories(client, moderator, journalist):
    assert client.get(LINKS).url.startswith("/admin/login/")
    assert signed_in(moderator).get(LINKS).status_code == 403
    assert signed_in(journalist).post(LINKS).status_code == 405


@pytest.mark.parametrize("start", ["", "http://testserver"])
def test_the_story_at_an_address_is_found_with_its_picture(journalist, start):
    picture = make_picture()
    story, _other = make_article(lead_picture=picture), make_article()

    answer = signed_in(journalist).get(LINKS, {"address": f"{start}{story.get_absolute_url()}"})

    (found,) = answer.json()["stories"]
    assert (found["id"], found["picture"]) == (story.pk, {"src": picture.file.url, "file": picture.pk})


@pytest.mark.parametrize(
    "address", ["", "https://example.org/2026/01/un/", "/2026/01/nulle-part/", "/", "x" * 300, "http://["]
)
def test_no_story_is_found_at_another_address(journalist, address):
    make_article(headline="Un", slug="un")

    assert signed_in(journalist).get(LINKS, {"address": address}).json() == {"stories": []}


def test_a_draft_of_somebody_else_is_not_found_at_its_address(journalist):
    draft = make_article(published_at=None, slug="secret")

    assert signed_in(journalist).get(LINKS, {"address": "/2026/01/secret/"}).json() == {"stories": []}
    Article.objects.filter(pk=draft.pk).update(created_by=journalist)
    assert len(signed_in(journalist).get(LINKS, {"address": "/2026/01/secret/"}).json()["stories"]) == 1
