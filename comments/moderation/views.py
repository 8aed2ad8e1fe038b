"""The moderators' desk: queues to read, and one address that takes every decision."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments.models import Comment
from comments.moderation.access import for_moderators
from comments.moderation.addresses import next_page
from comments.moderation.cards import dressed, with_choices
from comments.moderation.deciding import Outcome, decide
from comments.moderation.forms import DecisionForm
from comments.moderation.notices import akismet_notices
from comments.moderation.queues import (
    DEFAULT_ORDER,
    LABELS,
    all_queues,
    came_since,
    folded_away,
    newest_place,
    page_of_queue,
)

SEARCH_MAX = 100


@for_moderators
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    queue = request.GET.get("queue", "review")
    if queue not in LABELS:
        raise Http404
    words = request.GET.get("q", "").replace("\0", "").strip()[:SEARCH_MAX]
    order = request.GET.get("order", "") or DEFAULT_ORDER[queue]
    newest_first = order == "newest"
    cursor = request.GET.get("after", "")
    is_blatant = queue == "spam" and request.GET.get("blatant") == "1"
    mode = "focus" if request.GET.get("mode") == "focus" else ""
    kept = {"queue": queue, "blatant": "1" if is_blatant else "", "q": words, "order": order, "mode": mode}
    page = page_of_queue(queue, is_blatant=is_blatant, newest_first=newest_first, words=words, cursor=cursor)
    dressed(page.comments)
    context = {
        "queues": all_queues(),
        "queue": queue,
        "label": LABELS[queue],
        "is_blatant": is_blatant,
        "folded": folded_away(words) if queue == "spam" and not is_blatant else None,
        "page": page,
        "words": words,
        "newest_first": newest_first,
        "mode": mode,
        "newest": newest_place(queue),
        "here": _address(kept | {"after": cursor}),
        "next": _address(kept | {"after": page.next_cursor}),
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/desk.html", with_choices(context))


@for_moderators
@require_safe
def new_comments(request: HttpRequest) -> JsonResponse:
    """Say how many comments have come into a queue behind a place; the page asks now and then, and never jumps."""
    queue = request.GET.get("queue", "")
    if queue not in LABELS:
        raise Http404
    count = came_since(queue, request.GET.get("since", ""))
    number = int(count.rstrip("+"))
    sentence = ngettext("%(count)s new comment: load it", "%(count)s new comments: load them", number)
    return JsonResponse({"count": number, "sentence": sentence % {"count": count}})


@for_moderators
@require_POST
def decide_on_comments(request: HttpRequest) -> HttpResponse:
    """Take a decision: 409 and the colleague's decision when it came too late, 422 when it needs a reason first."""
    form = DecisionForm(request.POST, by=request.user)  # type: ignore[arg-type]  # for_moderators lets no one else in
    if not form.is_valid():
        context = {"form": form, "next": next_page(request)}
        return render(request, "comments/moderation/refused.html", context, status=400)
    if form.lacks_reason():
        context = {"comments": form.comments, "seen": form.seen(), "next": next_page(request)}
        return render(request, "comments/moderation/choose_reason.html", with_choices(context), status=422)
    outcome = decide(form.seen(), form.cleaned_data["decision"], by=form.by, reason=form.reason_given())
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return _row(request, outcome)
    return _answer(request, outcome)


def _answer(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    if outcome.too_late:
        dressed([late.comment for late in outcome.too_late])
        context = {"outcome": outcome, "next": next_page(request)}
        return render(request, "comments/moderation/too_late.html", with_choices(context), status=409)
    count = len(outcome.done)
    sentence = ngettext("%(count)d comment decided.", "%(count)d comments decided.", count) % {"count": count}
    messages.info(request, sentence)
    return redirect(next_page(request))


def _row(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    """Answer a press on one row with that row as it is now."""
    late = outcome.too_late[0] if outcome.too_late else None
    comment = late.comment if late else _with_its_story(outcome.done[0])
    dressed([comment])
    context = with_choices({"comment": comment, "late": late, "was_decided": True, "here": next_page(request)})
    return render(request, "comments/moderation/_comment.html", context, status=409 if late else 200)


def _with_its_story(comment_id: int) -> Comment:
    return Comment.objects.select_related("article", "decided_by", "parent").get(pk=comment_id)


def _address(given: dict[str, str]) -> str:
    return f"{reverse('comments:desk')}?{urlencode({name: value for name, value in given.items() if value})}"
