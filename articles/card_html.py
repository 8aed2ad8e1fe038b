"""A story in a list, as HTML: a filled stencil of `articles/_card.html`."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import ngettext

from articles.dates import day_in_words
from articles.models import Article
from articles.stencils import mark, stencil

MARKS = {
    name: mark(name)
    for name in ("hue", "section", "section_url", "headline", "url", "standfirst", "published_at", "published")
}
PICTURE_MARKS = tuple(mark(name) for name in ("picture_url", "picture_width", "picture_height"))


def card_html(article: Article, *, is_lazy: bool) -> SafeString:
    """Show a published story that was loaded with `for_list`; pictures below the fold are loaded when they are near."""
    authors = [byline.author for byline in article.bylines.all()]
    picture, comments = article.lead_picture, article.comment_count
    pattern = stencil(
        "articles/_card.html",
        **MARKS,
        picture=PICTURE_MARKS if picture else (),
        is_lazy=is_lazy,
        authors=tuple((mark(f"author{place}_url"), mark(f"author{place}")) for place in range(len(authors))),
        comments=mark("comments") if comments else "",
        is_live=article.is_live,
        has_standfirst=bool(article.standfirst),
    )
    values: dict[str, str | int] = {}
    for place, author in enumerate(authors):
        values |= {f"author{place}_url": author.get_absolute_url(), f"author{place}": author.name}
    if picture:
        values |= {
            "picture_url": picture.file.url,
            "picture_width": picture.width,
            "picture_height": picture.height,
        }
    assert article.published_at is not None
    return pattern.fill(
        hue=article.section.position,
        section=article.section.name,
        section_url=article.section.get_absolute_url(),
        headline=article.headline,
        url=article.get_absolute_url(),
        standfirst=article.standfirst,
        published_at=article.published_at.isoformat(timespec="seconds"),
        published=day_in_words(article.published_at),
        comments=ngettext("%(count)s comment", "%(count)s comments", comments) % {"count": comments},
        **values,
    )
