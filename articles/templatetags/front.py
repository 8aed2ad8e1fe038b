"""What stands around a story: breaking news above it, its series and related stories below it."""

from __future__ import annotations

from typing import Any

from django import template
from django.template.context import Context

from articles.front.breaking import breaking_news
from articles.front.following import installment, related_stories
from articles.models import Article, StoryTemplate

register = template.Library()


@register.inclusion_tag("articles/_breaking.html", takes_context=True)
def breaking(context: Context) -> dict[str, Any]:
    """Show the line of breaking news; a view that has asked already hands it over as `banner`."""
    return {"banner": context["banner"] if "banner" in context else breaking_news(context.get("page_life"))}


@register.inclusion_tag("articles/_series_box.html", takes_context=True)
def series_box(context: Context, article: Article) -> dict[str, Any]:
    return {"installment": installment(article, context.get("page_life")), "article": article}


@register.inclusion_tag("articles/_related.html", takes_context=True)
def related(context: Context, article: Article) -> dict[str, Any]:
    return {"stories": related_stories(article, context.get("page_life"))}


@register.inclusion_tag("admin/articles/_beginnings.html")
def story_beginnings() -> dict[str, Any]:
    return {"beginnings": StoryTemplate.objects.only("name")[:20]}
