"""The list of words that the house writes otherwise, kept by whoever chooses what the checks do."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from articles.models import HouseWord

KEEP = "articles.change_checks"


@admin.register(HouseWord)
class HouseWordAdmin(admin.ModelAdmin[HouseWord]):
    list_display = ["expression", "instead", "reason"]
    search_fields = ["expression", "instead", "reason"]
    fields = ["expression", "instead", "reason"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(KEEP)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(KEEP)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(KEEP)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(KEEP)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(KEEP)
