"""While a story is being written: what is typed is kept, and people see who else has it open."""

from __future__ import annotations

import re
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from articles.admin.stories.form import ArticleForm
from articles.models import Article, Autosave, Presence
from articles.people import name_of
from articles.revisions.conflict import current_content
from articles.revisions.posted import content_of_post, query_dict

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

KEY = re.compile(r"[\w-]{8,40}", re.ASCII)
NOT_TEXT = {"csrfmiddlewaretoken", "story", "quiet", "leaving"}
MOST_UNSAVED_SHOWN = 5


class Editing(_Base):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("autosave/", view(self.autosave), name="articles_article_autosave"),
            path("unsaved/drop/", view(self.drop_unsaved), name="articles_article_drop_unsaved"),
            *super().get_urls(),
        ]

    def autosave(self, request: HttpRequest) -> HttpResponse:
        """Keep a form as it stands, whatever state it is in; answer who else has the story open and its newest save."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        story, key = self._meant(request)
        if story and not self.has_change_permission(request, story):
            return JsonResponse({"closed": _("You cannot change this story any more: %s.") % story.state.label})
        if "leaving" in request.POST:
            if story:
                Presence.objects.leave(request.user, story.pk)
            return HttpResponse(status=204)
        if "quiet" not in request.POST:
            fields = {name: values for name, values in request.POST.lists() if name not in NOT_TEXT}
            Autosave.objects.keep(request.user, story.pk if story else None, key, fields, self._base_of(request))
        if story:
            Presence.objects.arrive(request.user, story.pk)
        return JsonResponse({"kept_at": time_format(timezone.localtime(), "H:i:s")} | self._news_of(request, story))

    def drop_unsaved(self, request: HttpRequest) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        story, key = self._meant(request)
        if story and not self.has_change_permission(request, story):
            raise PermissionDenied
        Autosave.objects.of(request.user, story.pk if story else None, key).delete()
        if story:
            return redirect("admin:articles_article_change", story.pk)
        return redirect("admin:articles_article_add")

    def editing_context(self, request: HttpRequest, obj: Article | None, form: ArticleForm) -> dict[str, Any]:
        """Return what the form shows of all this: who is here, and text that this person has not saved."""
        if obj and not self.has_change_permission(request, obj):
            return {}
        is_taken_up = request.method == "POST" or "unsaved" in request.GET
        context: dict[str, Any] = {"draft_key": "" if obj else self._key_of(request), "is_taken_up": is_taken_up}
        if obj:
            context |= {"company": self._company(request, obj)}
        if not is_taken_up:
            context |= {"unsaved": self._unsaved_texts(request, obj)}
        return context

    def _unsaved_texts(self, request: HttpRequest, obj: Article | None) -> list[Autosave]:
        if obj is None:
            return list(Autosave.objects.of_new_stories(request.user)[:MOST_UNSAVED_SHOWN])
        kept = Autosave.objects.of(request.user, obj.pk).first()
        content = current_content(obj)
        is_different = kept is not None and content_of_post(query_dict(kept.fields), content) != content
        return [kept] if kept and is_different else []

    def _meant(self, request: HttpRequest) -> tuple[Article | None, str]:
        """Return the form's story, one that this person may read, or the key of one that was never saved."""
        number, key = request.POST.get("story", ""), request.POST.get("draft_key", "")
        if number:
            if not number.isdecimal() or len(number) > 18:
                raise Http404
            return get_object_or_404(self.get_queryset(request), pk=int(number)), ""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if not KEY.fullmatch(key):
            raise Http404
        return None, key

    def _news_of(self, request: HttpRequest, story: Article | None) -> dict[str, Any]:
        if story is None:
            return {"others": [], "latest": 0}
        newest = story.revisions.without_text().select_related("made_by").newest_first().first()
        return {
            "others": self._company(request, story),
            "latest": newest.number if newest else 0,
            "latest_by": name_of(newest.made_by) if newest else "",
            "latest_at": _clock(newest.made_at) if newest else "",
        }

    def _company(self, request: HttpRequest, story: Article) -> list[dict[str, str]]:
        here = Presence.objects.now().filter(article=story).exclude(user=request.user.pk).select_related("user")
        return [{"name": name_of(other.user), "since": _clock(other.since)} for other in here]

    def _key_of(self, request: HttpRequest) -> str:
        given = request.POST.get("draft_key") or request.GET.get("unsaved", "")
        return given if KEY.fullmatch(given) else secrets.token_urlsafe(12)

    def _base_of(self, request: HttpRequest) -> int:
        base = request.POST.get("base", "")
        return int(base) if base.isdecimal() and len(base) < 10 else 0


def _clock(at: datetime) -> str:
    return time_format(timezone.localtime(at), "H:i")
