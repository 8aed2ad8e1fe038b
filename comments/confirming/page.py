"""Where the link in a mail leads: a page with one button. Opening it confirms nothing, mail scanners open it too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from articles.kept_nowhere import kept_nowhere
from comments.confirming.links import LinkExpired
from comments.models import AddressConfirmation, Subscription
from comments.posting.origin import is_cross_site


@dataclass(frozen=True)
class ConfirmingPage[Wish: (AddressConfirmation, Subscription)]:
    """
    The page of one kind of wish.

    `wish_of` returns the wish that a key was made for, None for a key that was never made, and raises LinkExpired;
    `confirm` returns whether the wish was not confirmed before.
    """

    template: str
    wish_of: Callable[[str], Wish | None]
    confirm: Callable[[Wish, datetime], bool]

    def ask(self, request: HttpRequest, key: str) -> HttpResponse:
        try:
            wish = self._wish(key)
        except LinkExpired:
            return self._page(request, "expired", status=410)
        return self._page(request, "before" if wish.confirmed_at else "ask", wish)

    def take(self, request: HttpRequest, key: str) -> HttpResponse:
        """Confirm for whoever got the mail; the secret address is the authority."""
        try:
            wish = self._wish(key)
        except LinkExpired:
            return self._page(request, "expired", status=410)
        if is_cross_site(request):
            return self._page(request, "ask", wish, status=403)
        is_new = self.confirm(wish, timezone.now())
        return self._page(request, "now" if is_new else "before", wish)

    def _wish(self, key: str) -> Wish:
        wish = self.wish_of(key)
        if wish is None:
            raise Http404
        return wish

    def _page(self, request: HttpRequest, state: str, wish: Wish | None = None, *, status: int = 200) -> HttpResponse:
        return kept_nowhere(render(request, self.template, {"state": state, "wish": wish}, status=status))
