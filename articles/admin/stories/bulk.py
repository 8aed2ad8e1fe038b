"""What may be done to many stories at once; each act first shows which stories it will touch and which it will not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.admin.options import ActionLocation
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from articles.models import Article, Section, Tag
from articles.models.article import ArticleQuerySet
from articles.permissions import may_publish

if TYPE_CHECKING:
    _Base = admin.ModelAdmin[Article]
else:
    _Base = object

BULK_MAX = 200


class SectionForm(forms.Form):
    section = forms.ModelChoiceField(Section.objects.all(), label=gettext_lazy("Section"))


class TagForm(forms.Form):
    tag = forms.ModelChoiceField(Tag.objects.all(), label=gettext_lazy("Tag"))


class ReasonForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=200, help_text=gettext_lazy("For the history of each story.")
    )


@dataclass(frozen=True)
class Act:
    """
    What is done to many stories: `do` returns how many it changed, `noted` is what it says in the admin's log.

    What belongs to a version is recorded as a revision of each story, and a story whose change waits is left out: it
    would go back with that change.
    """

    name: str
    title: Any
    do: Callable[[ArticleQuerySet, dict[str, Any], Any], int]
    noted: Callable[[dict[str, Any]], str]
    form: type[forms.Form] = forms.Form
    is_due: Callable[[Article], bool] = lambda article: True
    publishes: bool = False
    is_of_version: bool = False


ACTS = [
    Act(
        "move_to_section",
        gettext_lazy("Move to a section"),
        lambda stories, chosen, by: stories.move_to(chosen["section"]),
        lambda chosen: _("Moved to the section “%(name)s”.") % {"name": chosen["section"]},
        SectionForm,
        is_of_version=True,
    ),
    Act(
        "add_tag",
        gettext_lazy("Add a tag"),
        lambda stories, chosen, by: stories.add_tag(chosen["tag"]),
        lambda chosen: _("Added the tag “%(name)s”.") % {"name": chosen["tag"]},
        TagForm,
        is_of_version=True,
    ),
    Act(
        "open_comments",
        gettext_lazy("Open comments"),
        lambda stories, chosen, by: stories.open_comments(),
        lambda chosen: _("Opened comments."),
        is_due=lambda article: not article.comments_open,
    ),
    Act(
        "close_comments",
        gettext_lazy("Close comments"),
        lambda stories, chosen, by: stories.close_comments(),
        lambda chosen: _("Closed comments."),
        is_due=lambda article: article.comments_open,
    ),
    Act(
        "unpublish_stories",
        gettext_lazy("Unpublish"),
        lambda stories, chosen, by: stories.unpublish(by=by, reason=chosen["reason"]),
        lambda chosen: _("Unpublished: %(reason)s") % chosen,
        ReasonForm,
        lambda article: article.published_at is not None,
        publishes=True,
    ),
]


@dataclass(frozen=True)
class Choice:
    """The chosen stories: those that the act will touch, those that it need not, and those that it may not."""

    due: list[Article]
    done_already: list[Article]
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
        return self.has_change_permission(request) and (not act.publishes or may_publish(request.user))

    def show_or_act(self, request: HttpRequest, stories: QuerySet[Any], act: Act) -> HttpResponse | None:
        """Show what the act will do to the chosen stories; do it when that page says so."""
        chosen = list(stories.order_by("-saved_at", "-id").defer("body")[: BULK_MAX + 1])
        if len(chosen) > BULK_MAX:
            words = {"limit": BULK_MAX}
            messages.warning(request, _("Choose %(limit)d stories at most. None has been changed.") % words)
            return None
        choice = self._sorted_out(request, chosen, act)
        form = act.form(request.POST if "apply" in request.POST else None)
        if not form.is_valid():
            return self._show(request, act, choice, form)
        self._act(request, act, choice.due, form.cleaned_data)
        return None

    def _sorted_out(self, request: HttpRequest, chosen: Sequence[Article], act: Act) -> Choice:
        allowed = [story for story in chosen if self._may_touch(request, story, act)]
        return Choice(
            due=[story for story in allowed if act.is_due(story)],
            done_already=[story for story in allowed if not act.is_due(story)],
            not_allowed=[story for story in chosen if story not in allowed],
        )

    def _may_touch(self, request: HttpRequest, story: Article, act: Act) -> bool:
        """What is done at once to a page that readers have, or will have, is for those who publish it."""
        if act.is_of_version and story.working_id:
            return False
        may = self.has_change_permission(request, story)
        return may and (story.published_at is None or may_publish(request.user, story))

    def _show(self, request: HttpRequest, act: Act, choice: Choice, form: forms.Form) -> HttpResponse:
        context: dict[str, Any] = self.admin_site.each_context(request) | {
            "title": act.title,
            "opts": self.opts,
            "act": act,
            "choice": choice,
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
