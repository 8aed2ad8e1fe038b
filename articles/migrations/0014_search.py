"""What readers find stories by: their terms, and the words by which mistyped ones are put right."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from articles.search.index import readers_text, terms_by_column
from articles.search.vocabulary import learn

SQLITE = [
    """
CREATE VIRTUAL TABLE articles_searchterms_index USING fts5(
    text, names, content='articles_searchterms', content_rowid='article_id', tokenize="ascii tokenchars '_'",
    detail=none, columnsize=0
);
""",
    """
CREATE TRIGGER articles_searchterms_added AFTER INSERT ON articles_searchterms BEGIN
    INSERT INTO articles_searchterms_index(rowid, text, names) VALUES (new.article_id, new.text, new.names);
END;
""",
    """
CREATE TRIGGER articles_searchterms_removed AFTER DELETE ON articles_searchterms BEGIN
    INSERT INTO articles_searchterms_index(articles_searchterms_index, rowid, text, names)
    VALUES ('delete', old.article_id, old.text, old.names);
END;
""",
    """
CREATE TRIGGER articles_searchterms_changed AFTER UPDATE ON articles_searchterms BEGIN
    INSERT INTO articles_searchterms_index(articles_searchterms_index, rowid, text, names)
    VALUES ('delete', old.article_id, old.text, old.names);
    INSERT INTO articles_searchterms_index(rowid, text, names) VALUES (new.article_id, new.text, new.names);
END;
""",
]
SQLITE_BACK = [
    "DROP TRIGGER articles_searchterms_added;",
    "DROP TRIGGER articles_searchterms_removed;",
    "DROP TRIGGER articles_searchterms_changed;",
    "DROP TABLE articles_searchterms_index;",
]
# The cost keeps the planner from putting it to each row; in a language that is not SQL, so that it is not looked into.
POSTGRESQL = [
    """
CREATE FUNCTION search_terms(terms text) RETURNS tsvector LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE COST 10000 AS $$
BEGIN
    RETURN array_to_tsvector(array_remove(string_to_array(terms, ' '), ''));
END
$$;
""",
    "CREATE INDEX articles_searchterms_index ON articles_searchterms USING gin (search_terms(text || ' ' || names));",
]
POSTGRESQL_BACK = ["DROP INDEX articles_searchterms_index;", "DROP FUNCTION search_terms(text);"]


def run(sqlite, postgresql):
    def on_this_database(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return on_this_database


def index_stories(apps, schema_editor):
    Article, SearchTerms = apps.get_model("articles", "Article"), apps.get_model("articles", "SearchTerms")
    unknown = Article.objects.filter(search_terms=None).order_by("pk").prefetch_related("bylines__author")
    while stories := list(unknown[:200]):
        SearchTerms.objects.bulk_create(
            SearchTerms(article=story, **terms_by_column(story, story.bylines.all())) for story in stories
        )
        texts = [readers_text(story, story.bylines.all()) for story in stories]
        learn(texts, apps.get_model("articles", "SearchWord"))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_languages'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchTerms',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_terms', serialize=False, to='articles.article', verbose_name='story')),
                ('text', models.TextField()),
                ('names', models.TextField()),
            ],
            options={
                'verbose_name': 'terms of a story',
                'verbose_name_plural': 'terms of stories',
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=30, primary_key=True, serialize=False)),
                ('spelling', models.CharField(max_length=60)),
                ('length', models.PositiveSmallIntegerField()),
                ('first_half', models.CharField(max_length=15)),
                ('second_half', models.CharField(max_length=15)),
            ],
            options={
                'verbose_name': 'word of stories',
                'verbose_name_plural': 'words of all stories',
                'default_permissions': (),
            },
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('published_at__isnull', False)), fields=['-published_at', '-id', 'ends_at', 'section'], name='article_search'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(fields=['length', 'first_half'], name='search_word_begins'),
        ),
        migrations.AddIndex(
            model_name='searchword',
            index=models.Index(fields=['length', 'second_half'], name='search_word_ends'),
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
        migrations.RunPython(index_stories, migrations.RunPython.noop),
    ]
