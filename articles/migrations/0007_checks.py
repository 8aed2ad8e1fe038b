"""Checks before publication, preview links, fields for search engines, saved views, and the words of stories."""

import articles.models.sharing
import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

from articles.search.index import words_by_part

SQLITE = [
    """
CREATE VIRTUAL TABLE articles_searchtext_words USING fts5(
    headline, standfirst, body, authors, content='articles_searchtext', content_rowid='article_id',
    tokenize='unicode61 remove_diacritics 2', prefix='2 3'
);
""",
    """
CREATE TRIGGER articles_searchtext_added AFTER INSERT ON articles_searchtext BEGIN
    INSERT INTO articles_searchtext_words(rowid, headline, standfirst, body, authors)
    VALUES (new.article_id, new.headline, new.standfirst, new.body, new.authors);
END;
""",
    """
CREATE TRIGGER articles_searchtext_removed AFTER DELETE ON articles_searchtext BEGIN
    INSERT INTO articles_searchtext_words(articles_searchtext_words, rowid, headline, standfirst, body, authors)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.body, old.authors);
END;
""",
    """
CREATE TRIGGER articles_searchtext_changed AFTER UPDATE ON articles_searchtext BEGIN
    INSERT INTO articles_searchtext_words(articles_searchtext_words, rowid, headline, standfirst, body, authors)
    VALUES ('delete', old.article_id, old.headline, old.standfirst, old.body, old.authors);
    INSERT INTO articles_searchtext_words(rowid, headline, standfirst, body, authors)
    VALUES (new.article_id, new.headline, new.standfirst, new.body, new.authors);
END;
""",
]
SQLITE_BACK = [
    "DROP TRIGGER articles_searchtext_added;",
    "DROP TRIGGER articles_searchtext_removed;",
    "DROP TRIGGER articles_searchtext_changed;",
    "DROP TABLE articles_searchtext_words;",
]
POSTGRESQL = [
    """
ALTER TABLE articles_searchtext ADD COLUMN words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', headline), 'A') || setweight(to_tsvector('simple', standfirst), 'B')
    || setweight(to_tsvector('simple', authors), 'C') || setweight(to_tsvector('simple', body), 'D')
) STORED;
""",
    "CREATE INDEX articles_searchtext_words ON articles_searchtext USING gin (words);",
]
POSTGRESQL_BACK = ["ALTER TABLE articles_searchtext DROP COLUMN words;"]


def run(sqlite, postgresql):
    def on_this_database(apps, schema_editor):
        for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgresql:
            schema_editor.execute(statement)

    return on_this_database


def index_stories(apps, schema_editor):
    Article, SearchText = apps.get_model("articles", "Article"), apps.get_model("articles", "SearchText")
    unknown = Article.objects.filter(search_text=None).order_by("pk").prefetch_related("bylines__author")
    while stories := list(unknown[:200]):
        SearchText.objects.bulk_create(
            SearchText(article=story, **words_by_part(story, story.bylines.all())) for story in stories
        )


def give_permissions(apps, schema_editor):
    # Permissions are usually made after all migrations; the group needs them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    permissions = apps.get_model("auth", "Permission").objects
    group.permissions.add(*permissions.filter(codename="change_checks", content_type__app_label="articles"))



class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0006_library'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Checks',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('levels', models.JSONField(default=dict, verbose_name='levels')),
            ],
            options={
                'verbose_name': 'checks before publication',
                'verbose_name_plural': 'checks before publication',
                'default_permissions': ('change',),
            },
        ),
        migrations.CreateModel(
            name='PreviewLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('revision', models.PositiveIntegerField(blank=True, help_text='Empty: the latest.', null=True, verbose_name='revision')),
                ('token_hash', models.CharField(editable=False, max_length=64, unique=True)),
                ('label', models.CharField(max_length=80, verbose_name='for whom')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='made')),
                ('expires_at', models.DateTimeField(verbose_name='leads there until')),
                ('revoked_at', models.DateTimeField(editable=False, null=True, verbose_name='revoked')),
                ('seen_count', models.PositiveIntegerField(default=0, editable=False, verbose_name='seen')),
                ('last_seen_at', models.DateTimeField(editable=False, null=True, verbose_name='last seen')),
            ],
            options={
                'verbose_name': 'preview link',
                'verbose_name_plural': 'preview links',
                'ordering': ['-created_at', '-id'],
                'permissions': [('share_embargoed', 'Can give people without an account a preview under an embargo')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('query', models.CharField(max_length=1000)),
                ('is_shared', models.BooleanField(default=False, verbose_name='for everybody at this desk')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'verbose_name': 'saved view',
                'verbose_name_plural': 'saved views',
                'ordering': ['name', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('article', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='search_text', serialize=False, to='articles.article', verbose_name='story')),
                ('headline', models.TextField()),
                ('standfirst', models.TextField()),
                ('body', models.TextField()),
                ('authors', models.TextField()),
            ],
            options={
                'verbose_name': 'words of a story',
                'verbose_name_plural': 'words of stories',
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='article',
            name='canonical_url',
            field=models.CharField(blank=True, help_text='Only for a story that appeared elsewhere first: search engines are sent there.', max_length=500, validators=[articles.models.sharing.validate_https], verbose_name='address of the original'),
        ),
        migrations.AddField(
            model_name='article',
            name='noindex',
            field=models.BooleanField(default=False, help_text='Readers still find the story on this site; search engines are asked not to list it.', verbose_name='keep out of search engines'),
        ),
        migrations.AddField(
            model_name='article',
            name='seo_description',
            field=models.TextField(blank=True, help_text='Empty: the standfirst.', max_length=320, verbose_name='description for search engines'),
        ),
        migrations.AddField(
            model_name='article',
            name='seo_title',
            field=models.CharField(blank=True, help_text='Empty: the headline.', max_length=120, verbose_name='title for search engines'),
        ),
        migrations.AddField(
            model_name='article',
            name='social_picture',
            field=models.ForeignKey(blank=True, help_text='Empty: the lead picture.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='articles.picture', verbose_name='picture when shared'),
        ),
        migrations.AddField(
            model_name='article',
            name='social_text',
            field=models.TextField(blank=True, help_text='Empty: the standfirst.', max_length=320, verbose_name='text when shared'),
        ),
        migrations.AddField(
            model_name='article',
            name='social_title',
            field=models.CharField(blank=True, help_text='Empty: the headline.', max_length=120, verbose_name='title when shared'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-saved_at', '-id', 'step', 'published_at', 'first_published_at', 'section', 'lead_picture', 'created_by'], name='article_desk'),
        ),
        migrations.AddConstraint(
            model_name='checks',
            constraint=models.CheckConstraint(condition=models.Q(('pk', 1)), name='checks_are_one_row'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='article',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preview_links', to='articles.article'),
        ),
        migrations.AddField(
            model_name='previewlink',
            name='created_by',
            field=models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='savedview',
            name='owner',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by'),
        ),
        migrations.AddConstraint(
            model_name='previewlink',
            constraint=models.CheckConstraint(condition=models.Q(('expires_at__gt', models.F('created_at'))), name='preview_link_ends', violation_error_message='A preview link ends after it was made.'),
        ),
        migrations.AddConstraint(
            model_name='savedview',
            constraint=models.UniqueConstraint(fields=('owner', 'name'), name='saved_view_once_per_name', violation_error_message='You have saved a view under this name: choose another one.'),
        ),
        migrations.RunPython(run(SQLITE, POSTGRESQL), run(SQLITE_BACK, POSTGRESQL_BACK)),
        migrations.RunPython(index_stories, migrations.RunPython.noop),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
