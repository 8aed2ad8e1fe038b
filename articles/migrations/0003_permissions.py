from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models

STORIES = ["add_article", "change_article", "delete_article", "view_article"]
STORIES += ["add_byline", "change_byline", "delete_byline", "view_byline"]
LIBRARY = ["add_picture", "change_picture", "view_picture", "add_tag", "view_tag", "view_section", "view_author"]
GROUPS = {
    "Section editors": ("articles", [*STORIES, *LIBRARY, "publish_in_section"]),
    "Administrators": ("auth", ["add_user", "change_user", "view_user", "view_group"]),
}


def make_groups(apps, schema_editor):
    for label in ("auth", "articles"):
        # Permissions are usually made after all migrations; the groups need them now.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    for name, (label, codenames) in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(*permissions.filter(codename__in=codenames, content_type__app_label=label))


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_revisions"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "permissions": [
                    ("publish_article", "Can publish, schedule and withdraw stories"),
                    ("publish_in_section", "Can publish, schedule and withdraw stories of the own sections"),
                ],
                "verbose_name": "story",
                "verbose_name_plural": "stories",
            },
        ),
        migrations.AddField(
            model_name="section",
            name="editors",
            field=models.ManyToManyField(
                blank=True,
                help_text="They publish what stands in this section, if they are in the group “Section editors”.",
                related_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="section editors",
            ),
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
