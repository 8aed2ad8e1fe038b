"""What the story's form asks for while somebody writes: stories to link to, and the proposals of typography."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from articles.models import Article
from articles.story_html import sanitise
from articles.writing.changes import changes, line_changes
from articles.writing.links import found_stories
from articles.writing.typography import set_line, set_story

LONGEST_SEARCH = 200
LINES = ("headline", "standfirst")


if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class WritingDesk(_Base):
    """The part of the stories' admin that serves the editor."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        own = [
            path("links/", view(self.links), name="articles_article_links"),
            path("add/typography/", view(self.typography), name="articles_article_add_typography"),
            path("<int:pk>/typography/", view(self.typography), name="articles_article_typography"),
        ]
        return [*own, *super().get_urls()]

    def links(self, request: HttpRequest) -> HttpResponse:
        """Answer with the stories of which this person may see and of which the headline holds the words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        words = request.GET.get("q", "")
        found = found_stories(self.get_queryset(request), words) if len(words) <= LONGEST_SEARCH else []  # type: ignore[arg-type]
        stories = [
            {"id": story.pk, "headline": story.headline, "address": story.get_absolute_url(), "note": _state_of(story)}
            for story in found
        ]
        return JsonResponse({"stories": stories}, headers={"Cache-Control": "no-store"})

    def typography(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """Show what French typography would change in the posted form, which "apply" then sends on; save nothing."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        story = get_object_or_404(self.get_queryset(request), pk=pk) if pk else None
        if not (self.has_change_permission(request, story) if story else self.has_add_permission(request)):
            raise PermissionDenied
        before = {name: request.POST.get(name, "") for name in LINES} | {"body": sanitise(request.POST.get("body", ""))}
        after = proposal(before)
        context = self.admin_site.each_context(request) | {
            "title": gettext("Typography"),
            "changes": _rows(before, after),
            "after": after,
            "kept": _other_fields(request),
            "form_address": reverse("admin:articles_article_change", args=[pk])
            if pk
            else reverse("admin:articles_article_add"),
            "opts": self.opts,
        }
        return TemplateResponse(
            request, "admin/articles/article/typography.html", context, headers={"Cache-Control": "no-store"}
        )


def proposal(fields: dict[str, str]) -> dict[str, str]:
    """Return headline, standfirst and text as the typography of the site's language sets them."""
    if not settings.LANGUAGE_CODE.startswith("fr"):
        return fields
    return {name: set_story(text) if name == "body" else set_line(text) for name, text in fields.items()}


def _rows(before: dict[str, str], after: dict[str, str]) -> list[Any]:
    lines = [line_changes(before[name], after[name]) for name in LINES if before[name] != after[name]]
    return lines + changes(before["body"], after["body"])


def _other_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return everything else that the form sent, but its buttons, so that it can be sent once more."""
    taken = {*LINES, "body", "csrfmiddlewaretoken"}
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in taken and not name.startswith("_")
    ]


def _state_of(story: Article) -> str:
    if story.is_published:
        return ""
    return gettext("scheduled") if story.is_scheduled else gettext("draft")
