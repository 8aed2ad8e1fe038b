import articles.languages
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_house_words'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='TranslationGroup',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.AddField(
            model_name='article',
            name='language',
            field=models.CharField(choices=articles.languages.story_languages, default=articles.languages.default_language, max_length=10, verbose_name='language'),
        ),
        migrations.AddField(
            model_name='article',
            name='translation_group',
            field=models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='stories', to='articles.translationgroup'),
        ),
        migrations.AddConstraint(
            model_name='article',
            constraint=models.UniqueConstraint(fields=('translation_group', 'language'), name='article_one_translation_per_language', violation_error_message='There is a translation into this language already.'),
        ),
    ]
