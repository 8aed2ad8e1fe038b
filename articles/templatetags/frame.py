"""What stands around every page: the same for most of them, and so rendered once (`articles/stencils.py`)."""

from __future__ import annotations

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from articles.models import Section
from articles.stencils import stencil

register = template.Library()


@register.simple_tag
def icons() -> SafeString:
    return stencil("_icons.html").fill()


@register.simple_tag(takes_context=True)
def masthead(context: Context) -> SafeString:
    """Show the site's name and its sections; the one that is shown, or that of the story, is marked as current."""
    subject, story = context.get("subject"), context.get("article")
    of_page = subject.pk if isinstance(subject, Section) else None
    of_story = story.section_id if story else None
    sections = tuple(
        (each.get_absolute_url(), each.name, {of_story: "true", of_page: "page"}.get(each.pk, ""))
        for each in context["sections"]
    )
    return stencil("_masthead.html", site_name=context["site_name"], sections=sections).fill()


@register.simple_tag(takes_context=True)
def footer(context: Context) -> SafeString:
    pages = tuple((page.get_absolute_url(), page.title) for page in context["site_pages"])
    shape = {"site_name": context["site_name"], "archive_year": context["archive_year"], "pages": pages}
    return stencil("_footer.html", **shape).fill()
