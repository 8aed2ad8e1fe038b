"""The list of stories: finding them, keeping a view of it, and doing something to many at once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.utils import timezone

from articles.admin.stories import listing
from articles.models import Article, Assignment, Notice, SavedView, SearchText, Section, Tag
from articles.models.search_text import HoldsWords
from articles.permissions import may_publish, may_write, publishable, writable
from articles.search.index import index
from articles.search.words import asked_words
from tests.articles.desk import ADD, LIST, change_path, form_of, reloaded, signed_in, story_form
from tests.comments.readers import naughty_strings, page_of
from tests.factories import make_article, make_author, make_journalist, make_picture, make_section

pytestmark = pytest.mark.django_db

SAVE_VIEW = "/admin/articles/article/views/"
TOMORROW = timedelta(days=1)
ACTS_OF_MANY = ["move_to_section", "add_tag", "remove_tag", "assign_stories", "archive_stories", "unpublish_stories"]


@pytest.fixture
def desk(editor):
    return signed_in(editor)


@pytest.fixture
def chief():
    """A section editor of the section in which stories stand unless told otherwise."""
    person = User.objects.create_user("cheffe", is_staff=True)
    person.groups.add(Group.objects.get(name="Section editors"))
    make_section().editors.add(person)
    return person


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
        asked = asked_words(words)
        assert not asked or not Article.objects.filter(HoldsWords(asked)).exists()
    for words in naughty_strings()[::3]:
        assert desk.get(LIST, {"q": words}).status_code in (200, 302)


def test_of_many_hits_so_many_are_counted_as_anybody_turns_pages(desk, monkeypatch):
    for number in range(60):
        make_article(headline=f"Panne {number}")
    assert " 60 " in " ".join(desk.get(LIST, {"q": "panne"}).text.split())

    monkeypatch.setattr(listing, "HITS_COUNTED_UP_TO", 55)
    page, last = desk.get(LIST, {"q": "panne"}), desk.get(LIST, {"q": "panne", "p": 2})

    assert "55+" in page.text
    assert len(last.context["cl"].result_list) == 5
    assert "55+" not in desk.get(LIST).text


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


def test_indexing_a_story_costs_four_queries(django_assert_num_queries):
    story = make_article(authors=[make_author() for _ in range(4)])

    with django_assert_num_queries(4):
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


def make_tags(*names) -> list[Tag]:
    return [Tag.objects.create(name=name, slug=name) for name in names]


def act_on(desk, name, stories, **fields):
    form = {"action": name, "_selected_action": [story.pk for story in stories]} | fields
    return desk.post(LIST, form)


def names(answer) -> list[str]:
    return [item.text.strip() for item in page_of(answer).find("form", class_="bulk").find_all("li")]


@pytest.mark.parametrize("name", [*ACTS_OF_MANY, "open_comments", "close_comments"])
def test_what_would_be_done_is_shown_and_nothing_is_done(desk, name):
    story = make_article(headline="Choisie", comments_open=name != "open_comments", tags=make_tags("ia"))
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
    assert "Sécurité" in page_of(client.get(stories[0].get_absolute_url())).find(class_="crumb-parent").text


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


@pytest.mark.parametrize("person", ["editor", "chief"])
@pytest.mark.parametrize("name", ACTS_OF_MANY)
def test_many_cost_no_more_statements_than_few(request, journalist, name, person, django_assert_max_num_queries):
    desk = signed_in(request.getfixturevalue(person))
    tag, other = make_tags("ia", "reseau")
    tags = [tag] if name == "remove_tag" else [other]
    few, many = ([make_article(tags=tags) for _ in range(count)] for count in (2, 20))
    section = make_section()
    fields = {"apply": "1", "section": section.pk, "tag": tag.pk, "reason": "x", "step_comment": ""}
    fields["assignee"] = journalist.pk
    with django_assert_max_num_queries(60) as shown:
        act_on(desk, name, few)
    with django_assert_max_num_queries(60) as counted:
        act_on(desk, name, few, **fields)

    with django_assert_max_num_queries(len(shown)):
        act_on(desk, name, many)
    with django_assert_max_num_queries(len(counted)):
        act_on(desk, name, many, **fields)

    changed = Notice.objects if name == "assign_stories" else Article.objects.filter(version__gt=2)
    assert changed.count() == 22


def test_a_press_on_the_page_goes_through_the_same_form(desk):
    story, section = make_article(comments_open=True), make_section()
    page = page_of(act_on(desk, "move_to_section", [story]))

    form = {field["name"]: field.typed for field in page.find("form", class_="bulk").find_all("input", type="hidden")}
    desk.post(LIST, form | {"section": section.pk})

    story.refresh_from_db()
    assert story.section == section


# Taking a tag away, archiving and assigning


def test_a_tag_is_chosen_among_those_that_the_stories_have(desk):
    ia, network, _unused = make_tags("ia", "reseau", "autre")
    make_article(tags=[ia])
    stories = [
        make_article(headline="Deux", tags=[ia, network]),
        make_article(headline="Une", tags=[ia]),
        make_article(),
    ]

    answer = act_on(desk, "remove_tag", stories)

    choices = page_of(answer).find("select", name="tag").find_all("option")
    assert [option["value"] for option in choices] == ["", str(ia.pk), str(network.pk)]
    assert ["2" in choices[1].text, "1" in choices[2].text] == [True, True]
    assert [line.partition(" – ")[2] for line in names(answer)] == ["ia", "ia, reseau", ""]
    assert len(page_of(answer).find_all("input", name="_selected_action")) == 2


def test_a_tag_is_taken_from_the_stories_that_have_it_and_from_no_other(client, desk, editor):
    ia, network = make_tags("ia", "reseau")
    both, other = make_article(tags=[ia, network]), make_article(tags=[network])
    client.get(both.get_absolute_url())

    act_on(desk, "remove_tag", [both, other], apply="1", tag=ia.pk)

    assert ([*both.tags.all()], [*other.tags.all()]) == ([network], [network])
    assert "/tag/ia/" not in client.get(both.get_absolute_url()).text
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(both.pk)]
    newest = both.revisions.newest_first().first()
    assert (newest.content["tags"], newest.made_by, other.revisions.count()) == ([network.pk], editor, 0)


def test_a_tag_that_none_of_them_has_is_not_taken_away(desk):
    ia, network = make_tags("ia", "reseau")
    story = make_article(tags=[ia])

    assert act_on(desk, "remove_tag", [story], apply="1", tag=network.pk).status_code == 422
    assert list(story.tags.all()) == [ia]


def test_a_story_whose_change_waits_keeps_its_tag(desk):
    (tag,) = make_tags("ia")
    story = make_article(tags=[tag])
    desk.post(change_path(story), form_of(story, "_continue", headline="Proposé"))

    act_on(desk, "remove_tag", [story], apply="1", tag=tag.pk)

    assert list(story.tags.all()) == [tag]


def test_published_stories_are_archived_with_a_step_that_is_remembered(client, desk, editor):
    stories = [make_article(headline="En ligne"), make_article(published_at=None), make_article()]
    stories[2].archive()

    shown = page_of(act_on(desk, "archive_stories", stories)).find_all("input", name="_selected_action")
    act_on(desk, "archive_stories", stories, apply="1", step_comment="Vieux de deux ans.")

    assert [field["value"] for field in shown] == [str(stories[0].pk)]
    assert [reloaded(story).state for story in stories] == ["archived", "draft", "archived"]
    step = stories[0].step_changes.first()
    assert (step.from_state, step.to_state, step.by, step.comment) == (
        "published",
        "archived",
        editor,
        "Vieux de deux ans.",
    )
    assert stories[0].archived_at == step.at
    assert client.get(stories[0].get_absolute_url()).status_code == 200
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(stories[0].pk)]


@pytest.mark.parametrize("name", ["archive_stories", "assign_stories"])
def test_a_journalist_neither_archives_nor_assigns(journalist, name):
    story = make_article(created_by=journalist)
    fields = {"apply": "1", "step_comment": "", "assignee": journalist.pk}

    act_on(signed_in(journalist), name, [story], **fields)

    assert reloaded(story).state == "published"
    assert not Assignment.objects.exists()
    assert name not in signed_in(journalist).get(LIST).text


def test_stories_are_given_to_a_person_who_is_told_of_each(desk, editor, journalist):
    stories = [make_article(published_at=None, headline=headline) for headline in ("Une", "Deux")]
    Assignment.objects.create(article=stories[0], assignee=editor, brief="900 mots.")

    shown = names(act_on(desk, "assign_stories", stories))
    act_on(desk, "assign_stories", stories, apply="1", assignee=journalist.pk, due_at="2026-11-27T18:00")

    assert sorted(shown) == ["Deux", "Une – editrice"]
    due_at = datetime(2026, 11, 27, 17, tzinfo=UTC)
    given = {assignment.article: assignment for assignment in Assignment.objects.all()}
    assert [(given[story].assignee, given[story].due_at) for story in stories] == [(journalist, due_at)] * 2
    assert [given[story].brief for story in stories] == ["900 mots.", ""]
    told = {(notice.to, notice.kind, notice.article, notice.actor, notice.words) for notice in Notice.objects.all()}
    assert told == {
        (journalist, "assigned", stories[0], editor, "900 mots."),
        (journalist, "assigned", stories[1], editor, ""),
    }
    assert LogEntry.objects.count() == 2


def test_without_a_time_each_story_keeps_the_one_that_it_has(desk, journalist):
    stories = [make_article(published_at=None) for _ in range(2)]
    due_at = datetime(2026, 11, 27, 17, tzinfo=UTC)
    Assignment.objects.create(article=stories[0], due_at=due_at)

    act_on(desk, "assign_stories", stories, apply="1", assignee=journalist.pk, due_at="")

    assert [Assignment.objects.get(article=story).due_at for story in stories] == [due_at, None]


def test_who_has_a_story_already_is_not_told_again_and_one_that_stays_as_it_is_is_not_noted(desk, journalist):
    later, same = make_article(published_at=None), make_article(published_at=None)
    due_at = datetime(2026, 11, 27, 17, tzinfo=UTC)
    Assignment.objects.create(article=later, assignee=journalist)
    Assignment.objects.create(article=same, assignee=journalist, due_at=due_at)

    act_on(desk, "assign_stories", [later, same], apply="1", assignee=journalist.pk, due_at="2026-11-27T18:00")

    assert Assignment.objects.get(article=later).due_at == due_at
    assert not Notice.objects.exists()
    assert [entry.object_id for entry in LogEntry.objects.all()] == [str(later.pk)]


def test_who_gives_stories_to_herself_is_not_told(desk, editor):
    act_on(desk, "assign_stories", [make_article()], apply="1", assignee=editor.pk)

    assert Assignment.objects.get().assignee == editor
    assert not Notice.objects.exists()


@pytest.mark.parametrize("due_at", ["demain", "0001-01-01T00:00", "9999-12-31T23:59"])
def test_a_time_that_is_none_is_asked_again_beside_its_field(desk, journalist, due_at):
    answer = act_on(desk, "assign_stories", [make_article()], apply="1", assignee=journalist.pk, due_at=due_at)

    page = page_of(answer)
    assert (answer.status_code, len(page.find_all("ul", class_="errorlist"))) == (422, 1)
    assert page.field("due_at").typed == due_at or page.field("due_at").typed.startswith(due_at)
    assert page.find("option", value=str(journalist.pk)).attributes.get("selected") is not None
    assert not Assignment.objects.exists()


def test_stories_are_given_to_nobody_who_does_not_write(desk, moderator):
    assert act_on(desk, "assign_stories", [make_article()], apply="1", assignee=moderator.pk).status_code == 422


def test_a_section_editor_archives_and_assigns_in_her_section_alone(chief, journalist):
    own, foreign = make_article(), make_article(section=make_section(), created_by=chief, published_at=None)
    desk = signed_in(chief)

    act_on(desk, "assign_stories", [own, foreign], apply="1", assignee=journalist.pk)
    act_on(desk, "archive_stories", [own, make_article(section=foreign.section)], apply="1", step_comment="")

    assert [assignment.article for assignment in Assignment.objects.all()] == [own]
    assert list(Article.objects.filter(step="archived")) == [own]


@pytest.mark.parametrize("person", ["journalist", "chief", "editor"])
def test_what_may_be_saved_one_by_one_is_what_may_be_chosen_among_many(request, person):
    user = request.getfixturevalue(person)
    foreign, now = make_section(), timezone.now()
    for mine in (True, False):
        for section in (Section.objects.first(), foreign):
            fields = {"section": section, "created_by": user if mine else None}
            make_article(**fields)
            make_article(published_at=None, **fields)
            make_article(published_at=now + TOMORROW, **fields)
            make_article(published_at=None, **fields).approve()
            make_article(published_at=None, **fields).request_publication()
            make_article(**fields).archive()
            changing = make_article(**fields)
            changing.record_origin()
            changing.schedule_change(changing.revisions.get(), now + TOMORROW)
    stories = Article.objects.all()

    assert set(stories.filter(writable(user))) == {story for story in stories if may_write(user, story)}
    assert set(stories.filter(publishable(user))) == {story for story in stories if may_publish(user, story)}
