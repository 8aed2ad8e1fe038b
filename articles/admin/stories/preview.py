"""A story as readers will see it, for those who work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from articles.models import Article
from articles.revisions.due import show
from articles.views import render_article

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class Preview(_Base):
    def get_urls(self) -> list[URLPattern]:
        preview = path("<int:pk>/preview/", self.admin_site.admin_view(self.preview), name="articles_article_preview")
        return [preview, *super().get_urls()]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show the story exactly as readers will see it, by the same view code; kept nowhere."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        if article.working:
            show(article, article.working.content)
        response = render_article(request, article)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Robots-Tag"] = "noindex"
        return response
