"""How dates stand on pages."""

from django import template

from articles.dates import day_in_words, moment_in_words, month_in_words

register = template.Library()

register.filter("day", day_in_words)
register.filter("moment", moment_in_words)
register.filter("month_name", month_in_words)
