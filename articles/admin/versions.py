from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest

from articles.models import Article


class BumpsArticles(admin.ModelAdmin[Any]):
    """Things whose name or words stand on articles' pages: what is done to one makes the kept pages out of date."""

    def articles_showing(self, obj: Any) -> Q:
        """Return the condition of the articles whose pages show this object."""
        return Q()

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            self._bump_articles_showing(obj)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        with transaction.atomic():
            self._bump_articles_showing(obj)
            super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        with transaction.atomic():
            for obj in queryset:
                self._bump_articles_showing(obj)
            super().delete_queryset(request, queryset)

    def _bump_articles_showing(self, obj: Any) -> None:
        Article.objects.filter(self.articles_showing(obj)).bump_version()
