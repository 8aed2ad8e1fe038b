"""Which stories a person sees, changes and deletes. Every page of a story in the admin asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article
from articles.permissions import may_delete, may_write, readable
from articles.revisions.due import write_if_due

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

WRITING_GROUPS = ["Journalists", "Editors", "Section editors"]


class WhoMay(_Base):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        return super().get_queryset(request).filter(readable(request.user))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """
        Let whoever saves a story wait for who saves it already, and begin from what that one left.

        A change whose time has come is written first: what is saved follows it, and does not take its place.
        """
        found = super().get_object(request, object_id, from_field)
        saves = request.method == "POST" and transaction.get_connection().in_atomic_block
        if found is None or not saves:
            return found
        story = self.get_queryset(request).select_for_update(of=("self",)).filter(pk=found.pk).first()
        if story is not None:
            write_if_due(story)
        return story

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
        may = super().has_delete_permission(request, obj)
        if not may or obj is None:
            return may
        return may_delete(request.user, obj) and not self.is_only_looking(request)
