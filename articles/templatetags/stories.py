"""How dates, people and stories stand on pages."""

from django import template
from django.utils.safestring import SafeString

from articles.card_html import card_html
from articles.dates import day_in_words, moment_in_words, month_in_words
from articles.models import Article
from articles.people import name_of

register = template.Library()

register.filter("person", name_of)
register.filter("day", day_in_words)
register.filter("moment", moment_in_words)
register.filter("month_name", month_in_words)


@register.simple_tag
def card(article: Article, *, is_lazy: bool) -> SafeString:
    return card_html(article, is_lazy=is_lazy)
