"""What the story's form asks for while somebody writes: stories to link to, and the proposals of typography."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext

from articles.models import Article
from articles.story_html import sanitise
from articles.writing.changes import changes, line_changes
from articles.writing.house_places import offers, with_chosen
from articles.writing.house_words import HouseWords
from articles.writing.links import found_stories, story_at
from articles.writing.typography import set_line, set_story

LONGEST_SEARCH = 200
LINES = ("headline", "standfirst")
# The words of the house that are to be put in, and the button that says that they are chosen.
WORD, CHOSEN = "house_word", "_words"


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
        """Answer with stories that this person may see: the one at an address, or those whose headline holds words."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "GET":
            return HttpResponseNotAllowed(["GET"])
        find, asked = (story_at, "address") if "address" in request.GET else (found_stories, "q")
        words = request.GET.get(asked, "")
        found = find(self.get_queryset(request), words) if len(words) <= LONGEST_SEARCH else []  # type: ignore[arg-type]
        stories = [_choice(story) for story in found]
        return JsonResponse({"stories": stories}, headers={"Cache-Control": "no-store"})

    def typography(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """
        Show what French typography would change in the posted form, which "apply" then sends on; save nothing.

        Words of the house are offered beside it, and none is put in that was not chosen.
        """
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        story = get_object_or_404(self.get_queryset(request), pk=pk) if pk else None
        if not (self.has_change_permission(request, story) if story else self.has_add_permission(request)):
            raise PermissionDenied
        context = self.admin_site.each_context(request) | {
            "title": gettext("Typography"),
            **_proposed(request.POST),
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


def _proposed(posted: QueryDict) -> dict[str, Any]:
    """Return what the page shows of a posted form: typography, and words of the house to choose or chosen."""
    before = {name: posted.get(name, "") for name in LINES} | {"body": sanitise(posted.get("body", ""))}
    words = HouseWords.of_the_house()
    offered, keys, is_asked_again = offers(before, words), set(posted.getlist(WORD)), CHOSEN in posted
    chosen = [offer for offer in offered if offer.key in keys] if is_asked_again else []
    with_words = with_chosen(before, chosen, words)
    after = proposal(with_words)
    # While there is something to choose, the form asks once more with the text as it is.
    sent = before if offered and not is_asked_again else after
    return {
        "changes": _rows(with_words, after),
        "offers": [] if is_asked_again else offered,
        "chosen": chosen,
        "fields": [(name, sent[name], after[name]) for name in after],
    }


def _rows(before: dict[str, str], after: dict[str, str]) -> list[Any]:
    lines = [line_changes(before[name], after[name]) for name in LINES if before[name] != after[name]]
    return lines + changes(before["body"], after["body"])


def _other_fields(request: HttpRequest) -> list[tuple[str, str]]:
    """Return everything else that the form sent, but its buttons, so that it can be sent once more."""
    taken = {*LINES, "body", WORD, "csrfmiddlewaretoken"}
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name not in taken and not name.startswith("_")
    ]


def _choice(story: Article) -> dict[str, Any]:
    """Return what the editor is told of a story: how to link to it, and the picture that a card may show."""
    lead = story.lead_picture
    return {
        "id": story.pk,
        "headline": story.headline,
        "address": story.get_absolute_url(),
        "note": _state_of(story),
        "picture": {"src": lead.file.url, "file": lead.pk} if lead else None,
    }


def _state_of(story: Article) -> str:
    if story.is_published:
        return ""
    return gettext("scheduled") if story.is_scheduled else gettext("draft")
