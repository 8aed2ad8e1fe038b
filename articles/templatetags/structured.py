"""Linked data of readers' pages, each from what the page has loaded anyway."""

from collections.abc import Iterable

from django import template
from django.template.context import Context
from django.utils.safestring import SafeString

from articles.data_block import json_ld
from articles.models import Article, Author, AuthorLink, Section, Series, Tag
from articles.structured_data.pages import collection_page, profile_page, web_site
from articles.structured_data.story import news_article

register = template.Library()


@register.simple_tag(takes_context=True)
def story_data(context: Context, article: Article) -> SafeString:
    """Say what a published story is. A preview says nothing: whoever passes it on must not spread it."""
    if not article.is_published or context.get("preview_link"):
        return SafeString("")
    return json_ld(news_article(article, context.get("installment")))


@register.simple_tag
def site_data() -> SafeString:
    return json_ld(web_site())


@register.simple_tag
def author_data(author: Author, links: Iterable[AuthorLink]) -> SafeString:
    return json_ld(profile_page(author, links))


@register.simple_tag
def list_data(subject: Section | Tag | Series) -> SafeString:
    return json_ld(collection_page(subject))
