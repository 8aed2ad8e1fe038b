"""The language of a story, and the same story in other languages."""

from __future__ import annotations

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles.models import Article, TranslationGroup
from tests.articles.desk import ADD, change_path, form_of, reloaded, signed_in, story_form
from tests.comments.readers import page_of
from tests.factories import make_article, make_comment, make_section, make_series
from tests.schemas import sitemap_faults

pytestmark = pytest.mark.django_db

XHTML = "{http://www.w3.org/1999/xhtml}link"


def make_translations(*languages: str, **values) -> list[Article]:
    stories = [make_article(language=language, headline=f"Titre {language}", **values) for language in languages]
    with transaction.atomic():
        for story in stories[1:]:
            story.translate(stories[0])
    return [reloaded(story) for story in stories]


def read(client, story):
    return page_of(client.get(story.get_absolute_url()))


def hreflangs(page) -> dict[str, str]:
    return {link["hreflang"]: link["href"] for link in page.find_all("link", rel="alternate") if "hreflang" in link}


def shown(page) -> list[tuple[str, str, str]]:
    links = [line.find("a") for line in page.find_all("p", class_="translation")]
    return [(link["lang"], link["hreflang"], link["href"]) for link in links]


# Readers


def test_the_etag_tells_nobody_of_a_translation_to_come(client):
    now = timezone.now()
    french, english, *_others = make_translations("fr", "en")
    without = client.get(french.get_absolute_url()).headers["ETag"]
    Article.objects.filter(pk=english.pk).update(published_at=now + timedelta(hours=5))
    Article.objects.filter(pk=french.pk).bump_version()

    etag = client.get(french.get_absolute_url()).headers["ETag"]

    moment = int((now + timedelta(hours=5)).timestamp())
    assert str(moment) not in etag
    assert f"{moment * 1_000_000:x}" not in etag
    assert [len(part) for part in etag.split(".")] == [len(part) for part in without.split(".")]
    assert client.get(french.get_absolute_url(), headers={"if-none-match": etag}).status_code == 304


def test_a_story_leads_to_its_translations_and_they_to_it(client):
    french, english = make_translations("fr", "en")

    assert shown(read(client, french)) == [("en", "en", english.get_absolute_url())]
    assert shown(read(client, english)) == [("fr", "fr", french.get_absolute_url())]


def test_each_page_names_all_of_them_itself_and_the_one_for_everybody_else(client):
    french, english = make_translations("fr", "en")

    expected = {story.language: f"http://testserver{story.get_absolute_url()}" for story in (french, english)}
    expected["x-default"] = expected["fr"]
    assert hreflangs(read(client, french)) == hreflangs(read(client, english)) == expected


def test_without_a_story_in_the_sites_language_the_oldest_is_for_everybody_else(client, settings):
    settings.LANGUAGES = [("fr", "French"), ("en", "English"), ("de", "German")]
    english, german = make_translations("en", "de")

    assert hreflangs(read(client, german))["x-default"] == f"http://testserver{english.get_absolute_url()}"


def test_any_number_of_languages_belong_together(client, settings):
    settings.LANGUAGES = [("fr", "French"), ("en", "English"), ("de", "German")]
    french, english, german = make_translations("fr", "en", "de")

    assert [language for language, *_rest in shown(read(client, english))] == ["de", "fr"]
    assert set(hreflangs(read(client, german))) == {"fr", "en", "de", "x-default"}


def test_a_story_alone_names_no_other_language(client, article):
    page = read(client, article)

    assert hreflangs(page) == {}
    assert shown(page) == []


@pytest.mark.parametrize("hidden", [{"noindex": True}, {"canonical_url": "https://example.org/a"}])
def test_search_engines_are_not_led_to_what_they_may_not_list(client, hidden):
    french, english = make_translations("fr", "en")
    Article.objects.filter(pk=english.pk).update(**hidden)
    french.bump_version()

    assert hreflangs(read(client, french)) == {}
    assert hreflangs(read(client, english)) == {}
    assert len(shown(read(client, french))) == 1


def test_a_draft_is_named_on_no_page(client):
    french = make_article()
    draft = make_article(language="en", published_at=None, headline="Secret")
    draft.translate(french)

    assert "Secret" not in client.get(french.get_absolute_url()).text


