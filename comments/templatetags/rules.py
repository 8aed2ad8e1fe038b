"""Words of the pages of rules for what is stored as conditions and matches."""

from collections.abc import Iterable

from django import template
from django.utils.safestring import SafeString

from comments.models import Comment, Rule
from comments.moderation.markup import desk_text
from comments.rules import conditions, matches

register = template.Library()


@register.filter
def found_words(matched: Iterable[matches.Match]) -> str:
    return ", ".join(matches.in_words(matched))


@register.filter
def found_words_in_public_fields(matched: Iterable[matches.Match]) -> str:
    """Leave out what was found in the e-mail or network address, which only moderators see."""
    return found_words(each for each in matched if each["what"] != "sender" and each.get("field") != "author_email")


@register.filter
def text_marked(comment: Comment, matched: Iterable[matches.Match]) -> SafeString:
    return desk_text(comment.body, matches.spans_in_text(matched))


@register.filter
def conditions_in_words(rule: Rule) -> list[str]:
    """Return what a rule asks of a comment; one that cannot be read asks nothing."""
    try:
        return conditions.in_words(rule.conditions)
    except (LookupError, TypeError, ValueError):
        return []
