"""How a new story begins: empty, or with the ready sections of a template."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import Article, StoryTemplate

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class Beginning(_Base):
    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        number = initial.pop("template", "")
        if number.isascii() and number.isdigit() and len(number) < 16:
            initial |= StoryTemplate.objects.filter(pk=number).values("body").first() or {}
        return initial