def test_a_kept_page_follows_what_becomes_of_the_other(client, editor):
    french = make_article()
    english = make_article(language="en", published_at=None)
    english.translate(french)
    assert shown(read(client, french)) == []

    english.publish()
    assert len(shown(read(client, french))) == 1
    signed_in(editor).post(change_path(english), form_of(reloaded(english), headline="A new headline"))
    assert "A new headline" in read(client, french).text
    reloaded(english).unpublish()
    assert shown(read(client, french)) == []


def test_a_kept_page_ends_when_a_translation_comes_or_goes(client, clock):
    french = make_article()
    english = make_article(language="en", published_at=None)
    english.translate(french)
    english.publish(at=timezone.now() + timedelta(minutes=5))
    Article.objects.filter(pk=english.pk).update(ends_at=timezone.now() + timedelta(minutes=10))
    french.bump_version()

    found = []
    for _step in range(3):
        found.append(len(shown(read(client, french))))
        clock.shift(timedelta(minutes=6))

    assert found == [0, 1, 0]


def test_translations_cost_one_query_and_none_where_there_are_none(client):
    def queries(story) -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(story.get_absolute_url())
        return len(captured)

    section = make_section()
    alone = make_article(section=section)
    french, _english = make_translations("fr", "en", section=section)
    queries(alone)
    reloaded(alone).bump_version()

    assert queries(french) <= queries(alone) + 1


def test_a_story_in_another_language_says_so_where_its_words_stand(client):
    story = make_article(language="en", standfirst="Three hours.")

    page, front = read(client, story), page_of(client.get("/"))

    assert page.find("html")["lang"] == "fr"
    assert page.find("article", class_="story")["lang"] == "en"
    assert page.find("p", class_="byline")["lang"] == "fr"
    card = front.find("article", class_="card")
    assert (card.find("h2")["lang"], card.find("p", class_="standfirst")["lang"]) == ("en", "en")


def test_a_story_in_the_sites_language_says_nothing(client, article):
    make_series(article, make_article())

    assert "lang" not in read(client, article).find("article", class_="story")
    assert "lang" not in page_of(client.get("/")).find("article", class_="card").find("h2")


def test_its_name_in_lists_of_other_pages_is_marked(client):
    story, other = make_article(), make_article(language="en")
    make_series(story, other, make_article())

    box = read(client, story).find("aside", class_="series-box")

    assert [item.attributes.get("lang") for item in box.find_all("li")] == [None, "en", None]


# Other programs


def test_feeds_say_the_language_of_each_story(client):
    make_article(language="en")

    rss = ElementTree.fromstring(client.get("/feed/").content)
    atom = ElementTree.fromstring(client.get("/feed/atom/").content)

    assert rss.findtext("channel/item/{http://purl.org/dc/elements/1.1/}language") == "en"
    entry = atom.find("{http://www.w3.org/2005/Atom}entry")
    assert entry.get("{http://www.w3.org/XML/1998/namespace}lang") == "en"
    assert rss.findtext("channel/language") == "fr"


def test_the_head_names_the_language_and_the_others(client):
    french, _english = make_translations("fr", "en")

    page = read(client, french)

    assert page.find("meta", property="og:locale")["content"] == "fr_FR"
    assert page.find("meta", property="og:locale:alternate")["content"] == "en_GB"


@pytest.mark.parametrize(("language", "locale"), [("de", "de_DE"), ("pt-br", "pt_BR")])
def test_the_head_names_any_language_with_a_territory(client, settings, language, locale):
    settings.LANGUAGES = [("fr", "French"), (language, "Another")]
    french, _other = make_translations("fr", language)

    assert read(client, french).find("meta", property="og:locale:alternate")["content"] == locale


def test_a_language_without_a_name_for_sentences_is_called_as_in_the_list(client, settings):
    settings.LANGUAGES = [("fr", "French"), ("de", "Deutsch")]
    french, _german = make_translations("fr", "de")

    assert "Deutsch" in read(client, french).find("p", class_="translation").text


