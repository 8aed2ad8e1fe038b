"""The picture library, and the window in which the story editor takes a picture from it."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles.admin.versions import BumpsArticles
from articles.models import LiveEntry, Picture

PICKER_SIZE = 24


@admin.register(Picture)
class PictureAdmin(BumpsArticles):
    list_display = ["thumbnail", "alternative_text", "caption", "credit", "created_at"]
    list_display_links = ["thumbnail", "alternative_text"]
    search_fields = ["alternative_text", "caption", "credit"]
    fields = ["file", "alternative_text", "caption", "credit"]

    @admin.display(description=_("picture"))
    def thumbnail(self, picture: Picture) -> SafeString:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', picture.file.url)

    def articles_showing(self, obj: Picture) -> Q:
        in_text = f'data-file="{obj.pk}"'
        in_entries = Q(pk__in=LiveEntry.objects.filter(text__contains=in_text).values("article"))
        return Q(lead_picture=obj) | Q(body__contains=in_text) | in_entries

    def get_urls(self) -> list[URLPattern]:
        pick = path("pick/", self.admin_site.admin_view(self.pick), name="articles_picture_pick")
        return [pick, *super().get_urls()]

    def pick(self, request: HttpRequest) -> HttpResponse:
        """Show the library in the editor's window; its script hands the chosen picture back to the editor."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        words = request.GET.get("q", "").strip()
        found = Picture.objects.filter(Q(alternative_text__icontains=words) | Q(caption__icontains=words))
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": _("Choose a picture"),
            "words": words,
            "callback": request.GET.get("CKEditorFuncNum", ""),
            "page": Paginator(found, PICKER_SIZE).get_page(request.GET.get("p")),
            "is_popup": True,
        }
        return TemplateResponse(request, "admin/articles/picture/pick.html", context)
