"""The databases' own indexes of words, and what the comments of before are found by."""

from django.db import migrations

from comments.finding.index import describe, searched_words
from comments.finding.traits import traits_of

SQLITE = """
CREATE VIRTUAL TABLE comments_searchtext_words USING fts5(
    text, content='comments_searchtext', content_rowid='comment_id', tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
CREATE TRIGGER comments_searchtext_added AFTER INSERT ON comments_searchtext BEGIN
    INSERT INTO comments_searchtext_words(rowid, text) VALUES (new.comment_id, new.text);
END;
CREATE TRIGGER comments_searchtext_removed AFTER DELETE ON comments_searchtext BEGIN
    INSERT INTO comments_searchtext_words(comments_searchtext_words, rowid, text)
    VALUES ('delete', old.comment_id, old.text);
END;
CREATE TRIGGER comments_searchtext_changed AFTER UPDATE ON comments_searchtext BEGIN
    INSERT INTO comments_searchtext_words(comments_searchtext_words, rowid, text)
    VALUES ('delete', old.comment_id, old.text);
    INSERT INTO comments_searchtext_words(rowid, text) VALUES (new.comment_id, new.text);
END;
"""
SQLITE_BACK = """
DROP TRIGGER comments_searchtext_added;
DROP TRIGGER comments_searchtext_removed;
DROP TRIGGER comments_searchtext_changed;
DROP TABLE comments_searchtext_words;
"""
POSTGRESQL = """
CREATE INDEX comments_searchtext_words ON comments_searchtext
USING gin (array_to_tsvector(string_to_array(text, ' ')));
"""
POSTGRESQL_BACK = "DROP INDEX comments_searchtext_words;"


def run(sqlite, postgresql):
    def on_this_database(apps, schema_editor):
        is_sqlite = schema_editor.connection.vendor == "sqlite"
        # A trigger holds semicolons of its own.
        for statement in _statements(sqlite) if is_sqlite else [postgresql]:
            schema_editor.execute(statement)

    return on_this_database


def _statements(script):
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.endswith("END;") or (line.endswith(";") and "BEGIN" not in statement):
            yield statement
            statement = ""


def index_comments(apps, schema_editor):
    Comment = apps.get_model("comments", "Comment")
    Trait = apps.get_model("comments", "Trait")
    SearchText = apps.get_model("comments", "SearchText")
    unknown = Comment.objects.filter(search_text=None).select_related("article").order_by("pk")
    columns = ["email_hash", "body_hash", "address_hash", "language", "link_count"]
    while comments := list(unknown[:2000]):
        for comment in comments:
            describe(comment)
        Comment.objects.bulk_update(comments, columns, batch_size=500)
        Trait.objects.bulk_create(
            (
                Trait(comment=comment, kind=kind, value=value)
                for comment in comments
                for kind, value in sorted(traits_of(comment))
            ),
            batch_size=2000,
        )
        SearchText.objects.bulk_create(
            SearchText(comment=comment, text=searched_words(comment)) for comment in comments
        )


class Migration(migrations.Migration):
    dependencies = [("comments", "0004_desk")]

    operations = [
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
        migrations.RunPython(index_comments, migrations.RunPython.noop),
    ]
