"""Breaking news above every page, and how a new story may begin."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from articles.front.breaking import breaking_news
from articles.models import StoryTemplate

register = template.Library()


@register.inclusion_tag("articles/_breaking.html", takes_context=True)
def breaking(context: Context) -> dict[str, Any]:
    """Show the line of breaking news; a view that has asked already hands it over as `banner`."""
    return {"banner": context["banner"] if "banner" in context else breaking_news(context.get("page_life"))}


@register.inclusion_tag("admin/articles/_beginnings.html")
def story_beginnings() -> dict[str, Any]:
    return {"beginnings": StoryTemplate.objects.only("name")[:20]}
