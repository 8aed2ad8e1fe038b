from __future__ import annotations

from typing import Any

from django.contrib import admin

from articles.models import StoryTemplate


@admin.register(StoryTemplate)
class StoryTemplateAdmin(admin.ModelAdmin[Any]):
    list_display = ["name", "position"]
    list_editable = ["position"]
