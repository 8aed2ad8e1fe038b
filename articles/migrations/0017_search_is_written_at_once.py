"""
What is written is in the index of full text at once, on PostgreSQL.

By default it waits in a list until the next vacuum: each search reads that list too, and while it is long the planner
reads every text instead. What is written here is little, what is searched is much.
"""

from django.db import migrations


def write_at_once(apps, schema_editor):
    _set("off", schema_editor)
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"SELECT gin_clean_pending_list('{name}')")


def let_wait(apps, schema_editor):
    _set("on", schema_editor)


def _set(value, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for name in INDEXES:
            schema_editor.execute(f"ALTER INDEX {name} SET (fastupdate = {value})")


INDEXES = ["articles_searchtext_words", "articles_searchterms_index"]


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_indexes_of_the_list")]

    operations = [migrations.RunPython(write_at_once, let_wait)]
