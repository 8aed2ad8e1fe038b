"""Doing something to many stories of the list: first it is shown which will be touched and which will not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import ActionLocation
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.admin.stories.bulk_acts import ACTS, Act
from articles.models import Article
from articles.permissions import may_publish, publishable, writable

if TYPE_CHECKING:

    class _Base(admin.ModelAdmin[Article]):
        def is_only_looking(self, request: HttpRequest) -> bool: ...
else:
    _Base = object

BULK_MAX = 200


@dataclass(frozen=True)
class Choice:
    """The chosen stories: those that the act will touch, those that it leaves alone, and those it may not touch."""

    due: list[Article]
    left: list[Article]
    not_allowed: list[Article]


class Bulk(_Base):
    def get_actions(
        self, request: HttpRequest, action_location: ActionLocation = ActionLocation.CHANGE_LIST
    ) -> dict[str, Any]:
        """Without the deletion of many at once, which would not ask for each of them."""
        actions = super().get_actions(request, action_location=action_location)
        return {
            name: action
            for name, action in actions.items()
            if name != "delete_selected" and self._may_act(request, name)
        }

    def _may_act(self, request: HttpRequest, name: str) -> bool:
        act = next((act for act in ACTS if act.name == name), None)
        if act is None:
            return True
        return self.has_change_permission(request) and (not act.is_for_publishers or may_publish(request.user))

    def show_or_act(self, request: HttpRequest, stories: QuerySet[Any], act: Act) -> HttpResponse | None:
        """Show what the act will do to the chosen stories; do it when that page says so."""
        shown = stories.defer("body").select_related("assignment__assignee").prefetch_related("tags")
        chosen = list(shown.order_by("-saved_at", "-id")[: BULK_MAX + 1])
        if len(chosen) > BULK_MAX:
            words = {"limit": BULK_MAX}
            messages.warning(request, _("Choose %(limit)d stories at most. None has been changed.") % words)
            return None
        choice = self._sorted_out(request, chosen, act)
        form = act.form(request.POST if "apply" in request.POST else None, stories=choice.due)
        if not form.is_valid():
            return self._show(request, act, choice, form)
        due = [story for story in choice.due if act.is_due_for(story, form.cleaned_data)]
        self._act(request, act, due, form.cleaned_data)
        return None

    def _sorted_out(self, request: HttpRequest, chosen: Sequence[Article], act: Act) -> Choice:
        numbers = self._touchable(request, chosen, act)
        allowed = [story for story in chosen if story.pk in numbers]
        return Choice(
            due=[story for story in allowed if act.is_due(story)],
            left=[story for story in allowed if not act.is_due(story)],
            not_allowed=[story for story in chosen if story.pk not in numbers],
        )

    def _touchable(self, request: HttpRequest, chosen: Sequence[Article], act: Act) -> set[int]:
        """What is done at once to a page that readers have, or will have, is for those who publish it."""
        if self.is_only_looking(request):
            return set()
        theirs = publishable(request.user)
        stories = Article.objects.filter(
            writable(request.user),
            theirs if act.is_for_publishers else theirs | Q(published_at=None),
            pk__in=[story.pk for story in chosen],
        )
        if act.is_of_version:
            stories = stories.filter(working=None)
        return set(stories.values_list("pk", flat=True))

    def _show(self, request: HttpRequest, act: Act, choice: Choice, form: forms.Form) -> HttpResponse:
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": act.title,
            "opts": self.opts,
            "act": act,
            "choice": choice,
            "due": [(story, act.shown(story)) for story in choice.due],
            "form": form,
        }
        status = 422 if form.is_bound else 200
        return TemplateResponse(request, "admin/articles/article/bulk.html", context, status=status)

    def _act(self, request: HttpRequest, act: Act, due: list[Article], chosen: dict[str, Any]) -> None:
        """Change the stories in one transaction, a few statements whatever their number, and note it for each."""
        with transaction.atomic():
            stories = Article.objects.filter(pk__in=[story.pk for story in due])
            if act.is_of_version:
                stories.record_origins()
            count = act.do(stories, chosen, request.user)
            if act.is_of_version:
                stories.record(by=request.user)
            if due:
                LogEntry.objects.log_actions(str(request.user.pk), due, CHANGE, act.noted(chosen))
        words = ngettext("%(count)d story was changed.", "%(count)d stories were changed.", count)
        messages.info(request, words % {"count": count})


def _action(act: Act) -> Any:
    @admin.action(description=act.title)
    def action(model_admin: Bulk, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponse | None:
        return model_admin.show_or_act(request, queryset, act)

    action.__name__ = act.name
    return action


ACTIONS = [_action(act) for act in ACTS]
