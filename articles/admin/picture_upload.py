"""Uploading many pictures: dropped, or chosen in a plain form. Each is taken or refused on its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files import File
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from articles.bells import ring
from articles.library.fields import PictureFormField, accepted_types
from articles.library.safety import MAX_BYTES
from articles.models import Picture
from articles.tasks import make_picture_sizes

if TYPE_CHECKING:
    from articles.admin.pictures import PictureAdmin

MAX_AT_ONCE = 50


def upload_pictures(desk: PictureAdmin, request: HttpRequest) -> HttpResponse:
    """Show the form; take what can be taken, and lead to the words of it. A script sends one file at a time."""
    files = request.FILES.getlist("files")
    if request.method != "POST":
        return _form(desk, request)
    if request.accepts("text/html"):
        return _take_many(desk, request, files)
    return _take_one(desk, request, files)


def words_address(numbers: Iterable[int]) -> str:
    return f"{reverse('admin:articles_picture_words')}?pictures={','.join(map(str, numbers))}"


def _take_many(desk: PictureAdmin, request: HttpRequest, files: list[Any]) -> HttpResponse:
    if len(files) > MAX_AT_ONCE:
        sentence = _("At most %(most)d pictures at once: choose fewer, and come back for the others.")
        return _form(desk, request, [sentence % {"most": MAX_AT_ONCE}])
    numbers, refusals = [], []
    for file in files:
        try:
            numbers.append(_take(desk, request, file).pk)
        except ValidationError as refused:
            refusals.append(_("“%(file)s”: %(why)s") % {"file": file.name, "why": " ".join(refused.messages)})
    if not numbers:
        return _form(desk, request, refusals or [_("Choose one picture or more.")])
    for refusal in refusals:
        messages.error(request, refusal)
    return redirect(words_address(numbers))


def _take_one(desk: PictureAdmin, request: HttpRequest, files: list[Any]) -> HttpResponse:
    try:
        picture = _take(desk, request, *files[:1])
    except ValidationError as refused:
        return JsonResponse({"refusal": " ".join(refused.messages)})
    return JsonResponse({"picture": picture.pk})


def _take(desk: PictureAdmin, request: HttpRequest, file: File[Any] | None = None) -> Picture:
    accepted = PictureFormField().clean(file)
    with transaction.atomic():
        picture = Picture.objects.create(file=accepted)
        desk.log_addition(request, picture, [{"added": {}}])
        ring(make_picture_sizes)
    return picture


def _form(desk: PictureAdmin, request: HttpRequest, refusals: Iterable[str] = ()) -> HttpResponse:
    context = desk.admin_site.each_context(request) | {
        "title": _("Upload pictures"),
        "opts": Picture._meta,
        "refusals": refusals,
        "accepted_types": accepted_types(),
        "max_at_once": MAX_AT_ONCE,
        "max_bytes": MAX_BYTES,
        "words_address": words_address([]),
    }
    return TemplateResponse(request, "admin/articles/picture/upload.html", context)
