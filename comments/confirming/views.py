"""Where the link in the mail leads: a page with one button. Opening it confirms nothing, mail scanners open it too."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from articles.kept_nowhere import kept_nowhere
from comments.confirming.links import LinkExpired, wish_of
from comments.models import AddressConfirmation
from comments.posting.origin import is_cross_site


@require_safe
def address(request: HttpRequest, key: str) -> HttpResponse:
    try:
        wish = _wish(key)
    except LinkExpired:
        return _page(request, "expired", status=410)
    return _page(request, "before" if wish.confirmed_at else "ask", wish)


@csrf_exempt
@require_POST
def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    """Confirm the address for whoever got the mail; the secret address is the authority. No comment changes."""
    try:
        wish = _wish(key)
    except LinkExpired:
        return _page(request, "expired", status=410)
    if is_cross_site(request):
        return _page(request, "ask", wish, status=403)
    is_new = AddressConfirmation.objects.confirm(wish, timezone.now())
    return _page(request, "now" if is_new else "before", wish)


def _wish(key: str) -> AddressConfirmation:
    wish = wish_of(key)
    if wish is None:
        raise Http404
    return wish


def _page(
    request: HttpRequest, state: str, wish: AddressConfirmation | None = None, *, status: int = 200
) -> HttpResponse:
    context = {"state": state, "wish": wish}
    return kept_nowhere(render(request, "comments/confirming/address.html", context, status=status))
