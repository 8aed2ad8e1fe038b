"""Working together on stories: what the form of one shows of it, and one story moved at a time."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.stories.boards import Boards
from articles.admin.stories.buttons import state_sentence
from articles.admin.stories.desk_views import DeskViews, done, is_script, next_page, person, refused
from articles.admin.stories.my_notices import MyNotices
from articles.admin.stories.planning import Planning
from articles.admin.stories.remarks import Remarks
from articles.checks import Report
from articles.checks.form import SEEN
from articles.converters import LAST_YEAR
from articles.models import Article, WrongStep
from articles.models.steps import COMMENT_MAX, UNDER_WAY, State
from articles.workflow.steps import Move, move_named, moved_sentence, report_on_way, take, what_stops


class MoveForm(forms.Form):
    """One press on a card: which way, with which words, and what the card showed."""

    move = forms.CharField()
    state = forms.CharField()
    step_comment = forms.CharField(required=False, max_length=COMMENT_MAX)
    publish_at = forms.DateTimeField(required=False)

    def refusal(self, move: Move | None, article: Article) -> str:
        """Return why this is not done; nothing where it is."""
        if move is None or self.errors.keys() & {"move", "state"}:
            return _("Choose where the story is to go.")
        if self.errors:
            return " ".join(str(error) for errors in self.errors.values() for error in errors)
        if self.cleaned_data["state"] != article.state or not move.is_open(article):
            return moved_sentence(article)
        if move.needs_comment and not self.cleaned_data["step_comment"]:
            return _("Say what is to be changed.")
        return self._time_refusal(move)

    def _time_refusal(self, move: Move) -> str:
        at = self.cleaned_data["publish_at"]
        if not move.needs_time:
            return ""
        if at is None:
            return _("Say when the story is to be published.")
        if at <= timezone.now() or at.year > LAST_YEAR:
            return _("This time has passed. Choose a later one.")
        return ""


class Teamwork(Remarks, Planning, Boards, MyNotices, DeskViews):
    def get_urls(self) -> list[URLPattern]:
        return [self.press_path("<int:pk>/move/", self.move_story, "move"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        """Let one person at a time save a story, so that nobody writes over a step that was taken meanwhile."""
        number = _number(object_id)
        if request.method != "POST" or number is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        try:
            with transaction.atomic():
                Article.objects.select_for_update(of=("self",)).filter(pk=number).values_list("pk").first()
                return super().changeform_view(request, object_id, form_url, extra_context)
        except WrongStep:
            messages.error(request, moved_sentence(Article.objects.get(pk=number)))
            return redirect("admin:articles_article_change", number)

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Article | None = None,
    ) -> Any:
        """Show the history and the assignment to those who work on the story."""
        if obj and Article.objects.worked_on_by(person(request)).filter(pk=obj.pk).exists():
            context |= self._shared_work(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def move_story(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move a story from its card; refused, with the reason, where it no longer stands where the card showed it."""
        article = self.story(request, pk)
        form = MoveForm(request.POST)
        move = move_named(request.POST.get("move", ""))
        back = reverse("admin:articles_article_board")
        if move and not self._may_move(request, move, article):
            return refused(request, _("This step is not yours to take."), back)
        if sentence := form.refusal(move, article):
            return refused(request, sentence, back)
        assert move is not None  # or the form has refused it
        words = {"comment": form.cleaned_data["step_comment"], "at": form.cleaned_data["publish_at"]}
        report = report_on_way(move, article, words["at"])
        if sentence := what_stops(move, article, report):
            return refused(request, sentence, back)
        if move.asks(article, report, request.POST.get(SEEN, "")):
            return self._ask(request, move, article, report)
        try:
            take(move, article, by=person(request), **words)
        except WrongStep:
            return refused(request, moved_sentence(Article.objects.get(pk=pk)), back)
        return done(request, state_sentence(article), back)

    def _ask(self, request: HttpRequest, move: Move, article: Article, report: Report) -> HttpResponse:
        """Show the warnings before the story is published all the same; a script sends its form for this page."""
        if is_script(request):
            return JsonResponse({"asks": True}, status=409)
        pressed = {name: request.POST.get(name, "") for name in ("move", "state", "step_comment", "publish_at")}
        return self.desk_page(
            request,
            "warnings.html",
            _("Before it is published"),
            article=article,
            move=move,
            warnings=report.warnings,
            pressed=pressed | {"next": next_page(request, ""), SEEN: report.seen},
        )

    def _may_move(self, request: HttpRequest, move: Move, article: Article) -> bool:
        return self.has_change_permission(request, article) and move.is_for(request.user, article)

    def _shared_work(self, request: HttpRequest, article: Article) -> dict[str, Any]:
        assignment = getattr(article, "assignment", None)
        return {
            "works_on_it": True,
            "step_changes": article.step_changes.select_related("by")[:50],
            "open_remarks": article.open_remarks(),
            "assignment_form": self.assignment_form(request, article),
            "assignment": assignment,
            "is_overdue": article.is_being_written and assignment is not None and assignment.time_is_up,
            "is_under_way": article.state in UNDER_WAY | {State.SCHEDULED},
        }


def _number(object_id: str | None) -> int | None:
    """Return the number of a story in an address of the admin; None where it is no such number."""
    is_number = object_id is not None and object_id.isascii() and object_id.isdecimal() and len(object_id) < 19
    return int(object_id or "") if is_number else None
