from typing import Any

from django.core.management.base import BaseCommand

from articles.models import Article
from articles.search.index import reindex


class Command(BaseCommand):
    help = "Write anew what stories are found by. It can be repeated, and run while the site is up."

    def handle(self, *args: Any, **options: Any) -> None:
        count = reindex(Article.objects.all())
        self.stdout.write(f"{count} stories are indexed.")
