"""The index of readers' search anew: in the order of time on SQLite (`articles/search/kept_by_triggers.py`)."""

from importlib import import_module

from django.db import migrations

from articles.search.kept_by_triggers import FILL, INDEX, INDEXED, ON_POSTGRESQL, before_a_change, triggers

run = import_module("articles.migrations.0018_search_terms_know_when").run
IN_ORDER = {
    "sqlite": [INDEX, FILL, *triggers()],
    "postgresql": [
        *ON_POSTGRESQL,
        "SET LOCAL maintenance_work_mem = '256MB'",
        f"CREATE INDEX articles_searchterms_index ON articles_searchterms USING gin ({INDEXED}) WITH (fastupdate = off)",
        # What is common is asked of the newest stories first: some thousands of terms are worth to be known for it.
        "ALTER INDEX articles_searchterms_index ALTER COLUMN 1 SET STATISTICS 400",
    ],
}
BACK = {
    "sqlite": [*before_a_change(), "DROP TABLE articles_searchterms_index"],
    "postgresql": [
        "DROP INDEX articles_searchterms_index",
        "DROP TRIGGER articles_article_dated ON articles_article",
        "DROP TRIGGER articles_searchterms_added ON articles_searchterms",
        "DROP FUNCTION articles_article_dated()",
        "DROP FUNCTION articles_searchterms_added()",
        "DROP FUNCTION search_month(timestamptz)",
    ],
}


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_search_terms_know_when")]

    operations = [migrations.RunPython(run(IN_ORDER), run(BACK))]
