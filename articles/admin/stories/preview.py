"""A story as readers will see it, for those who work on it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from articles.kept_nowhere import kept_nowhere
from articles.models import Article
from articles.previews.typed import story_as_typed
from articles.revisions.due import show
from articles.views import render_article

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class Preview(_Base):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("preview/", view(require_POST(self.preview_new)), name="articles_article_preview_new"),
            path("<int:pk>/preview/", view(self.preview), name="articles_article_preview"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Show the story exactly as readers will see it, by the same view code: as saved, or as it was just typed."""
        article = get_object_or_404(self.get_queryset(request), pk=pk)
        if request.method == "POST":
            return self._preview_as_typed(request, article)
        if not self.has_view_permission(request, article):
            raise PermissionDenied
        if not article.working:
            return kept_nowhere(render_article(request, article))
        show(article, article.working.content)
        return kept_nowhere(render_article(request, article, notes=article.corrections.all()))

    def preview_new(self, request: HttpRequest) -> HttpResponseBase:
        """Show a story that was never saved."""
        return self._preview_as_typed(request, None)

    def _preview_as_typed(self, request: HttpRequest, article: Article | None) -> HttpResponse:
        may = self.has_change_permission(request, article) if article else self.has_add_permission(request)
        if not may:
            raise PermissionDenied
        names = flatten_fieldsets(self.get_fieldsets(request, article))
        form_class = self.get_form(request, article, change=article is not None, fields=names)
        form = form_class(request.POST, request.FILES, instance=article)
        formsets, _inlines = self._create_formsets(  # type: ignore[attr-defined]  # as Django's own form view does
            request, form.instance, change=article is not None
        )
        return kept_nowhere(render_article(request, story_as_typed(form, formsets)))
