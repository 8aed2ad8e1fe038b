"""What a preview link shows, and who may give one away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.utils import timezone

from articles.checks.elsewhere import is_embargoed
from articles.models import Article, PreviewLink

SHARE_EMBARGOED = "articles.share_embargoed"


def content_for(link: PreviewLink) -> Article:
    """Return the story as the link shows it: the latest state of it."""
    return Article.objects.for_page().get(pk=link.article_id)


def may_share(user: User | Any, article: Article) -> bool:
    """Tell whether links of this person lead to the story: under an embargo only with the permission for that."""
    return not is_embargoed(article, timezone.now()) or user.has_perm(SHARE_EMBARGOED)


def kept_nowhere(response: HttpResponse) -> HttpResponse:
    """Keep a page that is not public out of every cache and search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
