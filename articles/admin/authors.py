"""Authors: an editor's list of them, and each author's own profile."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from articles.admin.addresses import KeepsAddresses
from articles.admin.versions import BumpsArticles
from articles.models import Article, Author, AuthorLink, LiveEntry
from articles.permissions import PUBLISH
from articles.search.index import index_name

CHANGE = "articles.change_author"


def is_own(request: HttpRequest, author: Author | None) -> bool:
    return author is not None and author.user_id is not None and author.user_id == request.user.pk


class AuthorLinkInline(admin.StackedInline[AuthorLink, Author]):
    model = AuthorLink
    extra = 1
    fields = [("label", "url", "position")]

    def has_add_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        return request.user.has_perm(CHANGE) or is_own(request, obj)

    has_change_permission = has_delete_permission = has_add_permission

    def has_view_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        return True


@admin.register(Author)
class AuthorAdmin(KeepsAddresses, BumpsArticles):
    list_display = ["name", "role", "is_guest", "user"]
    list_filter = ["is_guest"]
    list_select_related = ["user"]
    search_fields = ["name"]
    autocomplete_fields = ["portrait"]
    inlines = [AuthorLinkInline]
    fieldsets = [
        (None, {"fields": ["name", "slug", "role", "biography", "portrait"]}),
        (_("Account"), {"fields": ["user", "is_guest"]}),
    ]

    def articles_showing(self, obj: Author) -> Q:
        entries = LiveEntry.objects.filter(author=obj).values("article")
        return Q(pk__in=Article.objects.filter(authors=obj)) | Q(pk__in=entries)

    def save_model(self, request: HttpRequest, obj: Author, form: Any, change: bool) -> None:
        with transaction.atomic():
            super().save_model(request, obj, form, change)
            if change and "name" in form.changed_data:
                index_name(obj)

    def has_change_permission(self, request: HttpRequest, obj: Author | None = None) -> bool:
        """Everybody who signs in here may tell about themselves."""
        return super().has_change_permission(request, obj) or is_own(request, obj)

    def get_prepopulated_fields(self, request: HttpRequest, obj: Author | None = None) -> dict[str, Any]:
        return {"slug": ["name"]} if self._is_whole(request, obj) else {}

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        """Who a story belongs to follows from the account, so journalists may not move it."""
        if not self._is_whole(request, obj):
            return ["name", "slug", "role", "user", "is_guest"]
        return [] if request.user.has_perm(PUBLISH) else ["user"]

    def get_urls(self) -> list[URLPattern]:
        own = path("me/", self.admin_site.admin_view(self.own_profile), name="articles_author_me")
        return [own, *super().get_urls()]

    def own_profile(self, request: HttpRequest) -> HttpResponse:
        """Lead to the profile that belongs to this account."""
        author = Author.objects.filter(user=request.user.pk).first()
        if author is None:
            raise Http404
        return redirect("admin:articles_author_change", author.pk)

    def _is_whole(self, request: HttpRequest, obj: Author | None) -> bool:
        return request.user.has_perm(CHANGE if obj else "articles.add_author")
