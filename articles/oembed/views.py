"""The address that other sites ask for a card."""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, SubElement, tostring

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import Resolver404, resolve
from django.views.decorators.http import conditional_page, require_safe

from articles.addresses.old import story_known_as
from articles.feeds import xml_text
from articles.models import Article
from articles.oembed.card import card_of
from articles.revisions.due import show_due_changes

_LENGTH = re.compile(r"[1-9][0-9]{0,5}")
_NO_LIMIT = 10**6


@require_safe
@conditional_page
def oembed(request: HttpRequest) -> HttpResponse:
    """
    Answer with the card of a published story: 404 for any other address, 501 for a format that there is not.

    A limit that is none is ignored, as are parameters of other providers.
    """
    write = _FORMATS.get(request.GET.get("format", "json"))
    if write is None:
        return HttpResponse("json, xml", status=501, content_type="text/plain")
    story = _story_at(request.GET.get("url", ""))
    return write(card_of(story, _limit(request, "maxwidth"), _limit(request, "maxheight")))


def _limit(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    return int(value) if _LENGTH.fullmatch(value) else _NO_LIMIT


def _story_at(address: str) -> Article:
    """Return the published story under an address of this site, of old or of today; raise Http404 for any other."""
    try:
        parts = urlsplit(address)
        match = resolve(parts.path)
    except (ValueError, Resolver404) as error:
        raise Http404 from error
    own = urlsplit(settings.SITE_URL)
    if parts.scheme not in ("http", "https") or parts.netloc.lower() != own.netloc.lower():
        raise Http404
    if match.view_name != "articles:article":
        raise Http404
    story = story_known_as(**match.kwargs)
    if story is None:
        raise Http404
    show_due_changes([story])
    return story


def _as_json(card: Mapping[str, str | int]) -> HttpResponse:
    return JsonResponse(card)


def _as_xml(card: Mapping[str, str | int]) -> HttpResponse:
    root = Element("oembed")
    for name, value in card.items():
        SubElement(root, name).text = xml_text(str(value))
    head = '<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n'
    return HttpResponse(head + tostring(root, "unicode"), content_type="text/xml; charset=utf-8")


_FORMATS = {"json": _as_json, "xml": _as_xml}
