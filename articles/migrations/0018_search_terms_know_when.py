"""The terms of a story know when it is public, and its section and its authors are among them."""

from importlib import import_module

from django.db import migrations, models

before = import_module("articles.migrations.0014_search")
# Once for all columns: each would leave another version of a long row behind.
KNOWN = """
UPDATE articles_searchterms SET
    section = '__s' || (SELECT section_id FROM articles_article WHERE id = article_id),
    names = trim(names || coalesce((
        SELECT {all_of_them}(' __a' || author_id, '') FROM articles_byline
        WHERE articles_byline.article_id = articles_searchterms.article_id
    ), '')),
    (published_at, ends_at) = (SELECT published_at, ends_at FROM articles_article WHERE id = article_id)
"""
FORGOTTEN = "UPDATE articles_searchterms SET names = trim(substr(names, 1, {place_in}(names || ' __a', '__a') - 1))"
# What is checked at the end of a transaction is in the way of changing the table on PostgreSQL.
CHECKED = "SET CONSTRAINTS ALL IMMEDIATE"
WITHOUT_INDEX = {"sqlite": before.SQLITE_BACK, "postgresql": ["DROP INDEX articles_searchterms_index"]}
WITH_INDEX = {
    "sqlite": [
        *before.SQLITE,
        "INSERT INTO articles_searchterms_index(articles_searchterms_index) VALUES ('rebuild')",
    ],
    "postgresql": [before.POSTGRESQL[1].replace(";", " WITH (fastupdate = off)")],
}
KNOWING = {
    "sqlite": [KNOWN.format(all_of_them="group_concat")],
    "postgresql": [KNOWN.format(all_of_them="string_agg"), CHECKED],
}
NOT_KNOWING = {
    "sqlite": [FORGOTTEN.format(place_in="instr")],
    "postgresql": [FORGOTTEN.format(place_in="strpos"), CHECKED],
}


def run(statements):
    def on_this_database(apps, schema_editor):
        for statement in statements[schema_editor.connection.vendor]:
            schema_editor.execute(statement, params=None)  # a percent sign is one

    return on_this_database


class Migration(migrations.Migration):
    dependencies = [("articles", "0017_search_is_written_at_once")]

    operations = [
        # SQLite makes the table anew for a column, without its triggers; the next step has them and the index again.
        migrations.RunPython(run(WITHOUT_INDEX), run(WITH_INDEX)),
        migrations.AddField("searchterms", "published_at", models.DateTimeField(null=True, editable=False)),
        migrations.AddField("searchterms", "ends_at", models.DateTimeField(null=True, editable=False)),
        migrations.AddField("searchterms", "section", models.CharField(default="", max_length=25), preserve_default=False),
        migrations.RunPython(run(KNOWING), run(NOT_KNOWING)),
    ]
