"""The home page and the pages of sections, as readers see them and as an editor previews them."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.front.arranging import HOME_SIZE, home_page
from articles.front.breaking import breaking_news
from articles.front.discussed import most_discussed
from articles.models import Article, Banner, Front, Section
from articles.paging import page_of


def render_home(request: HttpRequest, front: Front, pinned: Sequence[Article], **context: object) -> HttpResponse:
    banner = breaking_news()
    shown = home_page(front, pinned, request.GET.get("before", ""), _story_of(banner))
    context |= {"page": shown.page, "stories": shown.stories, "blocks": shown.blocks, "banner": banner}
    context["discussed"] = most_discussed() if shown.page.is_first else []
    return render(request, "articles/home.html", context)


def render_section(
    request: HttpRequest, section: Section, pinned: Sequence[Article], **context: object
) -> HttpResponse:
    stories = section.articles.all().published().for_list()
    others = stories.exclude(pk__in=[story.pk for story in pinned]) if pinned else stories
    page = page_of(others, request.GET.get("before", ""), HOME_SIZE)
    context |= {"subject": section, "page": page, "pinned": pinned if page.is_first else []}
    return render(request, "articles/section_detail.html", context)


def _story_of(banner: Banner | None) -> Article | None:
    """Return the public story of the breaking news: it comes first while the line lasts."""
    if banner is None or banner.article_id is None:
        return None
    return Article.objects.published().for_list().filter(pk=banner.article_id).first()
