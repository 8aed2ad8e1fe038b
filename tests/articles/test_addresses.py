"""An address that readers knew leads to the story in one hop, whatever was changed since, for ever."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError
from django.urls import reverse

from articles.models import Address, Article, SubjectAddress, Tag
from tests.articles.desk import ADD, change_path, form_of, signed_in, story_form
from tests.clock import NOW
from tests.comments.readers import page_of
from tests.factories import make_article, make_author, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

DAY = timedelta(days=1)


@pytest.fixture
def story():
    return make_article(slug="panne", published_at=NOW - DAY)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def rename(desk, story: Article, slug: str) -> None:
    story.refresh_from_db()
    answer = desk.post(change_path(story), form_of(story, slug=slug))
    assert answer.status_code == 302
    story.refresh_from_db()


def hops(client, path: str) -> list[tuple[str, int]]:
    return client.get(path, follow=True).redirect_chain


def beside(answer, field: str) -> int:
    row = page_of(answer).find("div", class_=f"field-{field}")
    return len(row.find_all("ul", class_="errorlist"))


# Stories


def test_an_old_address_leads_to_the_present_one(client, desk, story):
    rename(desk, story, "panne-de-reseau")

    assert hops(client, "/2026/11/panne/") == [("/2026/11/panne-de-reseau/", 301)]
    assert client.get("/2026/11/panne-de-reseau/").status_code == 200


def test_every_address_that_a_story_ever_had_leads_there_in_one_hop(client, desk, story):
    for slug in ("b", "c", "d"):
        rename(desk, story, slug)

    for slug in ("panne", "b", "c"):
        assert hops(client, f"/2026/11/{slug}/") == [("/2026/11/d/", 301)]


def test_an_old_slug_under_another_month_leads_there_in_one_hop(client, desk, story):
    rename(desk, story, "b")

    assert hops(client, "/2020/02/panne/") == [("/2026/11/b/", 301)]


def test_an_address_follows_a_story_whose_month_changes(client, desk, story):
    rename(desk, story, "b")
    Article.objects.filter(pk=story.pk).update(first_published_at=NOW - 60 * DAY)

    for path in ("/2026/11/panne/", "/2026/11/b/"):
        assert hops(client, path) == [("/2026/09/b/", 301)]


def test_a_slug_that_its_own_story_takes_back_is_its_address_again(client, desk, story):
    rename(desk, story, "b")

    rename(desk, story, "panne")

    assert client.get("/2026/11/panne/").status_code == 200
    assert hops(client, "/2026/11/b/") == [("/2026/11/panne/", 301)]
    assert list(Address.objects.values_list("slug", flat=True)) == ["b"]


def test_a_new_slug_without_publication_leaves_no_old_address(desk):
    draft = make_article(published_at=None, slug="brouillon")

    rename(desk, draft, "autre")

    assert not Address.objects.exists()


def test_a_scheduled_story_that_nobody_read_leaves_no_old_address(client, desk):
    story = make_article(published_at=NOW + DAY, slug="a-venir")

    rename(desk, story, "autre")

    assert not Address.objects.exists()
    assert client.get("/2026/11/a-venir/").status_code == 404


def test_an_old_address_of_a_withdrawn_story_answers_410(client, desk, story):
    rename(desk, story, "b")
    story.unpublish()

    assert client.get("/2026/11/panne/").status_code == 410
    assert client.get("/2019/01/panne/").status_code == 410


def test_an_old_address_leads_on_again_when_the_story_comes_back(client, desk, story):
    rename(desk, story, "b")
    story.unpublish()
    story.publish()

    assert hops(client, "/2026/11/panne/") == [("/2026/11/b/", 301)]


def test_a_withdrawn_story_that_is_renamed_answers_410_under_both(client, desk, story):
    story.unpublish()
    rename(desk, story, "b")

    assert [client.get(f"/2026/11/{slug}/").status_code for slug in ("panne", "b")] == [410, 410]


def test_each_of_two_stories_keeps_its_own_month_of_a_slug(client):
    """Where the archive that was imported had one slug twice, the very address counts first."""
    first, second = make_article(slug="vœux".replace("œ", "oe")), make_article(slug="autre")
    Address.objects.create(article=second, year=2020, month=1, slug=first.slug)

    assert hops(client, f"/2020/01/{first.slug}/") == [(second.get_absolute_url(), 301)]
    assert hops(client, f"/2021/01/{first.slug}/") == [(first.get_absolute_url(), 301)]


def test_a_slug_that_led_to_two_stories_leads_to_neither_under_a_third_month(client):
    for month, story in enumerate((make_article(slug="a"), make_article(slug="b")), start=1):
        Address.objects.create(article=story, year=2020, month=month, slug="voeux")

    assert client.get("/2020/03/voeux/").status_code == 404
    assert hops(client, "/2020/02/voeux/") == [("/2026/11/b/", 301)]


def test_an_address_leads_to_one_story_alone(story):
    Address.objects.create(article=story, year=2020, month=1, slug="x")

    with pytest.raises(IntegrityError):
        Address.objects.create(article=make_article(), year=2020, month=1, slug="x")


@pytest.mark.parametrize("query", ["?after=0a1b", "?utm_source=lettre&utm_medium=x", "?q=%C3%A9t%C3%A9+1"])
def test_what_was_asked_for_besides_goes_along(client, desk, story, query):
    rename(desk, story, "b")

    answer = client.get(f"/2026/11/panne/{query}")

    assert answer.headers["Location"] == f"/2026/11/b/{query}"


@pytest.mark.parametrize("query", ["?after=zz", "?after=%00"])
def test_a_place_in_the_thread_that_is_none_answers_404(client, desk, story, query):
    rename(desk, story, "b")

    assert client.get(f"/2026/11/panne/{query}").status_code == 404


@pytest.mark.parametrize("query", ["?x=%0d%0aSet-Cookie:a=1", "?//evil.example/", "?x=%00%ff"])
def test_no_query_leads_away_or_writes_a_header(client, desk, story, query):
    rename(desk, story, "b")

    answer = client.get(f"/2026/11/panne/{query}")

    assert answer.headers["Location"].startswith("/2026/11/b/?")
    assert "Set-Cookie" not in answer.headers


def test_no_browser_keeps_where_an_address_led_once(client, desk, story):
    """Else a story that takes its old slug back would send who was led away from it in circles."""
    rename(desk, story, "b")
    moved = client.get("/2026/11/panne/")
    story.unpublish()
    gone = client.get("/2026/11/b/")

    assert (moved.status_code, gone.status_code) == (301, 410)
    assert {answer.headers["Cache-Control"] for answer in (moved, gone)} == {"public, max-age=0, must-revalidate"}


def test_a_live_address_asks_for_no_redirect(client, story, django_assert_num_queries):
    client.get(story.get_absolute_url())

    with django_assert_num_queries(1) as queries:
        client.get(story.get_absolute_url())

    assert "address" not in queries.captured_queries[0]["sql"]


def test_a_miss_costs_a_few_queries_however_many_addresses_there_are(client, story, django_assert_max_num_queries):
    for number in range(40):
        Address.objects.create(article=story, year=2020, month=1, slug=f"a{number}")

    with django_assert_max_num_queries(6):
        client.get("/2026/11/rien/")


def test_a_comment_is_found_under_the_new_address(client, desk, story):
    rename(desk, story, "b")

    assert "/2026/11/b/" in client.get("/").text
    assert "/2026/11/panne/" not in client.get("/").text


# Who may change an address, and which


def test_a_journalist_does_not_change_the_address_of_a_withdrawn_story(journalist, story):
    story.created_by = journalist
    story.save()
    story.unpublish()

    signed_in(journalist).post(change_path(story), form_of(story, slug="b"))

    story.refresh_from_db()
    assert story.slug == "panne"


@pytest.mark.parametrize("person", ["editor", "journalist"])
def test_a_new_story_does_not_take_an_address_that_leads_elsewhere(request, client, desk, story, person):
    rename(desk, story, "b")

    answer = signed_in(request.getfixturevalue(person)).post(ADD, story_form(slug="panne"))

    assert beside(answer, "slug") == 1
    assert hops(client, "/2026/11/panne/") == [("/2026/11/b/", 301)]


def test_a_story_does_not_take_the_old_address_of_another(desk, story):
    rename(desk, story, "b")
    other = make_article(slug="autre")

    answer = desk.post(change_path(other), form_of(other, slug="panne"))

    assert beside(answer, "slug") == 1


def test_the_form_lists_the_old_addresses(desk, story):
    rename(desk, story, "b")

    assert "/2026/11/panne/" in page_of(desk.get(change_path(story))).find("div", class_="field-addresses_so_far").text


def test_a_kept_page_moves_at_once(client, desk, story):
    etag = client.get(story.get_absolute_url()).headers["ETag"]

    rename(desk, story, "b")

    assert client.get("/2026/11/panne/", headers={"if-none-match": etag}).status_code == 301
    assert client.get("/2026/11/b/", headers={"if-none-match": etag}).status_code == 200


# Sections, subjects and authors


def subject_of(kind: str):
    if kind == "section":
        return make_section(slug="ancien")
    return make_author(slug="ancien") if kind == "author" else Tag.objects.create(name="ancien", slug="ancien")


def rename_subject(desk, subject, slug: str):
    kind = subject._meta.model_name
    path = reverse(f"admin:articles_{kind}_change", args=[subject.pk])
    context = desk.get(path).context
    form = context["adminform"].form
    values = {name: form[name].value() for name in form.fields} | {"slug": slug}
    for inline in context["inline_admin_formsets"]:
        values |= {f"{inline.formset.prefix}-TOTAL_FORMS": 0, f"{inline.formset.prefix}-INITIAL_FORMS": 0}
    return desk.post(path, {name: "" if value is None else value for name, value in values.items()})


KINDS = ["section", "tag", "author"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("end", ["", "feed/", "feed/atom/"])
def test_the_old_address_of_a_subject_leads_to_the_present_one(client, desk, kind, end):
    subject = subject_of(kind)
    for slug in ("b", "c"):
        assert rename_subject(desk, subject, slug).status_code == 302

    for slug in ("ancien", "b"):
        assert hops(client, f"/{kind}/{slug}/{end}?x=1") == [(f"/{kind}/c/{end}?x=1", 301)]
    assert client.get(f"/{kind}/c/{end}").status_code == 200


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_takes_its_old_address_back(client, desk, kind):
    subject = subject_of(kind)
    rename_subject(desk, subject, "b")

    rename_subject(desk, subject, "ancien")

    assert client.get(f"/{kind}/ancien/").status_code == 200
    assert hops(client, f"/{kind}/b/") == [(f"/{kind}/ancien/", 301)]


@pytest.mark.parametrize("kind", KINDS)
def test_a_subject_does_not_take_the_old_address_of_another(desk, kind):
    rename_subject(desk, subject_of(kind), "b")
    values = {"name": "Autre", "slug": "autre"}
    other = {"section": make_section, "author": make_author, "tag": Tag.objects.create}[kind](**values)

    answer = rename_subject(desk, other, "ancien")

    assert beside(answer, "slug") == 1


def test_the_kinds_of_subjects_do_not_share_old_addresses(client, desk):
    rename_subject(desk, subject_of("section"), "b")

    assert client.get("/tag/ancien/").status_code == 404
    assert client.get("/author/ancien/").status_code == 404


def test_a_page_beyond_the_end_of_a_subject_is_still_404(client):
    make_section(slug="societe")

    assert client.get("/section/societe/?before=1-1").status_code == 404


def test_an_old_address_is_of_exactly_one_subject(db):
    with pytest.raises(IntegrityError):
        SubjectAddress.objects.create(kind="tag", slug="x", section=make_section())


# What was WordPress before


@pytest.fixture
def imported(story):
    Article.objects.filter(pk=story.pk).update(wordpress_id=4711)
    return story


def test_the_number_of_wordpress_leads_to_the_story(client, imported):
    assert hops(client, "/?p=4711") == [("/2026/11/panne/", 301)]
    assert client.get("/?p=4711&utm_source=x").headers["Location"] == "/2026/11/panne/?utm_source=x"


def test_the_number_of_a_withdrawn_story_answers_410(client, imported):
    imported.unpublish()

    assert client.get("/?p=4711").status_code == 410


@pytest.mark.parametrize("number", ["1", "x", "0", "-1", "9" * 30, "٣", "4711x", "%00", "4_711"])
def test_a_number_that_wordpress_never_gave_answers_404(client, imported, number):
    assert client.get(f"/?p={number}").status_code == 404


def test_a_number_does_not_tell_that_a_draft_exists(client):
    draft = make_article(published_at=None)
    Article.objects.filter(pk=draft.pk).update(wordpress_id=5)

    assert client.get("/?p=5").status_code == 404


def test_the_front_page_looks_for_no_number_unless_one_is_asked_for(client, imported):
    assert client.get("/?p=").status_code == 200
    assert client.get("/?x=4711").status_code == 200


def test_an_address_with_a_day_leads_to_the_story(client, desk, story):
    assert hops(client, "/2026/11/24/panne/") == [("/2026/11/panne/", 301)]
    rename(desk, story, "b")
    assert hops(client, "/2026/11/24/panne/") == [("/2026/11/b/", 301)]


def test_an_address_with_a_day_tells_of_no_draft(client):
    make_article(published_at=None, slug="brouillon")

    assert client.get("/2026/11/24/brouillon/").status_code == 404


@pytest.mark.parametrize("path", ["/2026/11/32/panne/", "/2026/11/00/panne/", "/2026/11/1/panne/", "/2026/11/24/rien/"])
def test_a_day_that_there_is_not_or_a_story_that_there_is_not_answers_404(client, story, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("kind", ["rss", "rss2", "rdf"])
def test_the_feeds_of_wordpress_lead_to_ours(client, kind):
    assert hops(client, f"/feed/{kind}/") == [("/feed/", 301)]


@pytest.mark.parametrize("path", ["/category/societe/", "/category/rubriques/societe/"])
@pytest.mark.parametrize("end", ["", "feed/"])
def test_a_category_leads_to_the_section_of_its_name(client, path, end):
    make_section(slug="societe")

    assert hops(client, path + end) == [(f"/section/societe/{end}", 301)]


def test_a_category_leads_to_a_section_that_was_renamed_in_one_hop(client, desk):
    rename_subject(desk, subject_of("section"), "b")

    assert hops(client, "/category/ancien/") == [("/section/b/", 301)]


@pytest.mark.parametrize(
    "path", ["/category/rien/", "/category/rien/feed/", "/category/a/b/c/", "/category/%00/", "/feed/x/"]
)
def test_what_wordpress_had_and_we_have_not_answers_404(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "path", ["/2026/11/panne/", "/?p=4711", "/category/societe/", "/feed/rss/", "/2026/11/24/panne/"]
)
@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_no_old_address_takes_anything_but_a_question(client, imported, path, method):
    assert getattr(client, method)(path).status_code == 405
