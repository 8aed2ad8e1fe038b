"""What the pages of a story have in common that are more than Django's own: who opens them, and how they answer."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article
from articles.models.article import ArticleQuerySet

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class DeskViews(_Base):
    def page_path(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        """Return the address of a page, which changes nothing."""
        return self._path(route, require_safe(view), name)

    def press_path(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        """Return the address of what a press changes, which answers to nothing else."""
        return self._path(route, require_POST(view), name)

    def worked_on(self, request: HttpRequest) -> ArticleQuerySet:
        """The stories on which this person works; those who work on none have no business on these pages."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return Article.objects.worked_on_by(person(request))

    def story(self, request: HttpRequest, pk: int) -> Article:
        """Return a story on which this person works; any other answers like one that is not there."""
        found = self.worked_on(request).select_related("assignment", "section").filter(pk=pk).first()
        if found is None:
            raise Http404
        return found

    def desk_page(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
    ) -> HttpResponse:
        context |= self.admin_site.each_context(request) | {"title": title, "opts": self.opts, "media": self.media}
        response = TemplateResponse(request, f"admin/articles/article/{template}", context, status=status)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _path(self, route: str, view: Callable[..., Any], name: str) -> URLPattern:
        return path(route, self.admin_site.admin_view(view), name=f"articles_article_{name}")


def person(request: HttpRequest) -> User:
    """Return who is signed in, on a page of the admin."""
    return cast(User, request.user)


def done(request: HttpRequest, sentence: str, back: str) -> HttpResponse:
    """Say what was done, and lead back to where it was pressed."""
    messages.info(request, sentence)
    return JsonResponse({"said": sentence}) if is_script(request) else redirect(next_page(request, back))


def refused(request: HttpRequest, sentence: str, back: str) -> HttpResponse:
    """Say why nothing was done: 409 to a script, which puts back what it moved."""
    if is_script(request):
        return JsonResponse({"said": sentence}, status=409)
    messages.error(request, sentence)
    return redirect(next_page(request, back))


def next_page(request: HttpRequest, back: str) -> str:
    """Return the page of the desk that a form names, or the usual one."""
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) and wanted.startswith("/admin/")
    return wanted if is_ours else back


def is_script(request: HttpRequest) -> bool:
    return request.headers.get("Accept") == "application/json"
