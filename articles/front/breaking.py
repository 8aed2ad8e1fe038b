"""The line of breaking news that every public page shows while it lasts."""

from __future__ import annotations

from articles.models import Article, Banner
from articles.page_cache import PageLife

SHOWN = [
    "text",
    "starts_at",
    "ends_at",
    "article__slug",
    "article__published_at",
    "article__first_published_at",
    "article__ends_at",
]


def breaking_news(life: PageLife | None = None) -> Banner | None:
    """Return the line that began last, from one query, and tell the page when that changes by itself."""
    banners = Banner.objects.not_over().select_related("article").only(*SHOWN)
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
