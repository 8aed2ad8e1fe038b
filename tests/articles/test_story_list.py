"""The list of stories: finding them, keeping a view of it, and doing something to many at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import call_command
from django.utils import timezone

from articles.models import Article, SavedView, SearchText, Tag
from articles.search.index import index
from tests.articles.desk import ADD, LIST, change_path, form_of, signed_in, story_form
from tests.comments.readers import naughty_strings, page_of
from tests.factories import make_article, make_author, make_journalist, make_picture, make_section

pytestmark = pytest.mark.django_db

SAVE_VIEW = "/admin/articles/article/views/"
TOMORROW = timedelta(days=1)


@pytest.fixture
def desk(editor):
    return signed_in(editor)


def listed(desk, **question) -> list[Article]:
    return list(desk.get(LIST, question).context["cl"].result_list)


# Finding


@pytest.mark.parametrize(
    "words",
    [
        "réseau",
        "RESEAU",
        "reseau",
        "rés",
        "electricite réseau",
        "l’électricité",
        "œuvre",
        "oeuvre",
        "carvalho",
        "panne",
    ],
)
def test_a_story_is_found_by_its_words_with_accents_folded(desk, words):
    make_article(headline="Autre chose")
    story = make_article(
        headline="Une panne",
        standfirst="Plus d’électricité.",
        body="<p>Le <strong>rés</strong>eau est une <em>œuvre</em>.</p><p>Fin</p>",
        authors=[make_author(name="Inès Carvalho")],
    )

    assert listed(desk, q=words) == [story]


@pytest.mark.parametrize("words", ["absent", "panne absent", "strong", "éseau", "!!!", '"', "panne* OR", "NEAR("])
def test_what_is_no_word_of_it_does_not_find_a_story(desk, words):
    make_article(headline="Une panne", body="<p>Le <strong>réseau</strong>.</p>")

    assert listed(desk, q=words) == []


def test_two_blocks_are_two_words(desk):
    make_article(body="<p>avant</p><p>après</p>")

    assert listed(desk, q="avantapres") == []
    assert len(listed(desk, q="avant apres")) == 1


def test_hostile_words_are_searched_as_words(desk):
    for words in naughty_strings():
        assert desk.get(LIST, {"q": words}).status_code in (200, 302)


def test_what_is_saved_is_found_at_once(desk, editor):
    desk.post(ADD, story_form(headline="Première version"))
    story = Article.objects.get()
    found = listed(desk, q="premiere")
    desk.post(change_path(story), form_of(story, headline="Seconde version"))

    assert found == [story]
    assert listed(desk, q="premiere") == []
    assert listed(desk, q="seconde") == [story]


def test_a_story_is_found_by_the_new_name_of_its_author(desk, editor):
    author = make_author(name="Inès")
    story = make_article(authors=[author, make_author(name="Zoé")])

    form = {"name": "Éloïse", "slug": author.slug, "role": "", "biography": "", "portrait": "", "user": ""}
    form |= {"links-TOTAL_FORMS": 0, "links-INITIAL_FORMS": 0}
    desk.post(f"/admin/articles/author/{author.pk}/change/", form)

    assert listed(desk, q="eloise zoe") == [story]
    assert listed(desk, q="ines") == []


def test_a_deleted_story_leaves_the_index(desk):
    story = make_article(published_at=None, headline="Éphémère")
    story.delete()
    other = make_article(headline="Autre")

    assert listed(desk, q="ephemere") == []
    assert listed(desk, q="autre") == [other]
    assert SearchText.objects.count() == 1


def test_a_command_writes_the_index_anew(desk, capsys):
    stories = [make_article(headline=f"Retrouvé {number}") for number in range(3)]
    SearchText.objects.all().delete()
    lost = listed(desk, q="retrouve")

    call_command("reindex_stories")

    assert lost == []
    assert set(listed(desk, q="retrouve")) == set(stories)
    assert "3" in capsys.readouterr().out


def test_indexing_a_story_twice_keeps_one_row(desk):
    story = make_article(headline="Deux fois")
    index(story)

    assert listed(desk, q="fois") == [story]


@pytest.mark.parametrize("words", ["Secret", "autrui"])
def test_a_journalist_finds_no_draft_of_somebody_else(journalist, words):
    make_article(published_at=None, created_by=make_journalist("collegue"), headline="Secret d’autrui")

    assert listed(signed_in(journalist), q=words) == []


def test_indexing_a_story_costs_two_queries(django_assert_num_queries):
    story = make_article(authors=[make_author() for _ in range(4)])

    with django_assert_num_queries(2):
        index(story)


# Filters


def test_the_list_is_narrowed_by_section_state_author_tag_and_picture(desk):
    section, author = make_section(), make_author(name="Inès Carvalho", slug="ines-carvalho")
    tag = Tag.objects.create(name="Réseau", slug="reseau")
    story = make_article(section=section, authors=[author], tags=[tag], lead_picture=make_picture(), published_at=None)
    story.request_publication()
    make_article(section=make_section())

    for question in [
        {"section__id__exact": section.pk},
        {"state": "in_review"},
        {"author": "Inès"},
        {"author": "carvalho"},
        {"tag": "réseau"},
        {"picture": "with"},
        {"published_at__isnull": "True"},
        {"author": "Inès", "tag": "Réseau", "picture": "with", "state": "in_review"},
    ]:
        assert listed(desk, **question) == [story], question


@pytest.mark.parametrize(
    "question",
    [{"author": "personne"}, {"tag": "res"}, {"author": "Inès", "picture": "without"}, {"state": "scheduled"}],
)
def test_what_does_not_fit_is_not_listed(desk, question):
    tag = Tag.objects.create(name="Réseau", slug="reseau")
    make_article(authors=[make_author(slug="ines")], tags=[tag], lead_picture=make_picture())

    assert listed(desk, **question) == []


def test_a_filter_that_is_typed_keeps_the_rest_of_the_question(desk):
    page = page_of(desk.get(LIST, {"q": "panne", "state": "draft", "tag": "x"}))

    form = next(form for form in page.find_all("form", class_="named-filter") if form.find(id="filter-author"))
    kept = {(field["name"], field["value"]) for field in form.find_all("input", type="hidden")}
    assert kept == {("q", "panne"), ("state", "draft"), ("tag", "x")}


def test_the_list_names_the_authors_in_their_order(desk):
    make_article(authors=[make_author(name="Zoé"), make_author(name="Anne")])

    assert page_of(desk.get(LIST)).find("td", class_="field-byline").text == "Zoé, Anne"


def test_the_newest_change_stands_first_on_pages_of_fifty(desk):
    stories = [make_article() for _ in range(52)]

    first, second = listed(desk), listed(desk, p=2)

    assert first + second == stories[::-1]
    assert len(first) == 50


@pytest.mark.parametrize(
    "question", [{}, {"q": "article"}, {"author": "autrice"}, {"tag": "reseau"}, {"state": "published"}]
)
def test_the_number_of_queries_does_not_grow_with_the_stories(desk, question, django_assert_max_num_queries):
    tag = Tag.objects.create(name="Réseau", slug="reseau")
    make_article(tags=[tag], authors=[make_author()])
    with django_assert_max_num_queries(20) as few:
        assert len(listed(desk, **question)) == 1
    for _ in range(10):
        make_article(tags=[tag], authors=[make_author(), make_author()])

    with django_assert_max_num_queries(len(few)):
        assert len(listed(desk, **question)) == 11


def test_the_list_leaves_the_texts_where_they_are(desk, django_assert_max_num_queries):
    make_article()

    with django_assert_max_num_queries(20) as queries:
        desk.get(LIST)

    assert not any('"articles_article"."body"' in query["sql"] for query in queries.captured_queries)


# Saved views


def test_a_view_is_saved_and_offered_again(desk, editor):
    answer = desk.post(SAVE_VIEW, {"name": "À relire", "query": "state=in_review&q=panne&p=3&e=1"})

    assert answer.url == f"{LIST}?state=in_review&q=panne"
    kept = SavedView.objects.get()
    assert (kept.owner, kept.query, kept.is_shared) == (editor, "state=in_review&q=panne", False)
    links = page_of(desk.get(LIST)).find("div", class_="saved-views").find_all("a")
    assert [(link["href"], link.text) for link in links] == [("?state=in_review&q=panne", "À relire")]


def test_a_view_of_ones_own_is_not_offered_to_others_unless_it_is_shared(desk, journalist):
    desk.post(SAVE_VIEW, {"name": "À moi", "query": "q=a"})
    desk.post(SAVE_VIEW, {"name": "À tous", "query": "q=b", "is_shared": "on"})

    views = page_of(signed_in(journalist).get(LIST)).find("div", class_="saved-views")

    assert "À tous" in views.text
    assert "À moi" not in views.text


def test_a_shared_view_shows_nobody_what_is_not_hers(desk, journalist):
    make_article(published_at=None, headline="Secret")
    desk.post(SAVE_VIEW, {"name": "Secrets", "query": "q=secret", "is_shared": "on"})

    assert listed(signed_in(journalist), q="secret") == []


@pytest.mark.parametrize(
    "form", [{"name": ""}, {"name": "Prise"}, {"name": "x" * 61}, {"name": "y", "query": "q=" + "x" * 1000}]
)
def test_a_view_that_cannot_be_saved_is_asked_again(desk, form):
    desk.post(SAVE_VIEW, {"name": "Prise", "query": "q=a"})

    answer = desk.post(SAVE_VIEW, {"query": "q=a"} | form)

    assert answer.status_code == 422
    assert SavedView.objects.count() == 1


def test_a_view_is_forgotten_by_its_owner_alone(desk, journalist):
    desk.post(SAVE_VIEW, {"name": "À tous", "query": "q=b", "is_shared": "on"})
    path = f"{SAVE_VIEW}{SavedView.objects.get().pk}/remove/"

    assert signed_in(journalist).post(path).status_code == 404
    assert desk.get(path).status_code == 405
    assert desk.post(path).status_code == 302
    assert not SavedView.objects.exists()


def test_a_moderator_saves_no_view(moderator):
    assert signed_in(moderator).post(SAVE_VIEW, {"name": "x", "query": ""}).status_code == 403


def test_a_hostile_view_stays_words(desk):
    desk.post(SAVE_VIEW, {"name": '"><script>alert(1)</script>', "query": 'q="><script>alert(1)</script>'})

    assert "<script>alert(1)" not in desk.get(LIST).text


# Many at once


def act_on(desk, name, stories, **fields):
    form = {"action": name, "_selected_action": [story.pk for story in stories]} | fields
    return desk.post(LIST, form)


def names(answer) -> list[str]:
    return [item.text.strip() for item in page_of(answer).find("form", class_="bulk").find_all("li")]


@pytest.mark.parametrize("name", ["move_to_section", "add_tag", "open_comments", "close_comments", "unpublish_stories"])
def test_what_would_be_done_is_shown_and_nothing_is_done(desk, name):
    story = make_article(headline="Choisie", comments_open=name != "open_comments")
    before = Article.objects.values().get()

    answer = act_on(desk, name, [story])

    assert "Choisie" in " ".join(names(answer))
    assert Article.objects.values().get() == before
    assert not LogEntry.objects.exists()


def test_stories_are_moved_to_a_section_and_their_pages_are_new(client, desk):
    stories = [make_article() for _ in range(3)]
    section = make_section(name="Sécurité")
    client.get(stories[0].get_absolute_url())

    act_on(desk, "move_to_section", stories, apply="1", section=section.pk)

    assert Article.objects.filter(section=section).count() == 3
    assert "Sécurité" in page_of(client.get(stories[0].get_absolute_url())).find("p", class_="kicker").text


def test_stories_get_a_tag_once(desk):
    tag = Tag.objects.create(name="Réseau", slug="reseau")
    stories = [make_article(tags=[tag]), make_article()]
    versions = [story.version for story in stories]

    act_on(desk, "add_tag", stories, apply="1", tag=tag.pk)

    for story in stories:
        story.refresh_from_db()
        assert list(story.tags.all()) == [tag]
    assert [story.version - before for story, before in zip(stories, versions, strict=True)] == [0, 1]


def test_comments_are_opened_and_closed(desk):
    stories = [make_article(comments_open=False), make_article(comments_open=True)]

    act_on(desk, "open_comments", stories, apply="1")
    opened = Article.objects.filter(comments_open=True).count()
    act_on(desk, "close_comments", stories, apply="1")

    assert (opened, Article.objects.filter(comments_open=True).count()) == (2, 0)


def test_what_is_so_already_is_told_apart(desk):
    closed, opened = make_article(comments_open=False), make_article(comments_open=True)

    answer = act_on(desk, "close_comments", [closed, opened])

    hidden = [field["value"] for field in page_of(answer).find_all("input", name="_selected_action")]
    assert hidden == [str(opened.pk)]


def test_stories_are_unpublished_with_a_reason_that_their_history_keeps(client, desk):
    live, scheduled = make_article(), make_article(published_at=timezone.now() + TOMORROW)
    draft = make_article(published_at=None)

    refused = act_on(desk, "unpublish_stories", [live, scheduled, draft], apply="1", reason="")
    act_on(desk, "unpublish_stories", [live, scheduled, draft], apply="1", reason="Plainte reçue")

    assert refused.status_code == 422
    assert not Article.objects.exclude(published_at=None).exists()
    assert client.get(live.get_absolute_url()).status_code == 410
    assert client.get(scheduled.get_absolute_url()).status_code == 404
    assert {entry.object_id for entry in LogEntry.objects.all()} == {str(live.pk), str(scheduled.pk)}
    assert "Plainte reçue" in LogEntry.objects.first().change_message


def test_a_journalist_changes_many_of_her_drafts_and_no_other_story(journalist):
    desk = signed_in(journalist)
    mine = make_article(published_at=None, created_by=journalist, headline="À moi")
    live = make_article(created_by=journalist, headline="En ligne")
    other = make_article(published_at=None, created_by=make_journalist("collegue"), headline="À autrui")
    section = make_section()

    shown = names(act_on(desk, "move_to_section", [mine, live, other]))
    act_on(desk, "move_to_section", [mine, live, other], apply="1", section=section.pk)

    assert shown == ["À moi", "En ligne"]
    assert list(Article.objects.filter(section=section)) == [mine]


def test_a_journalist_unpublishes_nothing(journalist):
    story = make_article(created_by=journalist)

    act_on(signed_in(journalist), "unpublish_stories", [story], apply="1", reason="x")

    story.refresh_from_db()
    assert story.is_published
    assert "unpublish_stories" not in signed_in(journalist).get(LIST).text


def test_many_are_two_hundred_at_most(desk):
    make_section()
    Article.objects.bulk_create(
        Article(headline=f"a{number}", slug=f"a{number}", section_id=make_section().pk) for number in range(201)
    )

    act_on(desk, "close_comments", list(Article.objects.all()[:1]), apply="1", select_across="1")

    assert not Article.objects.filter(comments_open=False).exists()


@pytest.mark.parametrize("name", ["move_to_section", "add_tag", "unpublish_stories"])
def test_many_cost_no_more_statements_than_few(desk, name, django_assert_max_num_queries):
    few, many = [make_article() for _ in range(2)], [make_article() for _ in range(20)]
    tag, section = Tag.objects.create(name="Réseau", slug="reseau"), make_section()
    fields = {"apply": "1", "section": section.pk, "tag": tag.pk, "reason": "x"}
    with django_assert_max_num_queries(30) as counted:
        act_on(desk, name, few, **fields)

    with django_assert_max_num_queries(len(counted)):
        act_on(desk, name, many, **fields)

    assert Article.objects.filter(version__gt=2).count() == 22


def test_a_press_on_the_page_goes_through_the_same_form(desk):
    story, section = make_article(comments_open=True), make_section()
    page = page_of(act_on(desk, "move_to_section", [story]))

    form = {field["name"]: field.typed for field in page.find("form", class_="bulk").find_all("input", type="hidden")}
    desk.post(LIST, form | {"section": section.pk})

    story.refresh_from_db()
    assert story.section == section
