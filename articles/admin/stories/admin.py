"""The admin of stories, put together from its subjects."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from articles.admin.stories import buttons, sharing
from articles.admin.stories.bulk import ACTIONS, Bulk
from articles.admin.stories.checks import ChecksBox
from articles.admin.stories.form import ArticleForm, BylineInline
from articles.admin.stories.listing import StoryList
from articles.admin.stories.preview import Preview
from articles.admin.stories.preview_links import PreviewLinks
from articles.admin.stories.saved_views import SavedViews
from articles.admin.stories.sharing import SharingPreview
from articles.admin.stories.who_may import PUBLISH, WhoMay
from articles.models import Article
from articles.models.sharing import SHARING_FIELDS
from articles.search.index import index


@admin.register(Article)
class ArticleAdmin(
    WhoMay, StoryList, SavedViews, Bulk, Preview, PreviewLinks, SharingPreview, ChecksBox, admin.ModelAdmin[Article]
):
    form = ArticleForm
    inlines = [BylineInline]
    autocomplete_fields = ["tags", "lead_picture", "social_picture"]
    prepopulated_fields = {"slug": ["headline"]}
    change_form_template = "admin/articles/article/change_form.html"
    actions = ACTIONS

    # The form

    def get_fieldsets(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fields = [name for name in ArticleForm.Meta.fields if name not in SHARING_FIELDS]
        fields += ["publish_at"] if request.user.has_perm(PUBLISH) else []
        return [(None, {"fields": fields}), sharing.FIELDSET]

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        slug = ["slug"] if obj and obj.was_public else []
        return [*slug, *super().get_readonly_fields(request, obj)]

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
        index(article)
        if button := buttons.pressed(request.POST):
            button.press(article, form.cleaned_data)
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
