"""
The live desk of a story: a short form on top, the entries below.

An entry is public from its press on. Those who may publish open and close the live; while it is open, whoever may
change the story posts entries. Afterwards only those who may publish put an entry right.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from articles.admin.stories.live_form import EntryForm
from articles.live.windows import window_of
from articles.models import Article, LiveEntry
from articles.permissions import may_publish

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

# What a press beside an entry does, and whether it is still to be done: a colleague, or a first press, may have been.
ACTS: dict[str, tuple[Callable[[LiveEntry], bool], Callable[[LiveEntry, Any], None]]] = {
    "withdraw": (lambda entry: not entry.withdrawn_at, lambda entry, by: entry.withdraw(by=by)),
    "restore": (lambda entry: bool(entry.withdrawn_at), lambda entry, by: entry.restore(by=by)),
    "pin": (lambda entry: not entry.withdrawn_at and not entry.is_pinned, lambda entry, by: entry.pin(by=by)),
    "unpin": (lambda entry: entry.is_pinned, lambda entry, by: entry.unpin(by=by)),
}


class LiveDesk(_Base):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/live/", view(self.live_desk), name="articles_article_live"),
            path("<int:pk>/live/switch/", view(self.switch_live), name="articles_article_live_switch"),
            path("<int:pk>/live/<int:number>/", view(self.edit_entry), name="articles_article_live_entry"),
            path("<int:pk>/live/<int:number>/act/", view(self.act_on_entry), name="articles_article_live_act"),
            *super().get_urls(),
        ]

    def live_desk(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the form and the entries; a post is a new entry, which readers see at once."""
        if request.method == "POST":
            return self._post_entry(request, pk)
        return self._live_page(request, self._live_story(request, pk))

    def switch_live(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Open or close the live."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        with transaction.atomic():
            story = self._live_story(request, pk).lock()
            if not may_publish(request.user, story):
                raise PermissionDenied
            self._switch(request, story)
        return redirect("admin:articles_article_live", pk)

    def edit_entry(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Change an entry for readers, at once; they are told that it was changed."""
        with transaction.atomic():
            story = self._live_story(request, pk)
            if request.method == "POST":
                story = story.lock()
            entry = _entry(story, number)
            if not self._may_put_right(request, story):
                raise PermissionDenied
            form = self._form(request, story, entry)
            if request.method == "POST" and form.is_valid():
                if form.has_changed():
                    entry.edit(by=request.user, **form.values())
                self._say(request, _("Entry {} is changed for readers."), entry)
                return redirect(f"{_desk(story)}#entry-{entry.number}")
        changes = list(entry.changes.select_related("by", "author"))
        context = {"title": _("Entry %(number)s") % {"number": entry.number}, "entry": entry, "changes": changes}
        return self._live_answer(request, story, "live_entry.html", form, context)

    def act_on_entry(self, request: HttpRequest, pk: int, number: int) -> HttpResponse:
        """Withdraw an entry, put it back, keep it on top or take it from there."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        name = request.POST.get("act", "")
        if name not in ACTS:
            raise Http404
        is_to_be_done, act = ACTS[name]
        with transaction.atomic():
            story = self._live_story(request, pk).lock()
            if not self._may_put_right(request, story):
                raise PermissionDenied
            entry = _entry(story, number)
            if is_to_be_done(entry):
                act(entry, request.user)
        return redirect(f"{_desk(story)}?entry={entry.number}#entry-{entry.number}")

    # Parts

    def _post_entry(self, request: HttpRequest, pk: int) -> HttpResponse:
        with transaction.atomic():
            story = self._live_story(request, pk).lock()
            form = self._form(request, story)
            if not story.is_published or not story.is_live:
                # What was typed stays on the screen, to be kept or told elsewhere.
                form.add_error(None, _("This live is closed: the entry was not published."))
            if form.is_valid():
                entry = story.post_entry(by=request.user, submission=form.submission, **form.values())
                self._say(request, _("Entry {} is public."), entry)
                # Without a fragment: browsers focus no field where an address has one.
                return redirect(_desk(story))
        return self._live_page(request, story, form)

    def _live_page(self, request: HttpRequest, story: Article, form: EntryForm | None = None) -> HttpResponse:
        window = window_of(story, request.GET)
        entries = story.live_entries.for_page().select_related("by").numbered(window.first, window.last)
        form = form or self._form(request, story)
        context = {
            "title": _("Live: “%(story)s”") % {"story": story},
            "entries": list(entries.newest_first()),
            "window": window,
            "may_switch": may_publish(request.user, story) and story.is_published,
            "may_put_right": self._may_put_right(request, story),
        }
        return self._live_answer(request, story, "live.html", form, context)

    def _live_answer(
        self, request: HttpRequest, story: Article, template: str, form: EntryForm, context: dict[str, Any]
    ) -> HttpResponse:
        around = self.admin_site.each_context(request) | {"opts": self.opts, "original": story, "story": story}
        context = around | {"form": form, "media": form.media} | context
        status = 422 if form.is_bound and form.errors else 200
        return TemplateResponse(request, f"admin/articles/article/{template}", context, status=status)

    def _form(self, request: HttpRequest, story: Article, entry: LiveEntry | None = None) -> EntryForm:
        posted = request.POST if request.method == "POST" else None
        author = getattr(request.user, "author", None)
        initial = {} if entry else {"author": author, "key": secrets.token_urlsafe(12)}
        return EntryForm(posted, instance=entry or LiveEntry(article=story), initial=initial, own_author=author)

    def _live_story(self, request: HttpRequest, pk: int) -> Article:
        story = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, story):
            raise PermissionDenied
        return story

    def _may_put_right(self, request: HttpRequest, story: Article) -> bool:
        return story.is_live or may_publish(request.user, story)

    def _switch(self, request: HttpRequest, story: Article) -> None:
        """Do what the press asks for where it is still to be done."""
        if "open" in request.POST and story.is_published and not story.is_live:
            story.open_live()
            messages.info(request, _("The live is open: each entry is public as soon as it is posted."))
        if "close" in request.POST and story.is_live:
            story.close_live()
            messages.info(request, _("The live is closed. Readers are told that it has ended."))

    def _say(self, request: HttpRequest, sentence: str, entry: LiveEntry) -> None:
        number = format_html('<a href="{}">{}</a>', entry.get_absolute_url(), entry.number)
        messages.info(request, format_html(sentence, number))


def _entry(story: Article, number: int) -> LiveEntry:
    return get_object_or_404(story.live_entries.for_page(), number=number)


def _desk(story: Article) -> str:
    return reverse("admin:articles_article_live", args=[story.pk])
