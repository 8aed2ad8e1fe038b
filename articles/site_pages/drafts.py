"""A first text for each page that readers expect; it names what the newsroom has to fill in."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from articles.models import SitePage

TITLES = {
    SitePage.Kind.ABOUT: _("About us"),
    SitePage.Kind.CONTACT: _("Contact"),
    SitePage.Kind.CHARTER: _("Charter of the comments"),
    SitePage.Kind.ACCESSIBILITY: _("Accessibility"),
}


def missing() -> list[SitePage.Kind]:
    """Return the kinds of page that readers expect and that the site has not."""
    known = set(SitePage.objects.values_list("kind", flat=True))
    return [kind for kind in TITLES if kind not in known]


def draft(kind: SitePage.Kind) -> SitePage:
    """Return a page of this kind that is not saved, in the site's language."""
    with override(settings.LANGUAGE_CODE):
        title = str(TITLES[kind])
        body = render_to_string(f"articles/site_pages/{kind}.html", {"site_name": settings.SITE_NAME})
    position = list(TITLES).index(kind) + 1
    return SitePage(kind=kind, title=title, slug=slugify(title), body=body.strip(), position=position)
