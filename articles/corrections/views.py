"""All corrections and updates on one page for readers, and in feeds."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import conditional_page, require_safe

from articles.feed_formats import Feed
from articles.feeds import new_feed, stable_id, written, xml_text
from articles.models import Correction
from articles.models.correction import CorrectionQuerySet
from articles.paging import page_of_rows

PAGE_SIZE = 20
FEED_SIZE = 30


@require_safe
def corrections(request: HttpRequest) -> HttpResponse:
    page = page_of_rows(_public_notes(), request.GET.get("before", ""), PAGE_SIZE, by="at")
    return render(request, "articles/corrections.html", {"page": page})


@require_safe
@conditional_page
def corrections_feed(request: HttpRequest, format: str) -> HttpResponse:
    subject = gettext("Corrections and updates")
    title = f"{settings.SITE_NAME} – {subject}"
    feed = new_feed(format, path=request.path, page=reverse("articles:corrections"), title=title)
    for note in _public_notes().newest_first()[:FEED_SIZE]:
        _add_note(feed, note)
    return written(feed)


def _public_notes() -> CorrectionQuerySet:
    return Correction.objects.published().select_related("article").defer("article__body")


def _add_note(feed: Feed, note: Correction) -> None:
    feed.add_item(
        title=xml_text(f"{note.get_kind_display()} – {note.article.headline}"),
        link=settings.SITE_URL + note.get_absolute_url(),
        description=xml_text(note.said),
        pubdate=note.at,
        updateddate=max(filter(None, (note.at, note.changed_at, note.withdrawn_at))),
        unique_id=f"{stable_id(note.article)}/note-{note.pk}",
        unique_id_is_permalink=False,
    )
