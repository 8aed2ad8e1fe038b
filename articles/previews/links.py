"""What a preview link shows, and who may give one away."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import User

from articles.models import Article, PreviewLink
from articles.revisions.due import show

SHARE_EMBARGOED = "articles.share_embargoed"


def content_for(link: PreviewLink) -> Article:
    """Return the story as the link shows it: one revision, or the latest state, of a live story its change."""
    article = Article.objects.for_page().get(pk=link.article_id)
    revision = article.revisions.filter(number=link.revision).first() if link.revision else article.working
    if revision:
        show(article, revision.content)
    return article


def may_share(user: User | Any, article: Article) -> bool:
    """Tell whether links of this person lead to the story: under an embargo only with the permission for that."""
    return not article.is_embargoed() or user.has_perm(SHARE_EMBARGOED)
