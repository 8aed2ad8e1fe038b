"""How dates, people, stories and pictures stand on pages."""

from mimetypes import guess_type
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles.card_html import card_html
from articles.dates import day_in_words, minute_in_words, moment_in_words, month_in_words
from articles.feeds import xml_text
from articles.languages import locale_of, name_in_sentence
from articles.library.markup import EAGER, FIRST, credit_html, fallback_size, picture_html, size_url
from articles.models import Article, Picture
from articles.people import name_of

register = template.Library()

register.filter("person", name_of)
register.filter("day", day_in_words)
register.filter("moment", moment_in_words)
register.filter("minute", minute_in_words)
register.filter("month_name", month_in_words)


register.filter("for_xml", xml_text)
register.filter("locale", locale_of)
register.filter("in_sentence", name_in_sentence)


@register.simple_tag
def lang_of(article: Article) -> SafeString:
    """Mark words of a story that are in another language than the page around them."""
    if article.language == settings.LANGUAGE_CODE:
        return SafeString("")
    return format_html(' lang="{}"', article.language)


@register.simple_tag(takes_context=True)
def canonical_url(context: Context, page: Any = None) -> str:
    """Return the address of a list's page: each page of a long one is one of its own, and no other parameter counts."""
    request = context["request"]
    here = settings.SITE_URL + request.path
    if not page or page.is_first:
        return here
    return f"{here}?{urlencode({'before': request.GET.get('before', '')})}"


@register.simple_tag
def card(article: Article, *, place: str) -> SafeString:
    return card_html(article, place=place)


@register.simple_tag
def lead_picture(picture: Picture) -> SafeString:
    return picture_html(picture, "story", alt=picture.alternative_text, loading=FIRST)


@register.simple_tag
def portrait(picture: Picture) -> SafeString:
    return picture_html(picture, "portrait", shape="1x1", alt="", loading=EAGER)


@register.simple_tag
def wide_picture(picture: Picture, place: str) -> SafeString:
    """Show a picture that only accompanies a link or a title, in the shape of cards."""
    return picture_html(picture, place, shape="16x9", alt="")


register.filter("credit", credit_html)


@register.filter
def wide_url(picture: Picture) -> str:
    """Return the address that other sites show beside a link to the story."""
    return size_url(picture, "16x9")


@register.filter
def wide_size(picture: Picture) -> tuple[int, int]:
    """Return the width and the height of what `wide_url` leads to."""
    return fallback_size(picture, "16x9")


@register.filter
def wide_type(picture: Picture) -> str:
    """Return the kind of file that `wide_url` leads to."""
    return guess_type(wide_url(picture))[0] or ""
