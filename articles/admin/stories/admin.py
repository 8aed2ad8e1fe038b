"""The admin of stories, put together from its subjects."""

from __future__ import annotations

from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.admin.stories import buttons
from articles.admin.stories.form import ArticleForm, BylineInline
from articles.admin.stories.listing import StoryList
from articles.admin.stories.preview import Preview
from articles.admin.stories.teamwork import Teamwork
from articles.admin.stories.who_may import PUBLISH, WhoMay
from articles.models import Article


@admin.register(Article)
class ArticleAdmin(Teamwork, WhoMay, StoryList, Preview, admin.ModelAdmin[Article]):
    form = ArticleForm
    inlines = [BylineInline]
    autocomplete_fields = ["tags", "lead_picture"]
    prepopulated_fields = {"slug": ["headline"]}
    change_form_template = "admin/articles/article/change_form.html"

    # The form

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fields = list(ArticleForm.Meta.fields)
        return [*fields, "publish_at"] if request.user.has_perm(PUBLISH) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        return ["slug"] if obj and obj.was_public else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Any]:
        return {} if obj and obj.was_public else {"slug": ["headline"]}

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Refuse a press on a button that is not for this person before anything is saved."""
        button = buttons.pressed(request.POST)
        if button and not button.is_for(request.user):
            raise PermissionDenied
        context = {"show_save_and_add_another": False} | (extra_context or {})
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        context["buttons"] = buttons.offered(request.user, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Answer 404 alike for a story that is not there and for one that this person may not see."""
        raise Http404

    # What saving does

    def save_model(self, request: HttpRequest, obj: Article, form: Any, change: bool) -> None:
        if not change:
            obj.created_by = request.user  # type: ignore[assignment]  # the admin lets only signed-in people in
        super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Once the story stands with its authors and tags, do what the button says; all in the admin's transaction."""
        super().save_related(request, form, formsets, change)
        article: Article = form.instance
        if button := buttons.pressed(request.POST):
            buttons.press(button, article, form.cleaned_data, by=cast(User, request.user))
        else:
            article.bump_version()

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> Any:
        return self._lead_on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> Any:
        return self._lead_on(request, obj) or super().response_change(request, obj)

    def _lead_on(self, request: HttpRequest, article: Article) -> HttpResponse | None:
        """Say what a publishing button did and stay on the story; lead to the preview when that was asked for."""
        if IS_POPUP_VAR in request.POST:
            return None
        if "_preview" in request.POST:
            return redirect("admin:articles_article_preview", article.pk)
        if not buttons.pressed(request.POST):
            return None
        messages.info(request, buttons.state_sentence(article))
        if not self.has_change_permission(request, article):
            return redirect("admin:articles_article_changelist")
        return redirect("admin:articles_article_change", article.pk)
