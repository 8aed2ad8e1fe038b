from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article, RelatedStory
from articles.models.related import RELATED_SIZE


class RelatedStoryInline(admin.TabularInline[RelatedStory, Article]):
    """Stories picked by hand; what is missing to four is filled with what is like this one."""

    model = RelatedStory
    fk_name = "article"
    extra = 1
    max_num = RELATED_SIZE
    fields = ["related", "position"]
    autocomplete_fields = ["related"]
    classes = ["collapse"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[RelatedStory]:
        """Leave out stories that this person may not see: their headlines would stand in the list."""
        return super().get_queryset(request).filter(related__in=self._visible(request).values("pk"))

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "related":
            kwargs["queryset"] = self._visible(request)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _visible(self, request: HttpRequest) -> QuerySet[Article]:
        return self.admin_site.get_model_admin(Article).get_queryset(request)
