from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest

from articles.admin.versions import BumpsArticles
from articles.models import Article, Series, SeriesPart


class SeriesPartInline(admin.TabularInline[SeriesPart, Series]):
    model = SeriesPart
    extra = 1
    fields = ["article", "position"]
    autocomplete_fields = ["article"]


@admin.register(Series)
class SeriesAdmin(BumpsArticles):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    autocomplete_fields = ["picture"]
    inlines = [SeriesPartInline]

    def articles_showing(self, obj: Series) -> Q:
        return Q(pk__in=Article.objects.filter(part__series=obj).values("pk"))

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Besides the parts before (`save_model`), those after: each names the others."""
        super().save_related(request, form, formsets, change)
        self._bump_articles_showing(form.instance)
