"""
Leaving by the link that every mail with news names in its head and in its last line.

A mail program may press it for its owner (RFC 8058): it has no session and no cookie, sends no header that tells where
it comes from, and the signed key is its authority. A GET ends nothing, for mail programs open links unasked.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from articles.kept_nowhere import kept_nowhere
from comments.following.links import Leaver, who_leaves
from comments.models import Subscription


@csrf_exempt
def leave(request: HttpRequest, key: str) -> HttpResponse:
    """End one subscription on a POST, and ask on a GET; one that has ended already has ended."""
    leaver = _leaver(key)
    own = Subscription.objects.of_address(leaver.email_hash).filter(pk=leaver.number)
    subscription = own.select_related("article").first()
    if subscription and request.method == "POST":
        subscription.delete()
    state = "ask" if subscription and request.method != "POST" else "left"
    return _page(request, key, state, subscription, may_leave_all=leaver.may_leave_all)


@csrf_exempt
@require_POST
def leave_all(request: HttpRequest, key: str) -> HttpResponse:
    """End all that the address follows."""
    leaver = _leaver(key)
    if not leaver.may_leave_all:
        raise Http404
    Subscription.objects.of_address(leaver.email_hash).delete()
    return _page(request, key, "left_all")


def _leaver(key: str) -> Leaver:
    leaver = who_leaves(key)
    if leaver is None:
        raise Http404
    return leaver


def _page(
    request: HttpRequest,
    key: str,
    state: str,
    subscription: Subscription | None = None,
    *,
    may_leave_all: bool = False,
) -> HttpResponse:
    context = {"key": key, "state": state, "subscription": subscription, "may_leave_all": may_leave_all}
    return kept_nowhere(render(request, "comments/following/leave.html", context))
