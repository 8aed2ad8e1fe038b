"""Who signs a story, with what, and what an author's page tells; each author keeps the own profile."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest
from django.urls import reverse

from articles.models import Author, AuthorLink, Byline
from tests.articles.desk import change_path, form_of, signed_in
from tests.articles.pages import count_queries
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_picture

pytestmark = pytest.mark.django_db

DC = "{http://purl.org/dc/elements/1.1/}"


def sign(article, author, role="by", position=0) -> None:
    Byline.objects.create(article=article, author=author, role=role, position=position)


@pytest.fixture
def article():
    """A story signed in no order by two writers, a helper, a photographer and a translator."""
    article = make_article(authors=[])
    sign(article, make_author(name="Paul Photo"), "photos", 0)
    sign(article, make_author(name="Anne Deux"), "by", 2)
    sign(article, make_author(name="Tom Traducteur"), "translation", 3)
    sign(article, make_author(name="Léa Une"), "by", 1)
    sign(article, make_author(name="Willy Avec"), "with", 4)
    return article


def byline(answer) -> str:
    line = page_of(answer).find("p", class_="byline")
    return " ".join(line.text.removesuffix(line.find("span", class_="facts").text).split())


def test_a_list_names_writers_first_and_what_the_others_did(client, article):
    assert byline(client.get("/")) == (
        "Léa Une et Anne Deux, avec Willy Avec, photos : Paul Photo, traduction : Tom Traducteur"
    )


def test_the_story_names_them_likewise_and_links_each(client, article):
    page = client.get(article.get_absolute_url())

    names = "Par Léa Une et Anne Deux, avec Willy Avec, photos : Paul Photo, traduction : Tom Traducteur"
    assert byline(page) == names
    assert len(page_of(page).find("header", class_="story-head").find_all("a", rel="author")) == 5


def test_a_feed_names_them_likewise(client, article):
    feed = ElementTree.fromstring(client.get("/feed/").content)

    creator = feed.findtext(f".//{DC}creator")
    assert creator == "Léa Une, Anne Deux, avec Willy Avec, photos\u00a0: Paul Photo, traduction\u00a0: Tom Traducteur"


def test_a_story_of_pictures_alone_names_who_made_them(client):
    article = make_article(authors=[])
    sign(article, make_author(name="Paul Photo"), "photos")

    assert byline(client.get("/")) == "photos : Paul Photo"
    assert byline(client.get(article.get_absolute_url())) == "photos : Paul Photo"


def test_everybody_who_signs_has_the_story_on_the_own_page(client, article):
    for author in Author.objects.all():
        assert article.headline in client.get(author.get_absolute_url()).text


def test_an_editor_gives_a_role(client, editor, article):
    form = form_of(article, **{f"bylines-{n}-role": "by" for n in range(5)}) | {"bylines-0-role": "illustration"}

    assert signed_in(editor).post(change_path(article), form).status_code == 302

    assert article.bylines.get(author__name="Paul Photo").role == "illustration"
    assert "illustration : Paul Photo" in byline(client.get("/"))


def test_a_role_that_is_none_is_refused(editor, article):
    assert signed_in(editor).post(change_path(article), form_of(article, **{"bylines-0-role": "x"})).status_code == 200


def test_the_page_of_an_author_tells_who_that_is(client):
    author = make_author(
        name="Léa Roux",
        role="Journaliste",
        biography="Elle enquête.\r\n\r\nElle <b>relit</b>.",
        portrait=make_picture(),
    )
    AuthorLink.objects.create(author=author, label="Mastodon", url="https://social.example.org/@lea")
    for _number in range(3):
        make_article(authors=[author])
    make_article(authors=[author], published_at=None)

    head = page_of(client.get(author.get_absolute_url())).find("header", class_="author-head")

    assert [paragraph.text for paragraph in head.find("div", class_="biography").find_all("p")] == [
        "Elle enquête.",
        "Elle <b>relit</b>.",
    ]
    assert head.find("a", href="https://social.example.org/@lea")["rel"] == "me noopener"
    assert head.find("ul").find("li").text.startswith("3")
    assert head.find("img")


def test_a_guest_is_marked_as_one_and_needs_no_account(client):
    guest = make_author(is_guest=True)
    make_article(authors=[guest])

    marked = page_of(client.get(guest.get_absolute_url())).find("header").text
    make_author(slug="maison")

    assert guest.user is None
    assert "Signature invitée" in page_of(client.get(guest.get_absolute_url())).find("p", class_="kicker").text
    assert "Signature invitée" not in client.get("/author/maison/").text
    assert marked


def test_links_cost_one_query_however_many_there_are(client, django_assert_max_num_queries):
    author = make_author()

    def link(count):
        for number in range(count):
            AuthorLink.objects.create(author=author, label=f"Site {number}", url=f"https://{number}.example.org/")

    link(1)
    few = count_queries(client, author.get_absolute_url(), django_assert_max_num_queries)
    link(8)

    assert count_queries(client, author.get_absolute_url(), django_assert_max_num_queries) == few


# The own profile


@pytest.fixture
def own(journalist):
    return make_author(name="Léa Roux", slug="lea-roux", role="Journaliste", user=journalist)


def path_of(author) -> str:
    return reverse("admin:articles_author_change", args=[author.pk])


def profile(**fields) -> dict:
    form = {"biography": "Elle enquête.", "portrait": "", "links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    return form | fields


def test_my_profile_leads_to_the_author_of_the_account(journalist, own):
    desk = signed_in(journalist)

    answer = desk.get(reverse("admin:articles_author_me"))

    assert answer.headers["Location"] == path_of(own)
    assert reverse("admin:articles_author_me") in desk.get(reverse("admin:index")).text


def test_there_is_no_profile_without_an_author(journalist):
    desk = signed_in(journalist)

    assert desk.get(reverse("admin:articles_author_me")).status_code == 404
    assert reverse("admin:articles_author_me") not in desk.get(reverse("admin:index")).text


def test_a_journalist_tells_about_herself(client, journalist, own):
    picture = make_picture()
    link = {"links-TOTAL_FORMS": 1, "links-0-label": "Mastodon", "links-0-url": "https://s.example.org/@lea"}

    answer = signed_in(journalist).post(path_of(own), profile(portrait=picture.pk, **link, **{"links-0-position": 0}))

    assert answer.status_code == 302
    page = client.get(own.get_absolute_url())
    assert "Elle enquête." in page.text
    assert "https://s.example.org/@lea" in page.text
    assert picture.file.url in page.text


def test_name_address_and_account_are_not_hers_to_change(journalist, own):
    form = profile(name="Autre", slug="autre", role="Directrice", user="", is_guest="on")

    signed_in(journalist).post(path_of(own), form)

    own.refresh_from_db()
    assert (own.name, own.slug, own.role, own.user, own.is_guest) == (
        "Léa Roux",
        "lea-roux",
        "Journaliste",
        journalist,
        False,
    )
    assert own.biography == "Elle enquête."


@pytest.mark.parametrize("user", [None, "editor"])
def test_another_profile_is_not_hers_to_change(journalist, editor, own, user):
    other = make_author(biography="Avant.", user=editor if user else None)

    assert signed_in(journalist).post(path_of(other), profile()).status_code == 403

    other.refresh_from_db()
    assert other.biography == "Avant."


def test_a_moderator_has_no_profile(moderator):
    author = make_author()

    assert signed_in(moderator).get(path_of(author)).status_code == 403


@pytest.mark.parametrize("url", ["http://example.org/", "javascript:alert(1)", "https://", "data:text/html,x"])
def test_a_link_that_is_no_web_address_is_refused(journalist, own, url):
    link = {"links-TOTAL_FORMS": 1, "links-0-label": "Site", "links-0-url": url, "links-0-position": 0}

    assert signed_in(journalist).post(path_of(own), profile(**link)).status_code == 200
    assert not AuthorLink.objects.exists()


def test_an_editor_changes_everything(editor, own):
    form = profile(name="Léa Roux-Martin", slug="lea-roux", role="", user=own.user_id, is_guest="")

    assert signed_in(editor).post(path_of(own), form).status_code == 302

    own.refresh_from_db()
    assert own.name == "Léa Roux-Martin"
