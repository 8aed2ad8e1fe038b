import django.utils.timezone
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_editors_write_them(apps, schema_editor):
    # Permissions are usually made after all migrations; the group needs them now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    permissions = apps.get_model("auth", "Permission").objects
    group.permissions.add(*permissions.filter(codename__endswith="_sitepage", content_type__app_label="articles"))


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_live'),
    ]

    operations = [
        migrations.CreateModel(
            name='SitePage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('about', 'about the site'), ('contact', 'contact'), ('charter', 'charter of the comments'), ('accessibility', 'accessibility statement'), ('other', 'other')], default='other', max_length=15, verbose_name='kind')),
                ('title', models.CharField(max_length=100, verbose_name='title')),
                ('slug', models.SlugField(help_text="The page's whole address after the site's. Whoever knows the old one does not find a new one.", max_length=60, unique=True, verbose_name='slug')),
                ('description', models.CharField(blank=True, help_text='One sentence for search engines.', max_length=200, verbose_name='description')),
                ('body', models.TextField(max_length=100000, verbose_name='text')),
                ('is_public', models.BooleanField(default=False, help_text='Until then only the newsroom sees it.', verbose_name='public')),
                ('in_footer', models.BooleanField(default=True, verbose_name='linked at the foot of every page')),
                ('position', models.PositiveSmallIntegerField(default=0, help_text='Order at the foot.', verbose_name='position')),
                ('changed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False, verbose_name='changed')),
            ],
            options={
                'verbose_name': 'page of the site',
                'verbose_name_plural': 'pages of the site',
                'ordering': ['position', 'title'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('kind', 'other'), _negated=True), fields=('kind',), name='site_page_of_each_kind_is_one', violation_error_message='There is a page of this kind already.')],
            },
        ),
        migrations.RunPython(let_editors_write_them, migrations.RunPython.noop),
    ]
