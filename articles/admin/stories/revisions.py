"""The history of a story: who saved what and when, any two compared, any one restored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from articles.models import Article, Revision
from articles.revisions.diff import Change, changes
from articles.revisions.due import write_if_due
from articles.search.index import index

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

PAGE_SIZE = 30


class Revisions(_Base):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/compare/", view(self.compare), name="articles_article_compare"),
            path("<int:pk>/restore/", view(self.restore), name="articles_article_restore"),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List a story's revisions in place of the admin's log, each with what it changed."""
        story = self._story(request, object_id)
        page = Paginator(story.revisions.select_related("made_by").newest_first(), PAGE_SIZE).get_page(
            request.GET.get("p")
        )
        context = self._context(request, story) | {
            "title": _("Revisions of “%(story)s”") % {"story": story},
            "page": page,
            "rows": _with_changes(story, list(page)),
            "may_restore": self.has_change_permission(request, story),
        }
        return TemplateResponse(request, "admin/articles/article/revisions.html", context | (extra_context or {}))

    def compare(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show two revisions as one text, with what left and what came; unasked, the newest and the one before."""
        story = self._story(request, str(pk))
        newest = story.latest_number()
        after = self._revision(story, request.GET.get("after", str(newest)))
        before = self._before(story, after, request)
        context = self._context(request, story) | {
            "title": _("Revisions %(before)s and %(after)s") % {"before": before.number, "after": after.number},
            "before": before,
            "after": after,
            "changes": changes(before.content, after.content),
            "numbers": range(newest, 0, -1),
            "may_restore": self.has_change_permission(request, story),
        }
        return TemplateResponse(request, "admin/articles/article/compare.html", context)

    def restore(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make an old revision the newest one: of a draft its text, of a live story the change that waits."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            story = self._story(request, str(pk)).lock()
            if not self.has_change_permission(request, story):
                raise PermissionDenied
            write_if_due(story)
            old = self._revision(story, request.POST.get("number", ""))
            restored = story.record(old.content, by=request.user, restored_from=old.number)
            if story.is_published:
                if story.change_at:
                    story.discard_change()
                    sentence = _("What was scheduled is not any more. This change waits until you give it a time.")
                    messages.warning(request, sentence)
                story.propose(restored)
            else:
                story.take(restored.content)
                story.bump_version()
                index(story)
        messages.info(
            request, _("Revision %(old)s is back as revision %(new)s.") % {"old": old.number, "new": restored.number}
        )
        return redirect("admin:articles_article_change", story.pk)

    def _story(self, request: HttpRequest, object_id: str) -> Article:
        if not object_id.isdecimal() or len(object_id) > 18:
            raise Http404
        story = get_object_or_404(self.get_queryset(request), pk=int(object_id))
        if not self.has_view_permission(request, story):
            raise PermissionDenied
        return story

    def _revision(self, story: Article, number: str) -> Revision:
        if not number.isdecimal() or len(number) > 9:
            raise Http404
        return get_object_or_404(story.revisions.select_related("made_by"), number=int(number))

    def _before(self, story: Article, after: Revision, request: HttpRequest) -> Revision:
        public = story.revisions.filter(published_at__lte=timezone.now()).order_by("-published_at", "-number").first()
        if "public" in request.GET and public:
            return public
        return self._revision(story, request.GET.get("before", str(max(after.number - 1, 1))))

    def _context(self, request: HttpRequest, story: Article) -> dict[str, Any]:
        plural = capfirst(self.opts.verbose_name_plural)
        names = {"opts": self.opts, "original": story, "object": story, "module_name": plural}
        return self.admin_site.each_context(request) | names


def _with_changes(story: Article, revisions: list[Revision]) -> list[tuple[Revision, list[Change]]]:
    """Set each revision beside what it changed in the one before."""
    if not revisions:
        return []
    before = {
        revision.number: revision for revision in [*revisions, *story.revisions.filter(number=revisions[-1].number - 1)]
    }
    return [
        (
            revision,
            changes(before[revision.number - 1].content, revision.content) if revision.number - 1 in before else [],
        )
        for revision in revisions
    ]
