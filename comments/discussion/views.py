"""
The settings of discussions on the desk. Editors change them; moderators look, and pause or close one story at once.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from articles.models import Article, Section
from comments.discussion.changing import Scope, change, open_or_close
from comments.discussion.forms import DiscussionForm
from comments.discussion.in_force import STORY, Rule, discussion_of
from comments.discussion.listing import change_log, found_stories, newest_comments, overview
from comments.discussion.publishing import publishing_rules_of
from comments.discussion.words import closed_in_words, rules_in_words
from comments.moderation.access import for_discussion

CHANGE = "comments.change_discussion"
ANSWER = "comments.answer_as_newsroom"
SEARCH_MAX = 100


@for_discussion
@require_safe
def discussions(request: HttpRequest) -> HttpResponse:
    words = request.GET.get("q", "").replace("\0", "").strip()[:SEARCH_MAX]
    with_drafts = request.user.has_perm(CHANGE)
    context = overview(with_drafts=with_drafts) | {"words": words, "found": found_stories(words)}
    context["log"] = change_log(with_drafts=with_drafts)
    return render(request, "comments/discussion/discussions.html", context)


@for_discussion
@require_safe
def site_discussion(request: HttpRequest) -> HttpResponse:
    return _settings_page(request, Scope())


@for_discussion
@require_safe
def section_discussion(request: HttpRequest, slug: str) -> HttpResponse:
    return _settings_page(request, Scope(section=get_object_or_404(Section, slug=slug)))


@for_discussion
@require_safe
def story_discussion(request: HttpRequest, article_id: int) -> HttpResponse:
    return _settings_page(request, Scope(article=_story(request, article_id)))


@for_discussion
@require_POST
def change_site_discussion(request: HttpRequest) -> HttpResponse:
    return _change(request, Scope())


@for_discussion
@require_POST
def change_section_discussion(request: HttpRequest, slug: str) -> HttpResponse:
    return _change(request, Scope(section=get_object_or_404(Section, slug=slug)))


@for_discussion
@require_POST
def change_story_discussion(request: HttpRequest, article_id: int) -> HttpResponse:
    return _change(request, Scope(article=_story(request, article_id)))


@for_discussion
@require_POST
def act_in_incident(request: HttpRequest, article_id: int) -> HttpResponse:
    """Pause or close the comments on one story, or take that back: what a moderator may do without an editor."""
    story = _story(request, article_id)
    by: Any = request.user
    match request.POST.get("act"):
        case "pause":
            change(Scope(article=story), {"is_paused": True}, by=by)
        case "resume":
            change(Scope(article=story), {"is_paused": None}, by=by)
        case "close":
            open_or_close(story, is_open=False, by=by)
        case "open":
            open_or_close(story, is_open=True, by=by)
        case _:
            raise BadRequest("There is no such act.")
    return redirect("comments:story_discussion", story.pk)


def _story(request: HttpRequest, article_id: int) -> Article:
    """Return the story; a draft only to those who may change discussions."""
    stories = Article.objects.select_related("section")
    if not request.user.has_perm(CHANGE):
        stories = stories.filter(first_published_at__lte=timezone.now())
    return get_object_or_404(stories, pk=article_id)


def _change(request: HttpRequest, scope: Scope) -> HttpResponse:
    if not request.user.has_perm(CHANGE):
        raise PermissionDenied
    form = DiscussionForm(request.POST, row=scope.settings())
    if not form.is_valid():
        return _settings_page(request, scope, form, status=422)
    changed = change(scope, form.cleaned_data, by=request.user)  # type: ignore[arg-type]  # signed in
    messages.info(request, _("Saved. It is in force at once.") if changed else _("Nothing was different."))
    return redirect(_address(scope))


def _settings_page(
    request: HttpRequest, scope: Scope, form: DiscussionForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "scope": scope,
        "form": form or DiscussionForm(row=scope.settings()),
        "may_change": request.user.has_perm(CHANGE),
        "action": f"{_address(scope)}change/",
        "log": change_log(scope, with_drafts=request.user.has_perm(CHANGE)),
    }
    if scope.article:
        discussion = discussion_of(scope.article)
        context |= {
            "rules": rules_in_words(discussion),
            "publishing": publishing_rules_of(scope.article, timezone.now()),
            "comments": newest_comments(scope.article) if request.user.has_perm(ANSWER) else [],
            "closed": closed_in_words(discussion, timezone.now()),
            "is_paused_itself": discussion.rules["is_paused"] == Rule("is_paused", True, STORY),
        }
    return render(request, "comments/discussion/settings.html", context, status=status)


def _address(scope: Scope) -> str:
    if scope.article:
        return reverse("comments:story_discussion", args=[scope.article.pk])
    if scope.section:
        return reverse("comments:section_discussion", args=[scope.section.slug])
    return reverse("comments:site_discussion")
