"""Words of the screening pages for what is stored as codes and lengths."""

from django import template

from comments.moderation.durations import duration_in_words
from comments.moderation.evidence import outcome_in_words, recheck_in_words, status_in_words

register = template.Library()

register.filter("duration", duration_in_words)
register.filter("outcome", outcome_in_words)
register.filter("recheck", recheck_in_words)
register.filter("status_name", status_in_words)
