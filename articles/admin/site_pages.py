"""The pages of the site: who we are, contact, charter, accessibility, and whatever else stays."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone

from articles.admin.addresses import KeepsAddresses
from articles.admin.versions import BumpsArticles
from articles.models import SitePage
from articles.site_pages.drafts import draft, missing
from articles.site_pages.pages import render_site_page


@admin.register(SitePage)
class SitePageAdmin(KeepsAddresses, BumpsArticles):
    """Every story's page links to these at its foot: what is done to one makes all kept pages out of date."""

    list_display = ["title", "slug", "kind", "is_public", "in_footer", "position", "changed_at"]
    list_editable = ["in_footer", "position"]
    prepopulated_fields = {"slug": ["title"]}
    search_fields = ["title"]
    change_list_template = "admin/articles/sitepage/change_list.html"
    change_form_template = "admin/articles/sitepage/change_form.html"
    fields = ["title", "slug", "kind", "body", "description", "is_public", "in_footer", "position"]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        kinds = missing() if self.has_add_permission(request) else []
        return super().changelist_view(request, {"missing": kinds} | (extra_context or {}))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Begin with the house's first text where the address names a page that readers expect."""
        initial: dict[str, Any] = super().get_changeform_initial_data(request)
        kind = next((kind for kind in missing() if kind == request.GET.get("kind")), None)
        if kind is None:
            return initial
        page = draft(kind)
        return initial | {name: getattr(page, name) for name in ("title", "slug", "kind", "body", "position")}

    def get_prepopulated_fields(self, request: HttpRequest, obj: SitePage | None = None) -> dict[str, Any]:
        return {} if obj else super().get_prepopulated_fields(request, obj)

    def save_model(self, request: HttpRequest, obj: SitePage, form: Any, change: bool) -> None:
        if {"title", "body", "is_public"} & set(form.changed_data):
            obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)

    def get_view_on_site_url(self, obj: SitePage | None = None) -> str | None:
        return super().get_view_on_site_url(obj) if obj and obj.is_public else None

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", view, name="articles_sitepage_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show a page that is not public as readers would see it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        page = get_object_or_404(SitePage, pk=pk)
        response = render_site_page(request, page, is_preview=True)
        response.headers["Cache-Control"] = "no-store"
        return response
