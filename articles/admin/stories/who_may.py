"""Which stories a person sees, changes and deletes. Every page of a story in the admin asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.steps import PUBLISH, UNDER_WAY, State

# What is approved is not changed behind the back of who approved it: an editor returns it first.
IN_THE_AUTHORS_HANDS = UNDER_WAY - {State.READY}

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class WhoMay(_Base):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Journalists see what is published and what is theirs; those who publish see everything."""
        return cast(ArticleQuerySet, super().get_queryset(request)).readable_by(cast(User, request.user))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """A story that is live, scheduled or approved is changed by those who may publish it."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or obj.state in IN_THE_AUTHORS_HANDS or request.user.has_perm(PUBLISH))

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """
        What readers have seen is withdrawn and not deleted; its address answers 410.

        Who is to write a story, and neither began nor signs it, leaves it to others to delete it.
        """
        may = super().has_delete_permission(request, obj)
        if not may or obj is None or request.user.has_perm(PUBLISH):
            return may and (obj is None or obj.first_published_at is None)
        is_own = obj.created_by_id == request.user.pk or obj.authors.filter(user=request.user.pk).exists()
        return is_own and obj.first_published_at is None
