"""Subjects under several names: synonyms find one, and several become one without losing an address."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import Tag, TagAlias, merge_tags
from tests.articles.desk import change_path, form_of, reloaded, signed_in
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article

pytestmark = pytest.mark.django_db

LIST = reverse("admin:articles_tag_changelist")
HOUR = timedelta(hours=1)


def make_tag(name) -> Tag:
    return Tag.objects.create(name=name, slug=name)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def merging(*tags, **fields) -> dict:
    return {"action": "merge", "_selected_action": [tag.pk for tag in tags]} | fields


def names_of(article) -> list[str]:
    return [tag.name for tag in article.tags.order_by("name")]


def tag_form(tag, *synonyms) -> dict:
    form = {"name": tag.name, "slug": tag.slug, "aliases-TOTAL_FORMS": len(synonyms), "aliases-INITIAL_FORMS": 0}
    return form | {f"aliases-{number}-name": name for number, name in enumerate(synonyms)}


def add_synonyms(desk, tag, *synonyms):
    return desk.post(reverse("admin:articles_tag_change", args=[tag.pk]), tag_form(tag, *synonyms))


def test_a_synonym_finds_the_subject_in_the_story_form(desk):
    tag = make_tag("ia")
    assert add_synonyms(desk, tag, "Intelligence artificielle").status_code == 302

    query = {"term": "artificielle", "app_label": "articles", "model_name": "article", "field_name": "tags"}
    answer = json.loads(desk.get(reverse("admin:autocomplete"), query).content)

    assert [found["text"] for found in answer["results"]] == ["ia"]


def test_the_address_of_a_synonym_leads_to_the_subject(client, desk):
    tag = make_tag("ia")
    add_synonyms(desk, tag, "Intelligence artificielle")

    answer = client.get("/tag/intelligence-artificielle/")

    assert answer.status_code == 301
    assert answer.headers["Location"] == tag.get_absolute_url()


@pytest.mark.parametrize("name", ["Réseau", "RÉSEAU", "…", "machines"])
def test_a_synonym_that_finds_a_subject_already_or_makes_no_address_is_refused(desk, name):
    make_tag("reseau")
    TagAlias.objects.create(tag=make_tag("ordinateurs"), name="Machines", slug="machines")

    answer = add_synonyms(desk, make_tag("ia"), name)

    assert answer.status_code == 200
    assert TagAlias.objects.count() == 1


def test_merging_asks_which_name_stays(desk):
    tags = [make_tag("ia"), make_tag("ai")]

    page = page_of(desk.post(LIST, merging(*tags)))

    assert [choice["value"] for choice in page.find_all(name="kept")] == [str(tags[1].pk), str(tags[0].pk)]
    assert Tag.objects.count() == 2


def test_merged_stories_have_the_subject_that_stays_once(desk):
    kept, merged, also = make_tag("ia"), make_tag("ai"), make_tag("intelligence")
    other = make_tag("autre")
    stories = [
        make_article(tags=tags) for tags in ([merged], [kept, merged], [merged, also], [kept, merged, also], [other])
    ]

    assert desk.post(LIST, merging(kept, merged, also, kept=kept.pk)).status_code == 302

    assert [names_of(story) for story in stories] == [["ia"], ["ia"], ["ia"], ["ia"], ["autre"]]
    assert list(Tag.objects.all()) == [other, kept]


def test_the_addresses_of_merged_subjects_lead_to_the_one_that_stays(client, desk):
    kept, merged = make_tag("ia"), make_tag("ai")
    TagAlias.objects.create(tag=merged, name="A. I.", slug="a-i")

    desk.post(LIST, merging(kept, merged, kept=kept.pk))

    for path in ("/tag/ai/", "/tag/a-i/"):
        answer = client.get(path)
        assert (answer.status_code, answer.headers["Location"]) == (301, "/tag/ia/")
    for feed in ("feed/", "feed/atom/"):
        answer = client.get(f"/tag/ai/{feed}")
        assert (answer.status_code, answer.headers["Location"]) == (301, f"/tag/ia/{feed}")


def test_a_subject_that_was_merged_twice_leads_on_in_one_hop(client):
    first, second, third = make_tag("un"), make_tag("deux"), make_tag("trois")
    merge_tags([first], into=second)
    merge_tags([second], into=third)

    assert client.get("/tag/un/").headers["Location"] == "/tag/trois/"


def test_merging_is_on_kept_pages_at_once(client, desk):
    kept, merged = make_tag("ia"), make_tag("ai")
    article = make_article(tags=[merged])
    assert "/tag/ai/" in client.get(article.get_absolute_url()).text

    desk.post(LIST, merging(kept, merged, kept=kept.pk))

    page = client.get(article.get_absolute_url()).text
    assert "/tag/ia/" in page
    assert "/tag/ai/" not in page


def test_merging_takes_as_many_statements_for_many_stories(django_assert_max_num_queries):
    def cost(stories) -> int:
        kept, merged = make_tag(f"reste{stories}"), make_tag(f"part{stories}")
        for number in range(stories):
            make_article(tags=[merged, kept] if number % 2 else [merged])
        with django_assert_max_num_queries(50) as queries:
            merge_tags([merged], into=kept)
        return len(queries)

    assert cost(12) == cost(2)


def test_one_tag_is_not_merged(desk):
    tag = make_tag("ia")

    assert desk.post(LIST, merging(tag, kept=tag.pk)).status_code == 302
    assert Tag.objects.get() == tag


def test_a_tag_that_was_not_chosen_cannot_stay(desk):
    tags, stranger = [make_tag("ia"), make_tag("ai")], make_tag("autre")

    assert page_of(desk.post(LIST, merging(*tags, kept=stranger.pk))).find_all(name="kept")
    assert Tag.objects.count() == 3


def test_a_journalist_may_not_merge(journalist):
    tags = [make_tag("ia"), make_tag("ai")]

    signed_in(journalist).post(LIST, merging(*tags, kept=tags[0].pk))

    assert Tag.objects.count() == 2


def test_an_address_that_never_was_one_answers_404(client):
    assert client.get("/tag/rien/").status_code == 404
    assert client.get("/tag/rien/feed/").status_code == 404


# Versions of a story that name a merged tag


@pytest.fixture
def named_ai():
    """A live story of the tag "ai"."""
    return make_article(tags=[make_tag("ai")])


def propose(desk, article, **fields):
    return desk.post(change_path(article), form_of(article, "_continue", headline="Titre corrigé", **fields))


def merge(*names, into) -> Tag:
    kept = Tag.objects.filter(name=into).first() or make_tag(into)
    merge_tags(Tag.objects.filter(name__in=names), into=kept)
    return kept


def test_a_change_that_waited_through_a_merge_is_published_with_the_tag_that_stays(client, desk, named_ai):
    propose(desk, named_ai)
    kept = merge("ai", into="ia")

    article = reloaded(named_ai)
    article.publish_change(article.working)

    assert names_of(article) == ["ia"]
    assert kept.get_absolute_url() in client.get(article.get_absolute_url()).text


def test_a_tag_that_was_merged_twice_is_the_last_one_that_stays(desk, named_ai):
    propose(desk, named_ai)
    merge("ai", into="ia")
    merge("ia", into="machines")

    article = reloaded(named_ai)
    article.publish_change(article.working)

    assert names_of(article) == ["machines"]


def test_a_version_that_names_two_merged_tags_has_the_one_that_stays_once(desk, named_ai):
    propose(desk, named_ai, tags=[tag.pk for tag in (*named_ai.tags.all(), make_tag("ia"), make_tag("autre"))])
    merge("ai", "autre", into="ia")

    article = reloaded(named_ai)
    article.publish_change(article.working)

    assert names_of(article) == ["ia"]


def test_a_scheduled_change_shows_the_tag_that_stays_at_its_hour(client, clock, desk, named_ai):
    named_ai.record_origin()
    named_ai.schedule_change(named_ai.revisions.get(), NOW + HOUR)
    kept = merge("ai", into="ia")

    clock.move_to(NOW + HOUR)

    assert kept.get_absolute_url() in client.get(named_ai.get_absolute_url()).text


def test_the_form_opens_a_waiting_change_with_the_tag_that_stays(desk, named_ai):
    propose(desk, named_ai)
    kept = merge("ai", into="ia")

    chosen = page_of(desk.get(change_path(named_ai))).find("select", name="tags").find_all("option")

    assert [option["value"] for option in chosen] == [str(kept.pk)]


def test_text_that_was_not_saved_opens_with_the_tag_that_stays(desk, named_ai):
    fields = form_of(named_ai, headline="Titre tapé") | {"story": named_ai.pk}
    desk.post(reverse("admin:articles_article_autosave"), fields)
    kept = merge("ai", into="ia")

    page = page_of(desk.get(change_path(named_ai), {"unsaved": ""}))

    assert page.field("headline")["value"] == "Titre tapé"
    assert [option["value"] for option in page.find("select", name="tags").find_all("option")] == [str(kept.pk)]


def test_an_old_revision_is_restored_with_the_tag_that_stays(desk):
    draft = make_article(published_at=None, tags=[make_tag("ai")])
    desk.post(change_path(draft), form_of(draft, tags=[]))
    merge("ai", into="ia")

    desk.post(reverse("admin:articles_article_restore", args=[draft.pk]), {"number": 1})

    assert names_of(draft) == ["ia"]


def test_the_history_calls_a_merged_tag_by_the_name_that_it_had(desk):
    draft = make_article(published_at=None, tags=[make_tag("ai")])
    desk.post(change_path(draft), form_of(draft, headline="Autre titre"))
    merge("ai", into="ia")
    desk.post(change_path(draft), form_of(draft, headline="Autre titre"))

    page = page_of(desk.get(reverse("admin:articles_article_compare", args=[draft.pk])))

    assert (page.find("del").text, page.find("ins").text) == ("ai", "ia")


def test_a_version_goes_without_a_tag_whose_successor_was_deleted(desk, named_ai):
    propose(desk, named_ai)
    merge("ai", into="ia").delete()

    article = reloaded(named_ai)
    article.publish_change(article.working)

    assert names_of(article) == []
