"""The page under a preview link. Whoever has the address sees it; no session is looked at, no cookie set."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.kept_nowhere import kept_nowhere
from articles.models import PreviewLink
from articles.previews.links import content_for, may_share
from articles.views import render_article


@require_safe
def preview_link(request: HttpRequest, token: str) -> HttpResponse:
    """Show a story under a link that is open. One that ended, was revoked or never was answers alike."""
    link = PreviewLink.objects.open().with_token(token).select_related("created_by").first()
    if link is None:
        raise Http404
    article = content_for(link)
    if not may_share(link.created_by, article):
        raise Http404
    if request.method == "GET":
        link.note_seen()
    response = kept_nowhere(render_article(request, article, preview_link=link))
    # What the story links to is not told the address. (Not on pages with forms: their origin would be hidden as well.)
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
