"""The address that takes every decision, on one comment or on many."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments.models import Comment
from comments.moderation.access import for_moderators, moderator
from comments.moderation.addresses import next_page
from comments.moderation.answers import CHOICES, open_answers
from comments.moderation.card_actions import CardActions
from comments.moderation.cards import cards_of
from comments.moderation.deciding import Outcome, decide, public_under_hidden
from comments.moderation.forms import DecisionForm
from comments.moderation.meanwhile import meanwhile_of_selection


@for_moderators
@require_POST
def decide_on_comments(request: HttpRequest) -> HttpResponse:
    """
    Take a decision.

    409 and the colleague's decision when it came too late, 422 when it needs a reason or a word on answers first.
    """
    form = DecisionForm(request.POST, by=moderator(request))
    if not form.is_valid():
        context = {"form": form, "next": next_page(request)}
        return render(request, "comments/moderation/refused.html", context, status=400)
    if form.lacks_reason():
        return _ask_reason(request, form)
    if form.asks_about_answers() and (count := open_answers(form.comments).count()):
        return _ask_about_answers(request, form, count)
    outcome = decide(form.seen(), form.made(), by=form.by, takes_answers=form.takes_answers())
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return _row(request, outcome, form.comments[0])
    return _answer(request, outcome)


def _ask_reason(request: HttpRequest, form: DecisionForm) -> HttpResponse:
    context = {"comments": form.comments, "next": next_page(request), "decide": _forms(request)}
    return render(request, "comments/moderation/choose_reason.html", context, status=422)


def _ask_about_answers(request: HttpRequest, form: DecisionForm, count: int) -> HttpResponse:
    """Ask what becomes of the answers, on the card itself or on a page; nothing has been decided yet."""
    asked = {"count": count, "choices": CHOICES, "posted": form.cleaned_data, "comments": form.comments}
    if request.htmx:  # type: ignore[attr-defined]  # set by HtmxMiddleware
        return _card(request, _loaded(form.comments[0].pk), {"asks": asked}, status=422)
    context = {"asks": asked, "next": next_page(request)}
    return render(request, "comments/moderation/about_answers.html", context, status=422)


def _answer(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    meanwhile = meanwhile_of_selection(outcome, by=moderator(request)).sentence()
    if outcome.too_late:
        late = [each.comment for each in outcome.too_late]
        cards = cards_of(late, user=moderator(request), late=outcome.too_late)
        context = {"outcome": outcome, "meanwhile": meanwhile, "cards": cards}
        context |= {"next": next_page(request), "decide": _forms(request)}
        return render(request, "comments/moderation/too_late.html", context, status=409)
    messages.info(request, " ".join(filter(None, [decided_sentence(outcome.done), meanwhile])))
    return redirect(next_page(request))


def decided_sentence(done: list[int]) -> str:
    """Say how many comments were decided, and where some are now public under something that is not."""
    sentence = ngettext("%(count)d comment decided.", "%(count)d comments decided.", len(done)) % {"count": len(done)}
    hidden = public_under_hidden(done)
    if not hidden:
        return sentence
    more = ngettext(
        "%(count)d of them answers a comment that is not public.",
        "%(count)d of them answer comments that are not public.",
        hidden,
    )
    return f"{sentence} {more % {'count': hidden}}"


def _row(request: HttpRequest, outcome: Outcome, asked: Comment) -> HttpResponse:
    """Answer a press on one row with that row as it is now."""
    late = outcome.too_late[0] if outcome.too_late else None
    comment = late.comment if late else _loaded(asked.pk)
    return _card(request, comment, {"was_decided": not late}, status=409 if late else 200, late=outcome.too_late)


def _card(request: HttpRequest, comment: Comment, context: dict[str, Any], status: int, late: Any = ()) -> HttpResponse:
    (card,) = cards_of([comment], user=moderator(request), late=late)
    context |= {"card": card, "decide": _forms(request), "takes_focus": True, "selectable": True}
    return render(request, "comments/moderation/_comment.html", context, status=status)


def _forms(request: HttpRequest) -> CardActions:
    return CardActions(request, next_page(request))


def _loaded(comment_id: int) -> Comment:
    return Comment.objects.for_cards().get(pk=comment_id)
