"""Words that the house writes otherwise."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0011_merged_tags'),
    ]

    operations = [
        migrations.CreateModel(
            name='HouseWord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('expression', models.CharField(help_text='Whole words, whatever their capitals. Accents count; a plural is an entry of its own.', max_length=80, verbose_name='the house does not write')),
                ('instead', models.CharField(max_length=120, verbose_name='but')),
                ('reason', models.CharField(blank=True, help_text='Shown to whoever wrote it. May be left open.', max_length=200, verbose_name='why')),
            ],
            options={
                'verbose_name': 'house word',
                'verbose_name_plural': 'house words',
                'ordering': ['expression', 'id'],
                'default_permissions': (),
                'constraints': [models.UniqueConstraint(django.db.models.functions.text.Lower('expression'), name='house_word_once', violation_error_message='This expression is on the list already.')],
            },
        ),
    ]
