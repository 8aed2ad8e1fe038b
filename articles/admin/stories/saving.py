"""
What saving a story does. Every save is a revision; a story that readers can see keeps what they see until a button
gives them the change. All of it happens in the admin's own transaction, with the story locked since the form was read.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from articles.admin.stories import buttons
from articles.admin.stories.change_buttons import pressed_change
from articles.admin.stories.form import ArticleForm, BylineFormSet
from articles.models import Article, Autosave, Revision
from articles.permissions import may_publish
from articles.revisions.conflict import Conflict, find_conflict, settled
from articles.revisions.content import COLUMNS, authors_of_forms, changed_names, content_of
from articles.revisions.opening import OfAutosave, OfContent

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

OF_THE_VERSION = {*COLUMNS, "tags"}


class Saving(_Base):
    # What the form opens with

    def get_form(self, request: HttpRequest, obj: Article | None = None, change: bool = False, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, obj, change=change, **kwargs)
        form.opening = self._opening(request, obj)
        form.publisher = request.user
        return form

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        values = super().get_formset_kwargs(request, obj, inline, prefix)
        may_change = self.has_change_permission(request, obj) if obj and obj.pk else True
        if issubclass(inline.formset, BylineFormSet) and request.method != "POST" and may_change:
            story = obj if obj and obj.pk else None
            opening = self._opening(request, story)
            if opening is None and story:
                opening = OfContent(content_of(story))
            values |= {"initial": opening.authors() if opening else None}
        return values

    def _opening(self, request: HttpRequest, obj: Article | None) -> OfAutosave | OfContent | None:
        if request.method == "POST":
            return None
        if kept := self.unsaved(request, obj) if "unsaved" in request.GET else None:
            return OfAutosave(kept)
        return OfContent(obj.working.content) if obj and obj.working else None

    def unsaved(self, request: HttpRequest, obj: Article | None) -> Autosave | None:
        """Return what this person typed here and never saved."""
        key = request.GET.get("unsaved", "")
        return Autosave.objects.of(request.user, obj.pk if obj else None, key).first()

    # A save over a newer version

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Refuse a press on a button that is not for this person; put in what was chosen between two versions."""
        story = self.get_object(request, object_id) if object_id and request.method == "POST" else None
        self._refuse_buttons_of_others(request, story)
        if story and "settled_against" in request.POST:
            request.POST = settled(story, request.POST)  # type: ignore[assignment]
        context = {"show_save_and_add_another": False} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def _refuse_buttons_of_others(self, request: HttpRequest, story: Article | None) -> None:
        button = buttons.pressed(request.POST)
        if button and not button.is_for(request.user, story):
            raise PermissionDenied
        if pressed_change(request.POST) and not may_publish(request.user, story):
            raise PermissionDenied

    def conflict_of(self, form: ArticleForm) -> Conflict | None:
        if not form.has_error("__all__", code="stale"):
            return None
        # The instance carries what was typed; compare with what is stored.
        return find_conflict(Article.objects.get(pk=form.instance.pk), form.data)  # type: ignore[arg-type]

    # What is written

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        """Make the row of a new story; one that stands is written once its authors are known too."""
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # the admin lets only signed-in people in
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        article: Article = form.instance
        if change:
            article.record_origin()
            self._save_settings(article, form)
        for formset in formsets:
            if not isinstance(formset, BylineFormSet):
                self.save_formset(request, form, formset, change)
        revision = article.record(self._content(article, form, formsets), by=request.user)
        self._place(request, article, revision, form)
        Autosave.objects.of(request.user, article.pk if change else None, form.data.get("draft_key", "")).delete()

    def _content(self, article: Article, form: Any, formsets: Any) -> dict[str, Any]:
        (bylines,) = [formset for formset in formsets if isinstance(formset, BylineFormSet)]
        tags = [tag.pk for tag in form.cleaned_data.get("tags", article.tags.all())]
        return content_of(article, tags, authors_of_forms(bylines.cleaned_data))

    def _save_settings(self, article: Article, form: Any) -> None:
        """Write what is no part of a version, such as whether comments are open: it applies at once."""
        columns = {field.name for field in Article._meta.concrete_fields}
        names = [name for name in form.changed_data if name in columns - OF_THE_VERSION]
        if names:
            article.save(update_fields=names)
            article.bump_version()

    def _place(self, request: HttpRequest, article: Article, revision: Revision, form: Any) -> None:
        """Let the revision wait behind what readers see, or become the story; then do what the button says."""
        stored = Article.objects.get(pk=article.pk)
        button, change_button = buttons.pressed(request.POST), pressed_change(request.POST)
        if change_button:
            change_button.press(article, revision, form.cleaned_data)
        elif not stored.is_published:
            article.take(revision.content)
            article.bump_version()
        elif revision.content != content_of(stored):
            article.propose(revision)
        elif stored.working_id:
            article.discard_change()
        if button:
            button.press(article, form.cleaned_data)
            if article.published_at and article.published_at != stored.published_at:
                article.mark_as_public(revision, article.published_at)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        """Say in the admin's own log which fields differ from the version before."""
        newest = list(form.instance.revisions.newest_first()[:2])
        if add or len(newest) < 2:
            return [{"added": {}}]
        return json.dumps([{"changed": {"fields": changed_names(newest[1].content, newest[0].content)}}])

    # Where it leads

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> Any:
        return self._lead_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> Any:
        return self._lead_on(request, obj) or super().response_change(request, obj)

    def _lead_on(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Say what a button did and stay on the story; lead to the preview when that was asked for."""
        if IS_POPUP_VAR in request.POST:
            return None
        if "_preview" in request.POST:
            return redirect("admin:articles_article_preview", article.pk)
        change_button = pressed_change(request.POST)
        if change_button:
            messages.info(request, change_button.sentence(article))
        elif buttons.pressed(request.POST):
            messages.info(request, buttons.state_sentence(article))
        elif article.working_id:
            messages.info(request, _("The change is kept. Readers go on seeing what was published."))
        else:
            return None
        if not self.has_change_permission(request, article):
            return redirect("admin:articles_article_changelist")
        return redirect("admin:articles_article_change", article.pk)
