"""Replacing a picture by another one of the library in every story, after a look at which stories these are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article, Picture
from articles.search.index import reindex

if TYPE_CHECKING:
    from articles.admin.pictures import PictureAdmin

CHOICE_SIZE = 24


def replace_picture(desk: PictureAdmin, request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the other picture, then look at the stories, then replace: three pages, and nothing changes on a GET."""
    old = get_object_or_404(Picture, pk=pk)
    if not desk.may_replace(request, old):
        raise PermissionDenied
    others = Picture.objects.exclude(pk=pk)
    if request.method == "POST":
        new = get_object_or_404(others, pk=_number(request.POST.get("by", "")))
        _replace(desk, request, old, new)
        return redirect("admin:articles_picture_change", new.pk)
    words, by = request.GET.get("q", "").strip(), request.GET.get("by", "")
    context: dict[str, Any] = desk.admin_site.each_context(request) | {
        "title": _("Replace a picture everywhere"),
        "opts": Picture._meta,
        "old": old,
        "uses": desk.uses(request, old),
        "words": words,
    }
    if by:
        context["new"] = get_object_or_404(others, pk=_number(by))
    else:
        context["page"] = Paginator(others.search(words), CHOICE_SIZE).get_page(request.GET.get("p"))
    return TemplateResponse(request, "admin/articles/picture/replace.html", context)


def _number(text: str) -> int:
    """Return the number of a picture; none has the number 0."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 16 else 0


def _replace(desk: PictureAdmin, request: HttpRequest, old: Picture, new: Picture) -> None:
    with transaction.atomic():
        count = Article.objects.replace_picture(old, new, by=request.user)
        # A caption is part of the text.
        reindex(Article.objects.showing(new))
        what = _("Replaced by picture %(number)s; stories: %(count)s.") % {"number": new.pk, "count": count}
        desk.log_change(request, old, what)
    sentence = ngettext(
        "%(count)s story shows this picture instead now.", "%(count)s stories show this picture instead now.", count
    )
    messages.info(request, sentence % {"count": count})
