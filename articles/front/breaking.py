"""The line of breaking news that every public page shows while it lasts."""

from __future__ import annotations

from django.db.models import Prefetch

from articles.models import Article, Banner
from articles.page_cache import PageLife

ARTICLE = ["slug", "published_at", "first_published_at", "ends_at"]


def breaking_news(life: PageLife | None = None) -> Banner | None:
    """
    Return the line that began last, and tell the page when that changes by itself.

    Mostly there is none, and that takes one small query.
    """
    articles = Prefetch("article", Article.objects.only(*ARTICLE))
    banners = Banner.objects.not_over().only("text", "starts_at", "ends_at", "article").prefetch_related(articles)
    begun = [banner for banner in banners if banner.has_begun]
    if life is not None:
        for banner in banners:
            life.end(banner.ends_at if banner.has_begun else banner.starts_at)
            _end_when_public(life, banner.article)
    return begun[0] if begun else None


def _end_when_public(life: PageLife, article: Article | None) -> None:
    if article is not None and article.is_scheduled:
        assert article.published_at is not None
        life.end(article.published_at)
