"""Which stories a person sees, changes and deletes. Every page of a story in the admin asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article
from articles.permissions import may_write, readable

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

WRITING_GROUPS = ["Journalists", "Editors", "Section editors"]


class WhoMay(_Base):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).filter(readable(request.user))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        may = super().has_change_permission(request, obj)
        if not may or obj is None:
            return may
        return may_write(request.user, obj) and not self.is_only_looking(request)

    def is_only_looking(self, request: HttpRequest) -> bool:
        """
        Somebody who administers the site changes no text by accident: the address has to say that it is meant.

        Whoever belongs to the newsroom as well writes as usual.
        """
        if not request.user.is_superuser or "write" in request.GET:
            return False
        return not request.user.groups.filter(name__in=WRITING_GROUPS).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn and not deleted; its address answers 410."""
        if not super().has_delete_permission(request, obj) or obj is None:
            return super().has_delete_permission(request, obj)
        return obj.first_published_at is None and may_write(request.user, obj) and not self.is_only_looking(request)
