from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest

from articles.models import Article


class BumpsArticles(admin.ModelAdmin[Any]):
    """Things whose name or words stand on articles' pages: saving one makes the kept pages out of date."""

    def articles_showing(self, obj: Any) -> Q:
        """Return the condition of the articles whose pages show this object."""
        return Q()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change:
                Article.objects.filter(self.articles_showing(obj)).bump_version()
