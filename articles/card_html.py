"""A story in a list, as HTML: a filled stencil of `articles/_card.html`."""

from __future__ import annotations

from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.bylines import signatures
from articles.dates import day_in_words
from articles.library.markup import EAGER, FIRST, LAZY, picture_shape, picture_values
from articles.models import Article
from articles.stencils import mark, stencil

MARKS = {
    name: mark(name)
    for name in ("hue", "section", "section_url", "headline", "url", "standfirst", "published_at", "published")
}
LOADING = {"lead": FIRST, "second": EAGER, "river": LAZY}


def card_html(article: Article, *, place: str, headline: str = "", words: str = "") -> SafeString:
    """
    Show a published story that was loaded with `for_list`; pictures below the fold are loaded when they are near.

    `headline` and `words` stand in place of the story's own headline and standfirst, as text or as HTML.
    """
    words = words or article.standfirst
    authors = signatures(article.signed_by)
    picture, comments = article.lead_picture, article.comment_count
    pattern = stencil(
        "articles/_card.html",
        **MARKS,
        **(picture_shape(picture, LOADING[place]) if picture else {}),
        authors=tuple(
            (mark(f"author{rank}_url"), mark(f"author{rank}"), before) for rank, (_, before) in enumerate(authors)
        ),
        comments=mark("comments") if comments else "",
        lang="" if article.language == settings.LANGUAGE_CODE else mark("lang"),
        is_live=article.is_live,
        has_standfirst=bool(words),
    )
    values: dict[str, str | int] = {}
    for rank, (author, _before) in enumerate(authors):
        values |= {f"author{rank}_url": author.get_absolute_url(), f"author{rank}": author.name}
    if picture:
        values |= picture_values(picture, place, shape="16x9", alt="")
    assert article.published_at is not None
    return pattern.fill(
        hue=article.section.position,
        section=article.section.name,
        section_url=article.section.get_absolute_url(),
        headline=headline or article.headline,
        url=article.get_absolute_url(),
        standfirst=words,
        lang=article.language,
        published_at=article.published_at.isoformat(timespec="seconds"),
        published=day_in_words(article.published_at),
        comments=ngettext("%(count)s comment", "%(count)s comments", comments) % {"count": comments},
        **values,
    )
