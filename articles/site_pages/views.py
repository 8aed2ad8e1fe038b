from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from articles.addresses.old import moved_to
from articles.models import SitePage, SubjectAddress
from articles.site_pages.pages import render_site_page


@require_safe
def site_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a page, or lead to it from an address that it had."""
    if page := SitePage.objects.public().filter(slug=slug).first():
        return render_site_page(request, page)
    renamed = SubjectAddress.objects.present("sitepage", slug)
    if not isinstance(renamed, SitePage) or not renamed.is_public:
        raise Http404
    return moved_to(request, renamed.get_absolute_url())
