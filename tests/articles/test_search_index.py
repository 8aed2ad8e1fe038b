"""The index of readers' search follows what is saved, moved, renamed and migrated."""

from __future__ import annotations

import io

import pytest
from django.core.management import call_command
from django.db import connection, models

from articles.models import Article, SearchTerms, SearchWord
from articles.search.index import index, index_name
from articles.search.kept_by_triggers import ON_SQLITE, after_a_change, before_a_change
from articles.tasks import merge_search_index
from tests.articles.desk import change_path, form_of
from tests.articles.searching import DAY, HOUR, found, make, suggested
from tests.clock import NOW
from tests.factories import make_author, make_section

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_what_an_editor_saves_is_found_at_once(editors_desk):
    story = make("Titre public", "panne", slug="panne")

    editors_desk.post(change_path(story), form_of(story, "_publish_change", body="<p>incident</p>"))

    assert (found("incident"), found("panne")) == (["Titre public"], [])


def test_a_new_name_of_an_author_is_found_and_the_old_one_is_not():
    author = make_author(name="Léa Roux")
    make("Celui-ci", "panne", authors=[author])
    author.name = "Léa Moreau"
    author.save()

    index_name(author)

    assert (found("moreau"), found("roux")) == (["Celui-ci"], [])


def test_stories_that_were_moved_together_are_found_in_their_new_section():
    before, after = make_section(name="Avant"), make_section(name="Après")
    make("Celui-ci", "panne", section=before)
    make("Celui-là", "panne", section=before)

    Article.objects.filter(headline="Celui-ci").move_to(after)

    assert (found("panne", section=before.slug), found("panne", section=after.slug)) == (["Celui-là"], ["Celui-ci"])


def test_a_story_stands_where_its_date_is_moved_to():
    make("L’un", "panne", published_at=NOW - DAY)
    make("L’autre", "panne", published_at=NOW - 2 * DAY)

    for at, order in [(NOW - 3 * DAY, ["L’autre", "L’un"]), (None, ["L’autre"]), (NOW - HOUR, ["L’un", "L’autre"])]:
        Article.objects.filter(headline="L’un").update(published_at=at)
        assert found("panne") == order
    assert found("panne", until="2026-11-24") == ["L’autre"]


def test_no_migration_has_dropped_what_keeps_the_index_right():
    is_sqlite = connection.vendor == "sqlite"
    wanted = ON_SQLITE if is_sqlite else ["articles_searchterms_added", "articles_article_dated"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master" if is_sqlite else "SELECT tgname FROM pg_trigger")
        there = {name for (name,) in cursor.fetchall()}

    assert set(wanted) <= there, "a migration made a table anew: see kept_by_triggers.before_a_change()"


@pytest.mark.django_db(transaction=True)
def test_a_migration_that_changes_the_table_of_stories_leaves_the_index_right():
    make("L’un", "panne", published_at=NOW - 2 * DAY)
    make("L’autre", "panne", published_at=NOW - DAY)
    field = models.BooleanField(default=False)
    field.set_attributes_from_name("is_new")

    change_table(lambda editor: editor.add_field(Article, field))
    change_table(lambda editor: editor.remove_field(Article, field))

    assert found("panne") == ["L’autre", "L’un"]
    Article.objects.filter(headline="L’un").update(published_at=NOW - HOUR)
    assert found("panne") == ["L’un", "L’autre"]


def change_table(change) -> None:
    """Do what a migration does that changes the table of stories, and its rows while nothing keeps the index right."""
    is_sqlite = connection.vendor == "sqlite"
    with connection.schema_editor() as editor:
        for statement in before_a_change() if is_sqlite else []:
            editor.execute(statement, params=None)
        change(editor)
        editor.execute("UPDATE articles_searchterms SET text = text || ' autre'")
        for statement in after_a_change() if is_sqlite else []:
            editor.execute(statement, params=None)


def test_the_command_puts_dates_right_that_were_lost():
    make("Celui-ci", "panne")
    SearchTerms.objects.update(published_at=None)
    assert found("panne") == []

    call_command("reindex_stories", stdout=io.StringIO())

    assert found("panne") == ["Celui-ci"]


def test_the_parts_of_the_index_are_merged_and_answer_as_before():
    for number in range(12):
        make(f"{number}", "panne de courant")
    before, parts = found("panne"), parts_of_index()

    merge_search_index.call()

    assert found("panne") == before
    assert parts_of_index() < parts or connection.vendor != "sqlite"


def parts_of_index() -> int:
    """Return of how many parts the index of SQLite consists."""
    if connection.vendor != "sqlite":
        return 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(DISTINCT segid) FROM articles_searchterms_index_idx")
        return cursor.fetchone()[0]


def test_a_deleted_story_leaves_nothing_behind():
    make("Celui-ci", "panne", published_at=None).delete()

    assert SearchTerms.objects.count() == 0
    assert found("panne") == []


def test_the_command_writes_the_index_anew():
    make("Celui-ci", "panne")
    SearchTerms.objects.all().delete()
    SearchWord.objects.all().delete()
    assert found("panne") == []

    call_command("reindex_stories", stdout=io.StringIO())

    assert found("panne") == ["Celui-ci"]
    assert suggested("panme") == ["panne"]


def test_indexing_twice_changes_nothing():
    story = make("Celui-ci", "panne")

    index(Article.objects.get(pk=story.pk))

    assert found("panne") == ["Celui-ci"]
