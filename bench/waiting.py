"""A story, and new comments under it for the benchmarks of screening."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from articles.models import Article
    from comments.models import Comment

_numbers = itertools.count(1)
TEXT = "Commentaire {}: un texte de longueur ordinaire, sans adresse, en deux phrases. Voilà."


def the_story() -> Article:
    from articles.models import Article, Section

    article = Article.objects.first()
    if article is None:
        section = Section.objects.create(name="Rubrique", slug="rubrique")
        article = Article.objects.create(headline="Article", slug="article", section=section, body="<p>Texte.</p>")
        article.publish()
    return article


def new_comment(article: Article) -> Comment:
    from comments.models import Comment

    number = next(_numbers)
    return Comment(
        article=article,
        author_name=f"Lectrice {number}",
        author_email=f"lectrice{number}@example.org",
        body=TEXT.format(number),
        ip_address="192.0.2.7",
        user_agent="Mozilla/5.0 (bench)",
    )


def add_comments(count: int) -> None:
    """Store a backlog in bulk, as it stands after an outage."""
    from django.utils import timezone

    from comments.finding.index import describe, store

    article, made = the_story(), []
    for _ in range(count):
        comment = new_comment(article)
        comment.submitted_at = comment.screen_after = timezone.now()
        describe(comment)
        comment.place_in_thread()
        made.append(comment)
    store(made)
