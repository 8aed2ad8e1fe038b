"""The admin of stories, put together from its subjects."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse

from articles.admin.stories import buttons
from articles.admin.stories.change_buttons import offered_changes
from articles.admin.stories.editing import Editing
from articles.admin.stories.form import ArticleForm, BylineInline
from articles.admin.stories.listing import StoryList
from articles.admin.stories.live import LiveDesk
from articles.admin.stories.preview import Preview
from articles.admin.stories.revisions import Revisions
from articles.admin.stories.saving import Saving
from articles.admin.stories.who_may import PUBLISH, WhoMay
from articles.models import Article


@admin.register(Article)
class ArticleAdmin(WhoMay, StoryList, Preview, Revisions, Editing, LiveDesk, Saving, admin.ModelAdmin[Article]):
    form = ArticleForm
    inlines = [BylineInline]
    autocomplete_fields = ["tags", "lead_picture"]
    prepopulated_fields = {"slug": ["headline"]}
    change_form_template = "admin/articles/article/change_form.html"

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fields = list(ArticleForm.Meta.fields)
        return [*fields, "publish_at"] if request.user.has_perm(PUBLISH) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """What applies to a live page at once is for those who publish; its address stays."""
        fields = ["slug"] if obj and obj.was_public else []
        if obj and obj.is_published and not request.user.has_perm(PUBLISH):
            fields += ["comments_open"]
        return fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Article | None = None) -> dict[str, Any]:
        return {} if obj and obj.was_public else {"slug": ["headline"]}

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        form = context["adminform"].form
        context |= {
            "buttons": buttons.offered(request.user, obj),
            "change_buttons": offered_changes(request.user, obj),
            "conflict": self.conflict_of(form),
        } | self.editing_context(request, obj, form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Answer 404 alike for a story that is not there and for one that this person may not see."""
        raise Http404
