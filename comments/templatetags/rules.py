"""Words of the pages of rules for what is stored as conditions and matches."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from comments.markup import paragraphs
from comments.models import Comment, Rule
from comments.rules import conditions, matches
from comments.rules.shown import marked_text, shown_hits

register = template.Library()
register.filter("marked_text", marked_text)
register.filter("shown_hits", shown_hits)


@register.filter
def found_words(matched: Iterable[matches.Match]) -> str:
    return ", ".join(matches.in_words(matched))


@register.filter
def text_marked(comment: Comment, matched: Iterable[matches.Match]) -> SafeString:
    return paragraphs(comment.body, matches.spans_in_text(matched))


@register.filter
def conditions_in_words(rule: Rule) -> list[str]:
    """Return what a rule asks of a comment; one that cannot be read asks nothing."""
    try:
        return conditions.in_words(rule.conditions)
    except (LookupError, TypeError, ValueError):
        return []
