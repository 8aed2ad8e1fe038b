"""Which stories a person sees, changes and deletes. Every page of a story in the admin asks here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from articles.models import Article

PUBLISH = "articles.publish_article"

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


def _mine(user: AbstractBaseUser | AnonymousUser) -> Q:
    return Q(created_by=user.pk) | Q(pk__in=Article.objects.filter(authors__user=user.pk))


class WhoMay(_Base):
    def get_queryset(self, request: HttpRequest) -> QuerySet[Article]:
        """Journalists see what is published and what is theirs; those who publish see everything."""
        stories = super().get_queryset(request)
        if request.user.has_perm(PUBLISH):
            return stories
        return stories.filter(_mine(request.user) | Q(published_at__lte=timezone.now()))

    def has_change_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """
        Journalists write their drafts, and propose changes to their stories that are public.

        A scheduled story is changed by those who may publish: it would reach readers without another look.
        """
        may = super().has_change_permission(request, obj)
        if not may or obj is None or obj.published_at is None or request.user.has_perm(PUBLISH):
            return may
        return obj.is_published and Article.objects.filter(_mine(request.user), pk=obj.pk).exists()

    def has_delete_permission(self, request: HttpRequest, obj: Article | None = None) -> bool:
        """What readers have seen is withdrawn and not deleted; its address answers 410."""
        return super().has_delete_permission(request, obj) and (obj is None or obj.first_published_at is None)
