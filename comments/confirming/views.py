"""Confirming the address of a comment by the link in a mail. No comment changes."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from comments.confirming.links import wish_of
from comments.confirming.page import ConfirmingPage
from comments.models import AddressConfirmation

_PAGE = ConfirmingPage("comments/confirming/address.html", wish_of, AddressConfirmation.objects.confirm)


@require_safe
def address(request: HttpRequest, key: str) -> HttpResponse:
    return _PAGE.ask(request, key)


@csrf_exempt
@require_POST
def confirm_address(request: HttpRequest, key: str) -> HttpResponse:
    return _PAGE.take(request, key)
