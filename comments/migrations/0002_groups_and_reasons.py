"""What a new installation begins with: the three groups with their permissions, and reasons in the site's language."""

from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations

STORIES = ["add_article", "change_article", "delete_article", "view_article"]
STORIES += ["add_byline", "change_byline", "delete_byline", "view_byline"]
LIBRARY = ["add_picture", "change_picture", "view_picture", "add_tag", "view_tag", "view_section", "view_author"]
GROUPS = {
    "Journalists": STORIES + LIBRARY,
    "Editors": STORIES
    + LIBRARY
    + ["publish_article", "add_section", "change_section", "change_tag", "add_author", "change_author"],
    "Moderators": ["moderate_comment"],
}
REASONS = {
    "fr": [
        ("off_topic", "house", "Hors sujet", "Votre commentaire ne porte pas sur l’article sous lequel il a été envoyé."),
        ("insult", "house", "Propos insultants", "Votre commentaire s’en prend à une personne au lieu de discuter ce qu’elle dit."),
        ("personal_data", "house", "Données personnelles", "Votre commentaire contient des données personnelles : adresse, numéro, nom d’une personne privée."),
        ("advertising", "house", "Publicité", "Votre commentaire fait la promotion d’un produit, d’un service ou d’un site."),
        ("repetition", "house", "Redite", "Votre commentaire répète ce que vous avez déjà écrit ici."),
        ("unlawful", "law", "Contenu illicite", "Votre commentaire contient des propos que la loi interdit de publier."),
    ],
    "en": [
        ("off_topic", "house", "Off topic", "Your comment is not about the story under which it was sent."),
        ("insult", "house", "Insults", "Your comment attacks a person instead of discussing what that person says."),
        ("personal_data", "house", "Personal data", "Your comment holds personal data: an address, a number, the name of a private person."),
        ("advertising", "house", "Advertising", "Your comment promotes a product, a service or a site."),
        ("repetition", "house", "Repetition", "Your comment repeats what you have written here before."),
        ("unlawful", "law", "Unlawful content", "Your comment holds what the law forbids to publish."),
    ],
}  # fmt: skip


def create_groups(apps, schema_editor):
    for label in ("articles", "comments"):
        # Permissions are usually made after all migrations; the groups need them now.
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    permissions = apps.get_model("auth", "Permission").objects
    for name, codenames in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.add(
            *permissions.filter(codename__in=codenames, content_type__app_label__in=["articles", "comments"])
        )


def create_reasons(apps, schema_editor):
    reasons = apps.get_model("comments", "RejectionReason").objects
    for position, (code, kind, title, explanation) in enumerate(REASONS[settings.LANGUAGE_CODE]):
        reasons.get_or_create(
            code=code, defaults={"kind": kind, "title": title, "explanation": explanation, "position": position}
        )


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0001_initial"),
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(create_groups, migrations.RunPython.noop),
        migrations.RunPython(create_reasons, migrations.RunPython.noop),
    ]
