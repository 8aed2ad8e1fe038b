"""The switch in a mail that stops the mails of its kind."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt

from articles.kept_nowhere import kept_nowhere
from articles.models import NoticePreferences
from articles.workflow.mail import whose_switch


@csrf_exempt
def switch_notices_off(request: HttpRequest, key: str) -> HttpResponse:
    """
    Stop the mails of one kind to whom the key was sent: a POST does, a GET asks, for mail programs open links unasked.

    A mail program may press this for its owner (RFC 8058): it has no session, and the signed key is its authority.
    """
    switch = whose_switch(key)
    if switch is None:
        raise Http404
    person, kind = switch
    if request.method == "POST":
        mine = NoticePreferences.of([get_object_or_404(User, pk=person)])[person]
        mine.choose(mine.in_page, [wanted for wanted in mine.by_mail if wanted != kind])
    context = {"is_stopped": request.method == "POST", "kind": kind.label}
    return kept_nowhere(render(request, "articles/switch_notices_off.html", context))
