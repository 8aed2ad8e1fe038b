"""Words of the start page, the statistics and the history."""

from django import template

from comments.moderation.history import decision_in_words

register = template.Library()

register.filter("decision_name", decision_in_words)
