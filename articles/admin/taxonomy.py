from __future__ import annotations

from django.contrib import admin
from django.db.models import Q
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.versions import BumpsArticles
from articles.models import Article, Author, LiveEntry, Section, Tag


@admin.register(Section)
class SectionAdmin(BumpsArticles):
    list_display = ["name", "slug", "position"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def articles_showing(self, obj: Section) -> Q:
        # The navigation on every page names every section.
        return Q()


@admin.register(Tag)
class TagAdmin(BumpsArticles):
    list_display = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]

    def articles_showing(self, obj: Tag) -> Q:
        return Q(pk__in=Article.objects.filter(tags=obj))


@admin.register(Author)
class AuthorAdmin(BumpsArticles):
    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    prepopulated_fields = {"slug": ["name"]}
    search_fields = ["name"]
    autocomplete_fields = ["portrait"]
    fieldsets = [
        (None, {"fields": ["name", "slug", "role", "biography", "portrait"]}),
        (_("Account"), {"fields": ["user"]}),
    ]

    def articles_showing(self, obj: Author) -> Q:
        return Q(pk__in=Article.objects.filter(authors=obj)) | Q(
            pk__in=LiveEntry.objects.filter(author=obj).values("article")
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Author | None = None) -> list[str]:
        """Who a story belongs to follows from the account, so journalists may not move it."""
        return [] if request.user.has_perm("articles.publish_article") else ["user"]
