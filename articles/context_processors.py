from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles.models import Section, SitePage


def site(request: HttpRequest) -> dict[str, Any]:
    """What every page of the site shows around its own content; the lists are loaded by the pages that show them."""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "language": settings.LANGUAGE_CODE,
        "archive_year": timezone.localdate().year,
        "sections": SimpleLazyObject(lambda: list(Section.objects.all())),
        "site_pages": SimpleLazyObject(lambda: list(SitePage.objects.for_footer())),
    }
