"""The button that takes the last press back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from comments.models import Comment
from comments.moderation.access import for_moderators, moderator
from comments.moderation.addresses import next_page
from comments.moderation.undoing import TakenBack, take_last_back


@for_moderators
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take the last press of this person back, and lead to the first of its comments."""
    undone = take_last_back(by=moderator(request))
    if undone is None:
        messages.info(request, _("There is nothing to take back: you have decided nothing in the last hours."))
        return redirect(next_page(request))
    messages.info(request, _sentence(undone))
    return redirect(f"{next_page(request)}#comment-{undone.comment_ids[0]}")


def _sentence(undone: TakenBack) -> str:
    if not undone.count:
        return _("Nothing was taken back: these comments have been decided on since.")
    if len(undone.comment_ids) == 1:
        name = Comment.objects.values_list("author_name", flat=True).get(pk=undone.comment_ids[0])
        return _("Taken back: your decision on the comment by %(name)s.") % {"name": name}
    since = len(undone.comment_ids) - undone.count
    sentence = ngettext(
        "Taken back: your decision on %(count)d comment.",
        "Taken back: your decision on %(count)d comments.",
        undone.count,
    ) % {"count": undone.count}
    if not since:
        return sentence
    more = ngettext(
        "%(count)d other has been decided on since and stays as it is.",
        "%(count)d others have been decided on since and stay as they are.",
        since,
    )
    return f"{sentence} {more % {'count': since}}"
