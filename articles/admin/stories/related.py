from __future__ import annotations

from django.contrib import admin

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
