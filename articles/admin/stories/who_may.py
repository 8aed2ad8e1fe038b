"""Which stories a person sees, changes and deletes. Every page of a story in the admin asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article

PUBLISH = "articles.publish_article"

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class WhoMay(_Base):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Journalists see what is published and what is theirs; those who publish see everything."""
        stories = super().get_queryset(request)
        if request.user.has_perm(PUBLISH):
            return stories
        mine = Q(created_by=request.user.pk) | Q(pk__in=Article.objects.filter(authors__user=request.user.pk))
        return stories.filter(mine | Q(published_at__lte=timezone.now()))

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Article | None:
        """Let whoever saves a story wait for who saves it already, and begin from what that one left."""
        found = super().get_object(request, object_id, from_field)
        saves = request.method == "POST" and transaction.get_connection().in_atomic_block
        if found is None or not saves:
            return found
        return self.get_queryset(request).select_for_update(of=("self",)).filter(pk=found.pk).first()

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        """Let the form know who fills it in: some of what it takes asks for a right."""
        form: Any = super().get_form(request, obj, change, **kwargs)
        form.user = request.user
        return form

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A live or scheduled story is changed by those who may publish it."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.published_at is None or request.user.has_perm(PUBLISH))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn and not deleted; its address answers 410."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.first_published_at is None)
