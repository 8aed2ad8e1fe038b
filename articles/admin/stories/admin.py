"""The admin of stories, put together from its subjects."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles.admin.stories import buttons
from articles.admin.stories.addresses import Addresses
from articles.admin.stories.beginnings import Beginning
from articles.admin.stories.bulk import ACTIONS, Bulk
from articles.admin.stories.change_buttons import offered_changes
from articles.admin.stories.checks import ChecksBox
from articles.admin.stories.corrections import Corrections
from articles.admin.stories.editing import Editing
from articles.admin.stories.embargo import Embargo
from articles.admin.stories.form import ArticleForm, BylineInline
from articles.admin.stories.listing import StoryList
from articles.admin.stories.live import LiveDesk
from articles.admin.stories.preview import Preview
from articles.admin.stories.preview_links import PreviewLinks
from articles.admin.stories.related import RelatedStoryInline
from articles.admin.stories.revisions import Revisions
from articles.admin.stories.saved_views import SavedViews
from articles.admin.stories.saving import Saving
from articles.admin.stories.sharing import SharingPreview
from articles.admin.stories.teamwork import Teamwork
from articles.admin.stories.translations import Translations
from articles.admin.stories.who_may import WhoMay
from articles.admin.stories.withdrawal import Withdrawals
from articles.models import Article
from articles.permissions import may_publish
from articles.revisions.content import SHARING_FIELDS
from articles.writing.desk import WritingDesk


@admin.register(Article)
class ArticleAdmin(
    Teamwork,
    WhoMay,
    StoryList,
    SavedViews,
    Bulk,
    Preview,
    PreviewLinks,
    Beginning,
    Revisions,
    Editing,
    Addresses,
    Withdrawals,
    SharingPreview,
    Translations,
    Embargo,
    Corrections,
    ChecksBox,
    LiveDesk,
    Saving,
    WritingDesk,
    admin.ModelAdmin[Article],
):
    form = ArticleForm
    inlines = [BylineInline, RelatedStoryInline]
    autocomplete_fields = ["tags", "lead_picture", "social_picture"]
    prepopulated_fields = {"slug": ["headline"]}
    change_form_template = "admin/articles/article/change_form.html"
    actions = ACTIONS

    def get_fields(self, request: HttpRequest, obj: Article | None = None) -> list[Any]:
        fields = [name for name in ArticleForm.Meta.fields if name not in {*SHARING_FIELDS, "language"}]
        return [*fields, "publish_at"] if may_publish(request.user, obj) else fields

    def get_readonly_fields(self, request: HttpRequest, obj: Article | None = None) -> list[str]:
        """An address that readers know, and what applies to a live page at once, is for those who publish."""
        fields = list(super().get_readonly_fields(request, obj))
        if obj is None or may_publish(request.user, obj):
            return fields
        return fields + ["slug"] * obj.was_public + ["comments_open"] * obj.is_published

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
            "is_only_looking": self.is_only_looking(request),
            "title": _("Write a story") if add else _("Edit the story"),
        } | self.editing_context(request, obj, form)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        """Answer 404 alike for a story that is not there and for one that this person may not see."""
        raise Http404