def test_the_sitemap_names_the_same_alternates_as_the_pages(client):
    french, english = make_translations("fr", "en")
    alone = make_article()

    content = client.get("/sitemap.xml").content

    rows = {url[0].text: {link.get("hreflang"): link.get("href") for link in url.iter(XHTML)} for url in root(content)}
    assert rows[f"http://testserver{french.get_absolute_url()}"] == hreflangs(read(client, french))
    assert rows[f"http://testserver{english.get_absolute_url()}"] == hreflangs(read(client, english))
    assert rows[f"http://testserver{alone.get_absolute_url()}"] == {}
    assert sitemap_faults(content) == []


def root(content: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(content)


def test_alternates_in_the_sitemap_cost_one_query(client, django_assert_max_num_queries):
    section = make_section()
    make_translations("fr", "en", section=section)
    with CaptureQueriesContext(connection) as few:
        client.get("/sitemap.xml")
    for _number in range(4):
        make_translations("fr", "en", section=section)

    with django_assert_max_num_queries(len(few)):
        client.get("/sitemap.xml")


def test_akismet_is_told_the_language_of_the_story(db):
    comment = make_comment(article=make_article(language="en"))

    assert comment.told["blog_lang"] == "en"


# The desk


def errors_of(answer, field: str) -> str:
    found = page_of(answer).find("div", class_=f"field-{field}").find("ul", class_="errorlist")
    return found.text if found else ""


def test_a_new_story_is_in_the_language_of_the_site_unless_said_otherwise(desk):
    desk.post(ADD, story_form())
    desk.post(ADD, story_form(slug="in-english", language="en"))

    assert list(Article.objects.order_by("pk").values_list("language", flat=True)) == ["fr", "en"]


def test_a_language_that_there_is_not_is_refused_beside_its_field(desk):
    answer = desk.post(ADD, story_form(language="xx"))

    assert errors_of(answer, "language")
    assert not Article.objects.exists()


def test_the_language_belongs_to_the_version(client, editors_desk):
    story = make_article()

    editors_desk.post(change_path(story), form_of(story, "_continue", language="en"))

    story = reloaded(story)
    assert (story.language, story.working.content["language"]) == ("fr", "en")
    editors_desk.post(change_path(story), form_of(story, "_publish_change", language="en"))
    assert reloaded(story).language == "en"


def test_the_difference_is_named_in_words(editors_desk):
    story = make_article(published_at=None)
    for language in ("fr", "en"):
        editors_desk.post(change_path(story), form_of(reloaded(story), "_continue", language=language))

    newest = story.revisions.count()
    path = f"/admin/articles/article/{story.pk}/compare/"
    page = editors_desk.get(path, {"before": newest - 1, "after": newest}).text

    assert "<del>Français</del><ins>Anglais</ins>" in page


def test_a_version_that_is_older_than_languages_changes_nothing(editors_desk):
    story = make_article(published_at=None, language="en")
    editors_desk.post(change_path(story), form_of(story, "_continue"))
    old = story.revisions.order_by("number").first()
    del old.content["language"]
    old.save()

    editors_desk.post(f"/admin/articles/article/{story.pk}/history/", {"restore": old.number})

    assert reloaded(story).language == "en"


def test_a_site_of_one_language_asks_for_none(editors_desk, settings, article):
    settings.LANGUAGES = [("fr", "French")]

    page = page_of(editors_desk.get(change_path(article)))

    assert page.find("select", name="language") is None
    assert page.find("select", name="translation_of") is None


def test_an_editor_says_what_is_a_translation_of_what(client, editors_desk):
    french, english = make_article(), make_article(language="en")

    editors_desk.post(change_path(english), form_of(english, language="en", translation_of=french.pk))

    assert [*reloaded(french).translations()] == [english]
    assert len(shown(read(client, french))) == 1
    selected = page_of(editors_desk.get(change_path(french))).find("select", name="translation_of")
    assert str(english.pk) in [option.attributes.get("value") for option in selected.find_all("option")]


def test_a_new_story_begins_as_a_translation(editors_desk):
    french = make_article()

    editors_desk.post(ADD, story_form(language="en", translation_of=french.pk))

    assert Article.objects.get(language="en").translation_group == reloaded(french).translation_group is not None


def test_leaving_takes_the_link_from_both(client, editors_desk):
    french, english = make_translations("fr", "en")

    editors_desk.post(change_path(english), form_of(english, language="en", translation_of=""))

    assert shown(read(client, french)) == shown(read(client, english)) == []
    assert not TranslationGroup.objects.exists()


def test_a_form_that_does_not_ask_changes_nothing(editors_desk):
    _french, english = make_translations("fr", "en")

    editors_desk.post(change_path(english), form_of(english, headline="Another headline"))

    assert reloaded(english).translation_group_id is not None


def test_two_stories_of_one_language_are_refused_beside_the_field_and_what_was_typed_is_kept(editors_desk):
    french, _english = make_translations("fr", "en")
    second = make_article(language="en")

    answer = editors_desk.post(change_path(second), form_of(second, language="en", translation_of=french.pk))

    assert "Titre en" in errors_of(answer, "translation_of")
    assert str(french.pk) in answer.text
    assert reloaded(second).translation_group_id is None


def test_another_language_is_refused_where_the_group_has_it(editors_desk):
    _french, english = make_translations("fr", "en")

    answer = editors_desk.post(change_path(english), form_of(english, language="fr"))

    assert "Titre fr" in errors_of(answer, "language")
    assert reloaded(english).language == "en"


def test_what_readers_see_now_counts_as_well_as_what_was_typed(editors_desk):
    french, other = make_article(), make_article()

    answer = editors_desk.post(change_path(other), form_of(other, "_continue", language="en", translation_of=french.pk))

    assert errors_of(answer, "translation_of")


@pytest.mark.parametrize("number", ["self", "987654", "x"])
def test_no_story_is_a_translation_of_itself_or_of_none(editors_desk, article, number):
    number = article.pk if number == "self" else number

    answer = editors_desk.post(change_path(article), form_of(article, translation_of=number))

    assert errors_of(answer, "translation_of")


def test_a_version_whose_language_was_taken_meanwhile_gives_way(editors_desk):
    french = make_article()
    other = make_article(language="en", published_at=None)
    third = make_article(language="de", published_at=None)
    other.translate(french)
    third.translate(french)
    third = reloaded(third)

    with transaction.atomic():
        story = third.lock()
        story.record_origin()
        story.take(story.revisions.get().content | {"language": "en"})

    assert (reloaded(third).language, reloaded(third).translation_group_id) == ("en", None)
    assert reloaded(other).translation_group_id is not None


def test_a_journalist_links_drafts_and_not_pages_that_readers_see(desk, journalist):
    draft = make_article(language="en", published_at=None, created_by=journalist)
    public = make_article(language="en", created_by=journalist)
    french = make_article()

    for story in (draft, public):
        desk.post(change_path(story), form_of(story, "_continue", language="en", translation_of=french.pk))

    assert reloaded(draft).translation_group_id is not None
    assert reloaded(public).translation_group_id is None
    assert page_of(desk.get(change_path(public))).find("select", name="translation_of") is None


def test_a_story_that_this_person_may_not_see_cannot_be_linked(desk, journalist):
    mine = make_article(language="en", published_at=None, created_by=journalist)
    secret = make_article(published_at=None, headline="Secret de la rédaction")

    answer = desk.post(change_path(mine), form_of(mine, language="en", translation_of=secret.pk))

    assert errors_of(answer, "translation_of")
    assert "Secret de la rédaction" not in answer.text


def test_a_refusal_names_no_draft_that_this_person_may_not_see(desk, journalist):
    public = make_article()
    hidden = make_article(language="en", published_at=None, headline="Hidden draft")
    hidden.translate(public)
    mine = make_article(language="en", published_at=None, created_by=journalist)

    answer = desk.post(change_path(mine), form_of(mine, language="en", translation_of=public.pk))

    assert "Anglais" in errors_of(answer, "translation_of")
    assert "Hidden draft" not in answer.text


def test_the_form_names_the_others_and_no_draft_by_its_headline(desk, journalist):
    public = make_article(headline="Visible", created_by=journalist)
    secret = make_article(language="en", published_at=None, headline="Hidden draft")
    secret.translate(public)

    page = desk.get(change_path(public)).text

    assert "Hidden draft" not in page
    assert "Anglais" in page_of(desk.get(change_path(public))).find("div", class_="field-translations_so_far").text


def test_deleting_one_leaves_the_others_together(client, settings):
    settings.LANGUAGES = [("fr", "French"), ("en", "English"), ("de", "German")]
    french, english, german = make_translations("fr", "en", "de")

    french.delete()

    assert [*reloaded(english).translations()] == [german]
