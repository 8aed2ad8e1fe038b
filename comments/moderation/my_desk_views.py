"""The settings of one's own desk, and the switch in a mail that stops the mails."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.kept_nowhere import kept_nowhere
from comments.models import DeskPreferences
from comments.moderation.access import for_moderators, moderator
from comments.moderation.digest import whose_digest
from comments.moderation.my_desk import MyDeskForm, close_feed, open_feed
from comments.moderation.notices import akismet_notices


@for_moderators
@require_safe
def my_desk(request: HttpRequest) -> HttpResponse:
    return _page(request, MyDeskForm(instance=_own(request)))


@for_moderators
@require_POST
def save_my_desk(request: HttpRequest) -> HttpResponse:
    form = MyDeskForm(request.POST, instance=_own(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    form.store()
    messages.info(request, _saved_sentence(form))
    return redirect("comments:my_desk")


@for_moderators
@require_POST
def replace_feed(request: HttpRequest) -> HttpResponse:
    """Show a new address of the feed in this answer and in no other; or with `close` let none open it."""
    if "close" in request.POST:
        close_feed(moderator(request), timezone.now())
        messages.info(request, _("The feed is closed: its address opens nothing any more."))
        return redirect("comments:my_desk")
    path = open_feed(moderator(request), timezone.now())
    return _page(request, MyDeskForm(instance=_own(request)), feed_address=settings.SITE_URL + path)


@csrf_exempt
def leave_digest(request: HttpRequest, key: str) -> HttpResponse:
    """
    Stop the mails to whom the key was sent: a POST does, and a GET asks, for mail programs open links unasked.

    A mail program may press this for its owner (RFC 8058): it has no session, and the signed key is its authority.
    """
    person = whose_digest(key)
    if person is None:
        raise Http404
    is_stopped = request.method == "POST"
    if is_stopped:
        DeskPreferences.objects.filter(user=person).stop_digest()
    return kept_nowhere(render(request, "comments/moderation/leave_digest.html", {"is_stopped": is_stopped}))


def _page(request: HttpRequest, form: MyDeskForm, *, status: int = 200, feed_address: str = "") -> HttpResponse:
    context = {
        "form": form,
        "preferences": _own(request),
        "feed_address": feed_address,
        "mail_address": moderator(request).email,
        "notices": akismet_notices(),
    }
    return render(request, "comments/moderation/my_desk.html", context, status=status)


def _own(request: HttpRequest) -> DeskPreferences:
    return DeskPreferences.of(moderator(request))


def _saved_sentence(form: MyDeskForm) -> str:
    if not form.cleaned_data["digest_on"]:
        return _("Saved. No mail is sent to you.")
    return _("Saved. The first mail comes when what you chose is reached.")
