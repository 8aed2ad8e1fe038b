"""The picture library: words and rights, focal point, sizes, search; who cleans up may delete what is unused."""

import django.core.validators
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

import articles.library.fields
from articles.folding import words_of


def describe_pictures(apps, schema_editor):
    """Make the pictures of before findable, as saving one does."""
    Picture = apps.get_model("articles", "Picture")
    pictures = list(Picture.objects.only("file", "alternative_text", "caption", "credit"))
    for picture in pictures:
        picture.original_name = picture.file.name.rpartition("/")[2]
        words = (picture.alternative_text, picture.caption, picture.credit, picture.original_name)
        picture.search_text = " ".join(words_of(" ".join(words)))
    Picture.objects.bulk_update(pictures, ["original_name", "search_text"], batch_size=500)


def let_editors_delete_pictures(apps, schema_editor):
    # Permissions are usually made after all migrations; the group needs it now.
    config = apps.get_app_config("articles")
    config.models_module = True
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    editors, _ = apps.get_model("auth", "Group").objects.get_or_create(name="Editors")
    permissions = apps.get_model("auth", "Permission").objects
    editors.permissions.add(
        *permissions.filter(codename="delete_picture", content_type__app_label="articles")
    )


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0005_front'),
        ('auth', '0012_alter_user_first_name_max_length'),
        ('contenttypes', '0002_remove_content_type_name'),
    ]

    operations = [
        migrations.AddField(
            model_name='picture',
            name='focus_x',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point from the left, in percent'),
        ),
        migrations.AddField(
            model_name='picture',
            name='focus_y',
            field=models.PositiveSmallIntegerField(default=50, validators=[django.core.validators.MaxValueValidator(100)], verbose_name='focal point from the top, in percent'),
        ),
        migrations.AddField(
            model_name='picture',
            name='is_decorative',
            field=models.BooleanField(default=False, help_text='It tells nothing that the text does not say: those who do not see it are not told of it.', verbose_name='decorative'),
        ),
        migrations.AddField(
            model_name='picture',
            name='licence',
            field=models.CharField(blank=True, choices=[('house', 'our own'), ('agency', 'agency'), ('cc_by', 'CC BY 4.0'), ('cc_by_sa', 'CC BY-SA 4.0'), ('cc0', 'CC0 or public domain'), ('press_kit', 'press kit'), ('permission', 'with permission'), ('other', 'other')], max_length=20, verbose_name='licence'),
        ),
        migrations.AddField(
            model_name='picture',
            name='licence_details',
            field=models.CharField(blank=True, help_text='What the licence asks for, or which one it is.', max_length=200, verbose_name='terms'),
        ),
        migrations.AddField(
            model_name='picture',
            name='original_name',
            field=models.CharField(blank=True, editable=False, max_length=255, verbose_name='file name'),
        ),
        migrations.AddField(
            model_name='picture',
            name='rights_end_date',
            field=models.DateField(blank=True, help_text='The last day on which it may be shown. Empty: no end.', null=True, verbose_name='rights end on'),
        ),
        migrations.AddField(
            model_name='picture',
            name='search_text',
            field=articles.library.fields.FoldedField(of=['alternative_text', 'caption', 'credit', 'source', 'original_name']),
        ),
        migrations.AddField(
            model_name='picture',
            name='sized_as',
            field=models.CharField(blank=True, editable=False, max_length=150),
        ),
        migrations.AddField(
            model_name='picture',
            name='sizes',
            field=models.JSONField(blank=True, default=dict, editable=False),
        ),
        migrations.AddField(
            model_name='picture',
            name='source',
            field=models.CharField(blank=True, help_text='Where it comes from; readers are not shown this.', max_length=200, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='picture',
            name='alternative_text',
            field=models.CharField(blank=True, help_text='What the picture shows, for those who do not see it.', max_length=300, verbose_name='alternative text'),
        ),
        migrations.AlterField(
            model_name='picture',
            name='created_at',
            field=models.DateTimeField(auto_now_add=True, verbose_name='added'),
        ),
        migrations.AlterField(
            model_name='picture',
            name='file',
            field=articles.library.fields.PictureField(help_text='JPEG, PNG, WebP, AVIF or GIF, 15 MB and 40 million pixels at most. Place and camera are removed; of an animation the first frame is kept.', upload_to='pictures/%Y/%m', verbose_name='file'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(fields=['-created_at', '-id'], name='picture_newest'),
        ),
        migrations.AddIndex(
            model_name='picture',
            index=models.Index(condition=models.Q(('rights_end_date__isnull', False)), fields=['rights_end_date'], name='picture_rights_end'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('focus_x__lte', 100), ('focus_y__lte', 100)), name='picture_focal_point_in_percent', violation_error_message='The focal point is given in percent: from 0 to 100.'),
        ),
        migrations.AddConstraint(
            model_name='picture',
            constraint=models.CheckConstraint(condition=models.Q(('is_decorative', False), ('alternative_text', ''), _connector='OR'), name='picture_decorative_without_text', violation_error_message='A decorative picture has no alternative text.'),
        ),
        migrations.RunPython(describe_pictures, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(let_editors_delete_pictures, migrations.RunPython.noop),
    ]
