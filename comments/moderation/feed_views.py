"""The queue as an Atom feed, for whoever knows a moderator's secret address of it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.feed_formats import FullTextAtom
from articles.feeds import xml_text
from comments.markup import as_typed
from comments.models import Comment
from comments.moderation.my_desk import owner_of_feed

FEED_SIZE = 50


@require_safe
def queue_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with what waits for review, the newest first; no session is looked at, and nothing keeps the answer."""
    if owner_of_feed(token) is None:
        raise Http404
    feed = FullTextAtom(
        title=xml_text(_("%(site)s – to review") % {"site": settings.SITE_NAME}),
        link=settings.SITE_URL + reverse("comments:desk"),
        description="",
        language=settings.LANGUAGE_CODE,
        feed_url=settings.SITE_URL + request.path,
    )
    for comment in _newest_waiting():
        _add(feed, comment)
    headers = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}
    response = HttpResponse(content_type=feed.content_type, headers=headers)
    feed.write(response, "utf-8")
    return response


def _newest_waiting() -> list[Comment]:
    waiting = Comment.objects.in_queue("review").select_related("article")
    return list(waiting.order_by("-submitted_at", "-pk")[:FEED_SIZE])


def _add(feed: FullTextAtom, comment: Comment) -> None:
    names = {"name": comment.author_name, "story": comment.article.headline}
    feed.add_item(
        title=xml_text(_("%(name)s, under “%(story)s”") % names),
        link=settings.SITE_URL + reverse("comments:evidence", args=[comment.pk]),
        description="",
        author_name=xml_text(comment.author_name),
        pubdate=comment.submitted_at,
        updateddate=comment.submitted_at,
        unique_id=f"{settings.SITE_URL}{reverse('comments:evidence', args=[comment.pk])}#{comment.revision}",
        full_text=xml_text(as_typed(comment.body)),
    )
