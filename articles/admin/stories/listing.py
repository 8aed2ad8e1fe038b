"""The list of stories: its columns, its filters, and what may be done to many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from django.contrib import admin
from django.contrib.admin.options import ActionLocation
from django.contrib.auth.models import User
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from articles.models import Article
from articles.models.article import ArticleQuerySet
from articles.models.steps import State, Step

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return State.choices

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """What is archived is found by its filter and by its words, and is out of the way otherwise."""
        value = self.value()
        if value in State.values:
            return queryset.in_state(State(value))
        return queryset if request.GET.get("q") else queryset.exclude(step=Step.ARCHIVED)


class StoryList(_Base):
    list_display = ["headline", "section", "state", "due", "remarks", "published_at", "comment_count"]
    list_filter = [StateFilter, "section"]
    list_select_related = ["section", "assignment"]
    search_fields = ["headline", "standfirst"]
    show_full_result_count = False
    ordering = ["-updated_at"]

    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Without the deletion of many at once, which would not ask for each of them."""
        actions = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in actions.items() if name != "delete_selected"}

    def get_queryset(self, request: HttpRequest) -> Any:
        stories = cast(ArticleQuerySet, super().get_queryset(request))
        return stories.with_open_remarks(cast(User, request.user))

    @admin.display(description=_("state"), ordering="published_at")
    def state(self, article: Article) -> str:
        return str(article.state.label)

    @admin.display(description=_("due"), ordering="assignment__due_at")
    def due(self, article: Article) -> SafeString | str:
        """Show until when a story that is under way is to be written; a time that has passed is marked."""
        assignment = getattr(article, "assignment", None)
        if assignment is None or assignment.due_at is None or article.published_at is not None:
            return ""
        return format_html(
            '<span class="due{}">{}</span>',
            " overdue" if article.is_being_written and assignment.time_is_up else "",
            date_format(localtime(assignment.due_at), "SHORT_DATETIME_FORMAT"),
        )

    @admin.display(description=_("remarks"))
    def remarks(self, article: Article) -> SafeString | str:
        count = article.open_remark_count  # type: ignore[attr-defined]  # see get_queryset()
        if not count:
            return ""
        return format_html('<a href="{}">{}</a>', reverse("admin:articles_article_remarks", args=[article.pk]), count)
