from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.demo import load_stories
from articles.models import Article
from comments.demo import load_comments

PASSWORD = "newsroom-demo"  # noqa: S105  # printed for everybody to see, and never loaded with DEBUG off
# Account: first name, last name, group (none: administrator).
ACCOUNTS = {
    "journalist": ("Léa", "Marchetti", "Journalists"),
    "editor": ("Claire", "Dumoulin", "Editors"),
    "moderator": ("Noé", "Vasseur", "Moderators"),
    "admin": ("Ada", "Quentin", ""),
}


class Command(BaseCommand):
    help = "Fill an empty database with the demonstration magazine; change nothing in one that holds stories."

    def handle(self, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("The demonstration has accounts with a known password: it loads with DEBUG on only."))
        if Article.objects.exists():
            self.stdout.write(_("The database holds stories already, so nothing was loaded."))
            return
        now = timezone.now()
        with transaction.atomic():
            for username in ACCOUNTS:
                _make_account(username)
            stories = load_stories(now)
            comments = load_comments(stories, now)
        self.stdout.write(
            _("Loaded %(stories)d stories and %(comments)d comments.") % {"stories": len(stories), "comments": comments}
        )


def _make_account(username: str) -> None:
    first_name, last_name, group = ACCOUNTS[username]
    user = get_user_model().objects.create_user(
        username,
        f"{username}@example.org",
        PASSWORD,
        first_name=first_name,
        last_name=last_name,
        is_staff=True,
        is_superuser=not group,
    )
    if group:
        user.groups.add(Group.objects.get(name=group))
