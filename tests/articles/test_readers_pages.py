"""The pages that readers open: what is published stands there, and nothing else is even counted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone, translation

from articles.models import Article, Author, Picture, Section, Tag
from tests.articles.desk import signed_in
from tests.articles.pages import close_file_of
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_comment, make_picture, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

LISTS = ["/", "/section/societe/", "/author/lea-roux/", "/tag/reseau/", "/2026/", "/2026/11/"]
FEEDS = [f"{page}{feed}" for page in LISTS[:4] for feed in ("feed/", "feed/atom/")]
FILES = ["/sitemap.xml", "/sitemap-0.xml", "/robots.txt"]


@pytest.fixture
def magazine():
    """A section, an author and a tag with one published story and one of each kind that readers may not see."""
    return Magazine()


class Magazine:
    def __init__(self):
        self.section = make_section(name="Société", slug="societe", description="La vie avec les écrans.")
        self.author = make_author(name="Léa Roux", slug="lea-roux", role="Journaliste", biography="Elle écrit.")
        self.tag = Tag.objects.create(name="réseau", slug="reseau")
        self.published = self.make("publié", NOW - timedelta(days=1))
        self.draft = self.make("brouillon", None)
        self.future = self.make("futur", NOW + timedelta(days=1))
        self.withdrawn = self.make("retiré", NOW - timedelta(days=2))
        for hidden in (self.draft, self.future, self.withdrawn):
            make_comment(article=hidden, status="approved", body="Un commentaire caché.", author_name="Cachée")
        self.withdrawn.unpublish()

    def make(self, state, published_at):
        slug = state.replace("é", "e")
        return make_article(
            headline=f"Article {state}",
            slug=f"article-{slug}",
            standfirst=f"Chapeau {state}",
            section=self.section,
            authors=[self.author],
            tags=[self.tag],
            published_at=published_at,
        )


@pytest.mark.parametrize("path", [*LISTS, *FEEDS, *FILES, "/2026/11/article-publie/", "/privacy/"])
def test_a_readers_page_answers_200_without_a_cookie(client, magazine, path):
    answer = client.get(path)

    assert answer.status_code == 200
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")


@pytest.mark.parametrize("path", [*LISTS, *FEEDS, "/sitemap.xml"])
def test_a_list_names_what_is_published_and_nothing_else(client, magazine, path):
    text = client.get(path).text

    assert "article-publie" in text
    for hidden in ("brouillon", "futur", "retire", "retiré", "caché", "Cachée"):
        assert hidden not in text


@pytest.mark.parametrize("path", [*LISTS, *FEEDS, *FILES, "/2026/11/article-publie/"])
def test_two_readers_get_the_same_bytes(magazine, editor, path):
    stranger, regular = Client(), signed_in(editor)

    first = stranger.get(path, headers={"user-agent": "Mozilla/5.0", "accept-language": "en"})
    second = regular.get(path, headers={"referer": "https://example.org/"}, REMOTE_ADDR="198.51.100.9")

    assert first.content == second.content


def test_the_archive_of_a_year_counts_published_stories_alone(client, magazine):
    page = page_of(client.get("/2026/"))

    months = page.find("ul", class_="months")

    assert months.text.count("(1)") == 1
    assert len(months.find_all("a")) == 1


def test_an_archive_leads_to_the_year_before_that_has_stories(client):
    make_article(published_at=datetime(2021, 5, 2, 12, tzinfo=UTC))
    make_article(published_at=NOW - timedelta(days=1))

    page = page_of(client.get("/2026/"))

    assert page.find("a", href="/2021/") is not None


@pytest.mark.parametrize("path", ["/2025/", "/2026/10/", "/2027/", "/2099/12/", "/section/x/", "/author/x/", "/tag/x/"])
def test_a_list_that_there_is_not_answers_404(client, magazine, path):
    assert client.get(path).status_code == 404


def test_the_archives_are_there_on_the_first_of_january(client, clock):
    make_article(published_at=NOW - timedelta(days=1))
    clock.move_to(datetime(2027, 1, 1, 8, tzinfo=UTC))

    (link,) = (link for link in page_of(client.get("/")).find("footer").find_all("a") if link["href"] == "/2027/")
    archive = client.get(link["href"])

    assert archive.status_code == 200
    assert page_of(archive).find("a", href="/2026/") is not None


@pytest.mark.parametrize("path", ["/", "/feed/", "/feed/atom/", "/sitemap.xml", "/robots.txt"])
def test_a_site_without_stories_has_its_pages_all_the_same(client, path):
    assert client.get(path).status_code == 200


def test_a_section_without_stories_says_so(client):
    make_section(slug="vide")

    page = page_of(client.get("/section/vide/"))

    assert page.find("p", class_="empty") is not None


def test_an_articles_page_shows_all_that_the_journalist_wrote(client):
    picture = make_picture(alternative_text="Une baie", caption="La salle.", credit="Léa Roux", width=1600, height=900)
    article = make_article(
        headline="Une panne",
        standfirst="Trois heures sans paiement.",
        body="<h2>Midi</h2><p>Le réseau est tombé.</p>",
        section=make_section(name="Société"),
        authors=[make_author(name="Léa Roux"), make_author(name="Hugo Bihan")],
        tags=[Tag.objects.create(name="réseau", slug="reseau")],
        lead_picture=picture,
    )

    story = page_of(client.get(article.get_absolute_url())).find("article", class_="story")

    assert story.find("h1").text == "Une panne"
    assert story.find("p", class_="standfirst").text == "Trois heures sans paiement."
    assert story.find(class_="crumb-parent").text == "Société"
    assert [link.text for link in story.find_all("a", rel="author")] == ["Léa Roux", "Hugo Bihan"]
    assert [link.text for link in story.find_all("a", rel="tag")] == ["réseau"]
    assert story.find("div", class_="story-body").text.strip() == "MidiLe réseau est tombé."
    assert story.find("figcaption").text == "La salle. Léa Roux"
    image = story.find("img")
    assert (image["alt"], image["width"], image["height"]) == ("Une baie", "1600", "900")
    assert story.find("time")["datetime"] == timezone.localtime(article.published_at).isoformat()


def test_authors_sign_in_the_order_of_their_bylines(client):
    article = make_article(authors=[make_author(name="Zoé"), make_author(name="Anne"), make_author(name="Luc")])

    links = page_of(client.get(article.get_absolute_url())).find("p", class_="byline").find_all("a")

    assert [link.text for link in links] == ["Zoé", "Anne", "Luc"]


def test_a_list_shows_the_newest_story_first(client):
    section = make_section(slug="societe")
    for days in (3, 1, 2):
        make_article(headline=f"Il y a {days} jours", section=section, published_at=NOW - timedelta(days=days))

    headlines = [title.text for title in page_of(client.get("/section/societe/")).find_all("h2")]

    assert headlines == ["Il y a 1 jours", "Il y a 2 jours", "Il y a 3 jours"]


HOSTILE = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7|add:7 }}<!--"


def shape_of(answer):
    """Return the elements of a page and their attributes, without the words."""
    return [(element.tag, sorted(element.attributes)) for element in page_of(answer).walk()]


def publish_an_illustrated_story() -> None:
    picture = make_picture()
    make_article(
        slug="h",
        body=f'<figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>',
        section=make_section(slug="s"),
        authors=[make_author(slug="a")],
        tags=[Tag.objects.create(slug="t", name="t")],
        lead_picture=picture,
    )


def say_everywhere(words: str) -> None:
    Article.objects.update(headline=words, standfirst=words)
    Section.objects.update(name=words[:60], description=words)
    Author.objects.update(name=words, role=words, biography=words)
    Tag.objects.update(name=words[:60])
    Picture.objects.update(alternative_text=words, caption=words, credit=words)
    Article.objects.all().bump_version()


@pytest.mark.parametrize("path", ["/", "/section/s/", "/author/a/", "/tag/t/", "/2026/11/", "/2026/11/h/"])
def test_hostile_words_of_the_newsroom_add_no_element_to_a_page(client, path):
    publish_an_illustrated_story()

    say_everywhere(HOSTILE)
    hostile = shape_of(client.get(path))
    say_everywhere("Des mots.")
    harmless = shape_of(client.get(path))

    assert hostile == harmless


def queries_of(client, path, django_assert_max_num_queries) -> int:
    with django_assert_max_num_queries(100) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def fill(section, author, tag, count: int) -> None:
    for number in range(count):
        picture = make_picture()
        make_article(
            body=f'<figure><img src="/media/x.webp" data-file="{picture.pk}"></figure>',
            section=section,
            authors=[author, make_author()],
            tags=[tag, Tag.objects.create(name=f"Sujet {picture.pk}", slug=f"sujet-{picture.pk}")],
            lead_picture=picture,
            published_at=NOW - timedelta(days=number % 20, hours=1),
        )


@pytest.mark.parametrize("path", [*LISTS, *FEEDS, "/sitemap.xml"])
def test_the_number_of_queries_does_not_grow_with_the_stories(client, path, django_assert_max_num_queries):
    section, author = make_section(slug="societe"), make_author(slug="lea-roux")
    tag = Tag.objects.create(name="réseau", slug="reseau")
    fill(section, author, tag, 2)
    few = queries_of(client, path, django_assert_max_num_queries)
    fill(section, author, tag, 18)

    many = queries_of(client, path, django_assert_max_num_queries)

    assert many == few


def test_the_number_of_queries_does_not_grow_with_what_a_story_shows(client, django_assert_max_num_queries):
    def story(count):
        pictures = [make_picture() for _number in range(count)]
        return make_article(
            body="".join(f'<img src="/media/x.webp" data-file="{picture.pk}">' for picture in pictures),
            authors=[make_author() for _number in range(count)],
            tags=[Tag.objects.create(name=f"Sujet {picture.pk}", slug=f"sujet-{picture.pk}") for picture in pictures],
            lead_picture=pictures[0],
        )

    make_article()  # the first one is related to something too
    few = queries_of(client, story(1).get_absolute_url(), django_assert_max_num_queries)
    many = queries_of(client, story(8).get_absolute_url(), django_assert_max_num_queries)

    assert many == few


def test_robots_are_kept_out_of_the_desks_and_told_where_the_sitemap_is(client):
    lines = client.get("/robots.txt").text.splitlines()

    assert {"Disallow: /admin/", "Disallow: /moderation/", "Disallow: /comments/receipt/"} <= set(lines)
    assert "Sitemap: http://testserver/sitemap.xml" in lines


@pytest.mark.parametrize("path", [*LISTS, *FEEDS, *FILES, "/2026/11/article-publie/"])
def test_a_readers_page_takes_no_post(client, magazine, path):
    assert client.post(path).status_code == 405


def test_every_own_link_of_the_front_page_leads_somewhere(client, magazine):
    page = page_of(client.get("/"))
    links = {link["href"] for link in page.find_all("a") + page.find_all("link") if link["href"].startswith("/")}

    for path in links:
        if not path.startswith("/static/"):
            answer = client.get(path.partition("#")[0])
            close_file_of(answer)
            assert answer.status_code == 200, path


def test_the_navigation_says_which_section_is_read(client):
    article = make_article()

    for address, current in ((article.section.get_absolute_url(), "page"), (article.get_absolute_url(), "true")):
        navigation = page_of(client.get(address)).find("nav", class_="sections")

        (marked,) = [link for link in navigation.find_all("a") if "aria-current" in link]
        assert marked["href"] == article.section.get_absolute_url()
        assert marked["aria-current"] == current


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("fr", "ltr")])
def test_a_page_runs_in_the_direction_of_its_language(client, settings, language, direction):
    settings.LANGUAGE_CODE = language

    with translation.override(language):
        page = page_of(client.get(make_article().get_absolute_url())).find("html")

    assert page["lang"] == language
    assert ("dir" in page and page["dir"] or "ltr") == direction
