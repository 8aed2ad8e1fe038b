"""The list of stories: its columns, its filters, and what may be done to many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("draft", _("draft")),
            ("in_review", _("waiting for publication")),
            ("scheduled", _("scheduled")),
            ("published", _("published")),
            ("withdrawn", _("withdrawn")),
        ]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        now = timezone.now()
        match self.value():
            case "draft":
                return queryset.filter(first_published_at=None).exclude(step=Article.Step.IN_REVIEW)
            case "in_review":
                return queryset.filter(step=Article.Step.IN_REVIEW)
            case "scheduled":
                return queryset.filter(published_at__gt=now)
            case "published":
                return queryset.published()
            case "withdrawn":
                return queryset.withdrawn()
        return queryset


class StoryList(_Base):
    list_display = ["headline", "section", "state", "published_at", "comment_count"]
    list_filter = [StateFilter, "section"]
    list_select_related = ["section"]
    search_fields = ["headline", "standfirst"]
    show_full_result_count = False
    ordering = ["-updated_at"]

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Without the deletion of many at once, which would not ask for each of them."""
        actions = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, article: Article) -> str:
        if article.is_published:
            return str(_("published"))
        if article.is_scheduled:
            return str(_("scheduled"))
        return str(_("withdrawn")) if article.was_public else str(article.get_step_display())
