"""Edited front pages, breaking news, series, related stories, roles of bylines, links of authors, other names of subjects."""

import articles.models.banner
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.utils.timezone
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

MODELS = ["banner", "series", "seriespart", "relatedstory", "authorlink", "tagalias", "storytemplate"]
ALL = ("add", "change", "delete", "view")
PERMISSIONS = {
    "Journalists": ["view_series", *(f"{verb}_relatedstory" for verb in ALL)],
    "Section editors": ["view_series", *(f"{verb}_relatedstory" for verb in ALL)],
    "Editors": ["edit_front", *(f"{verb}_{model}" for verb in ALL for model in MODELS)],
}


def give_permissions(apps, schema_editor):
    # Permissions are usually made after all migrations; the groups need them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for name, codenames in PERMISSIONS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        permissions = apps.get_model("auth", "Permission").objects
        group.permissions.add(*permissions.filter(codename__in=codenames, content_type__app_label="articles"))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', "0004_corrections"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='StoryTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, unique=True, verbose_name='name')),
                ('body', models.TextField(blank=True, max_length=20000, verbose_name='text')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'story template',
                'verbose_name_plural': 'story templates',
                'ordering': ['position', 'name'],
            },
        ),
        migrations.AddField(
            model_name='author',
            name='is_guest',
            field=models.BooleanField(default=False, help_text='Signs once or now and then, and needs no account.', verbose_name='guest'),
        ),
        migrations.AddField(
            model_name='byline',
            name='role',
            field=models.CharField(choices=[('by', 'text'), ('with', 'with'), ('photos', 'photos'), ('illustration', 'illustration'), ('translation', 'translation')], default='by', max_length=20, verbose_name='role'),
        ),
        migrations.AlterField(
            model_name='author',
            name='biography',
            field=models.TextField(blank=True, help_text='An empty line begins a new paragraph.', max_length=3000, verbose_name='biography'),
        ),
        migrations.CreateModel(
            name='AuthorLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('label', models.CharField(help_text='Such as Mastodon, or the name of the site.', max_length=60, verbose_name='label')),
                ('url', models.URLField(validators=[django.core.validators.URLValidator(['https'], message='The address must begin with https://.')], verbose_name='address')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='links', to='articles.author')),
            ],
            options={
                'verbose_name': 'link',
                'verbose_name_plural': 'links',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Front',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('has_blocks', models.BooleanField(default=False, help_text='Below the newest stories, three of each section that stand nowhere else on the page.', verbose_name='a block for each section')),
                ('edition', models.PositiveIntegerField(default=0, editable=False)),
                ('section', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='front', to='articles.section', verbose_name='section')),
            ],
            options={
                'verbose_name': 'front page',
                'verbose_name_plural': 'front page',
                'permissions': [('edit_front', 'Can edit the front pages and announce breaking news')],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='FrontChange',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True, verbose_name='at')),
                ('before', models.JSONField()),
                ('after', models.JSONField()),
                ('front', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='articles.front')),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='person')),
            ],
            options={
                'ordering': ['-at', '-id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='Pin',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField(verbose_name='place')),
                ('until', models.DateTimeField(blank=True, null=True, verbose_name='until')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='articles.article', verbose_name='story')),
                ('front', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='pins', to='articles.front')),
            ],
            options={
                'ordering': ['place', 'id'],
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='RelatedStory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_stories', to='articles.article')),
                ('related', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_to', to='articles.article', verbose_name='story')),
            ],
            options={
                'verbose_name': 'related story',
                'verbose_name_plural': 'related stories',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100, verbose_name='title')),
                ('slug', models.SlugField(help_text="The end of the series' address.", max_length=100, unique=True, verbose_name='slug')),
                ('description', models.TextField(blank=True, max_length=500, verbose_name='description')),
                ('picture', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='articles.picture', verbose_name='picture')),
            ],
            options={
                'verbose_name': 'series',
                'verbose_name_plural': 'series',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='SeriesPart',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('article', models.OneToOneField(error_messages={'unique': 'This story belongs to a series already.'}, on_delete=django.db.models.deletion.CASCADE, related_name='part', to='articles.article', verbose_name='story')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parts', to='articles.series')),
            ],
            options={
                'verbose_name': 'part of a series',
                'verbose_name_plural': 'parts of the series',
                'ordering': ['position', 'id'],
            },
        ),
        migrations.AddField(
            model_name='series',
            name='articles',
            field=models.ManyToManyField(related_name='series', through='articles.SeriesPart', to='articles.article', verbose_name='stories'),
        ),
        migrations.CreateModel(
            name='TagAlias',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60, verbose_name='name')),
                ('slug', models.SlugField(editable=False, max_length=60, unique=True)),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='aliases', to='articles.tag')),
            ],
            options={
                'verbose_name': 'synonym',
                'verbose_name_plural': 'synonyms',
                'ordering': ['name'],
            },
        ),
        migrations.CreateModel(
            name='Banner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.CharField(help_text='One sentence that can stand alone.', max_length=140, verbose_name='text')),
                ('starts_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='from')),
                ('ends_at', models.DateTimeField(default=articles.models.banner.in_two_hours, help_text='24 hours after the beginning at the latest.', verbose_name='until')),
                ('article', models.ForeignKey(blank=True, help_text='The line leads there, and the story comes first on the home page, while it is public.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='banners', to='articles.article', verbose_name='story')),
                ('created_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
            ],
            options={
                'verbose_name': 'breaking news',
                'verbose_name_plural': 'breaking news',
                'ordering': ['-starts_at', '-id'],
                'indexes': [models.Index(fields=['ends_at'], name='banner_not_over')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gte', models.F('starts_at'))), name='banner_ends_after_its_beginning', violation_error_message='It ends before it begins.')],
            },
        ),
        migrations.AddConstraint(
            model_name='front',
            constraint=models.UniqueConstraint(django.db.models.functions.comparison.Coalesce(models.F('section'), models.Value(0)), name='front_one_home'),
        ),
        migrations.AddConstraint(
            model_name='pin',
            constraint=models.UniqueConstraint(fields=('front', 'article'), name='pin_once_per_front'),
        ),
        migrations.AddConstraint(
            model_name='pin',
            constraint=models.UniqueConstraint(fields=('front', 'place'), name='pin_one_per_place'),
        ),
        migrations.AddConstraint(
            model_name='relatedstory',
            constraint=models.UniqueConstraint(fields=('article', 'related'), name='related_once', violation_error_message='This story is in the list already.'),
        ),
        migrations.AddConstraint(
            model_name='relatedstory',
            constraint=models.CheckConstraint(condition=models.Q(('article', models.F('related')), _negated=True), name='related_to_another', violation_error_message='A story is not related to itself.'),
        ),
        migrations.RunPython(give_permissions, migrations.RunPython.noop),
    ]
