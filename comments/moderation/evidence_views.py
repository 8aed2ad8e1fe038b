"""One comment with all that is known of it, and the wish that Akismet looks at it again, which can be taken back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from comments.models import Comment
from comments.moderation import evidence as known
from comments.moderation.access import for_moderators, moderator
from comments.moderation.addresses import next_page
from comments.moderation.card_actions import CardActions
from comments.moderation.cards import cards_of
from comments.moderation.check_again import CheckAgainForm, ask_again, cancel_asking
from comments.moderation.notices import akismet_notices
from comments.moderation.shortening import ShorteningForm, active_passages
from comments.reports.listing import reports_of
from comments.shortening import pieces


@for_moderators
@require_safe
def evidence(request: HttpRequest, comment_id: int) -> HttpResponse:
    return evidence_page(request, comment_id)


def evidence_page(
    request: HttpRequest, comment_id: int, *, shortening: ShorteningForm | None = None, status: int = 200
) -> HttpResponse:
    comment = get_object_or_404(Comment.objects.for_cards(), pk=comment_id)
    here = reverse("comments:evidence", args=[comment.pk])
    attempts = known.attempts_of(comment)
    context = {
        "comment": comment,
        "card": cards_of([comment], user=moderator(request))[0],
        "decide": CardActions(request, here),
        "reasons_for_its_place": known.reasons_for_its_place(comment),
        "attempts": attempts,
        "told": known.told_rows(comment),
        "answer": known.answer_rows(comment),
        "feedback": known.feedback_sentence(comment, attempts),
        "events": known.events_of(comment),
        "notes": comment.notes.select_related("by"),
        "shortening": shortening or ShorteningForm(comment=comment),
        "shortenings": comment.shortenings.select_related("by", "taken_back_by"),
        "pieces": list(pieces(comment.body, active_passages(comment))),
        "reports": reports_of(comment),
        "here": here,
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/evidence.html", context, status=status)


@for_moderators
@require_POST
def check_comments_again(request: HttpRequest) -> HttpResponse:
    form = CheckAgainForm(request.POST)
    if not form.is_valid():
        context = {"form": form, "next": next_page(request)}
        return render(request, "comments/moderation/not_asked.html", context, status=400)
    messages.info(request, _sentence(ask_again(form.comments)))
    return redirect(next_page(request))


@for_moderators
@require_POST
def cancel_check_again(request: HttpRequest) -> HttpResponse:
    messages.info(request, _cancelled_sentence(cancel_asking()))
    return redirect(next_page(request, otherwise="comments:screening"))


def _sentence(count: int) -> str:
    if not count:
        return _("Akismet cannot be asked about this: the comment is withdrawn or its sender’s address is not known.")
    return ngettext(
        "Akismet is asked again about %(count)d comment. Load the page again to see its answer.",
        "Akismet is asked again about %(count)d comments. Load the page again to see its answers.",
        count,
    ) % {"count": count}


def _cancelled_sentence(count: int) -> str:
    if not count:
        return _("Nothing was left to cancel: what a worker holds or Akismet itself put off is still checked.")
    return ngettext(
        "%(count)d comment is not checked again; its verdict stands.",
        "%(count)d comments are not checked again; their verdicts stand.",
        count,
    ) % {"count": count}
