"""The terms that readers find published comments by."""

import django.db.models.deletion
from django.db import migrations, models

from comments.search.index import public_terms

SQLITE = [
    """
CREATE VIRTUAL TABLE comments_searchterms_index USING fts5(
    text, content='comments_searchterms', content_rowid='comment_id', tokenize="ascii tokenchars '_'",
    detail=none, columnsize=0
);
""",
    """
CREATE TRIGGER comments_searchterms_added AFTER INSERT ON comments_searchterms BEGIN
    INSERT INTO comments_searchterms_index(rowid, text) VALUES (new.comment_id, new.text);
END;
""",
    """
CREATE TRIGGER comments_searchterms_removed AFTER DELETE ON comments_searchterms BEGIN
    INSERT INTO comments_searchterms_index(comments_searchterms_index, rowid, text)
    VALUES ('delete', old.comment_id, old.text);
END;
""",
    """
CREATE TRIGGER comments_searchterms_changed AFTER UPDATE ON comments_searchterms BEGIN
    INSERT INTO comments_searchterms_index(comments_searchterms_index, rowid, text)
    VALUES ('delete', old.comment_id, old.text);
    INSERT INTO comments_searchterms_index(rowid, text) VALUES (new.comment_id, new.text);
END;
""",
]
SQLITE_BACK = [
    "DROP TRIGGER comments_searchterms_added;",
    "DROP TRIGGER comments_searchterms_removed;",
    "DROP TRIGGER comments_searchterms_changed;",
    "DROP TABLE comments_searchterms_index;",
]
POSTGRESQL = ["CREATE INDEX comments_searchterms_index ON comments_searchterms USING gin (search_terms(text));"]
POSTGRESQL_BACK = ["DROP INDEX comments_searchterms_index;"]


def run(sqlite, postgresql):
    def on_this_database(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return on_this_database


def index_comments(apps, schema_editor):
    Comment, SearchTerms = apps.get_model("comments", "Comment"), apps.get_model("comments", "SearchTerms")
    unknown = Comment.objects.filter(search_terms=None).order_by("pk")
    while comments := list(unknown[:2000]):
        SearchTerms.objects.bulk_create(SearchTerms(comment=each, text=public_terms(each)) for each in comments)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_search'),
        ('comments', '0013_following'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchTerms',
            fields=[
                ('comment', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_terms', serialize=False, to='comments.comment', verbose_name='comment')),
                ('text', models.TextField()),
            ],
            options={
                'verbose_name': 'terms of a comment',
                'verbose_name_plural': 'terms of comments',
                'default_permissions': (),
            },
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
        migrations.RunPython(index_comments, migrations.RunPython.noop),
    ]
