"""
What may publish under a story before a person has read: rules that are in force there, or that no review is asked for.

The pages of the story say so, and are kept; so whatever switches such a rule makes their kept copies out of date.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Article
from comments.discussion.in_force import Discussion
from comments.discussion.words import form_notes, unreviewed_in_words
from comments.models import Rule

# Who reads a comment before it is published: always a person; a person unless a rule publishes it; a person in doubt.
ALWAYS, UNLESS_RULE, IN_DOUBT = "always", "unless_rule", "in_doubt"


def publishing_rules(articles: Collection[Article], now: datetime) -> dict[int, list[Rule]]:
    """Return the rules in force that publish under each of these stories, from one query."""
    rules = Rule.objects.all().publishing(now)
    return {
        article.pk: [rule for rule in rules if rule.section_id in (None, article.section_id)] for article in articles
    }


def publishing_rules_of(article: Article, now: datetime) -> list[Rule]:
    return publishing_rules([article], now)[article.pk]


def is_read_first(discussion: Discussion, rules: Sequence[Rule]) -> str:
    """Return when a person reads a comment before it is published under a story: ALWAYS, UNLESS_RULE or IN_DOUBT."""
    if not discussion.is_premoderated:
        return IN_DOUBT
    return UNLESS_RULE if rules else ALWAYS


def said_on_form(discussion: Discussion, rules: Sequence[Rule]) -> dict[str, Any]:
    """Return what the form says above its fields: who reads the comments first, how often one may write, until when."""
    return {"is_read_first": is_read_first(discussion, rules), "notes": form_notes(discussion)}


def unread_in_words(discussion: Discussion, rules: Sequence[Rule]) -> str:
    """Return for the newsroom what publishes under a story unread; nothing where nothing does."""
    names = ", ".join(_("“%(text)s”") % {"text": rule} for rule in rules)
    sentence = ngettext("The rule %(names)s publishes here", "The rules %(names)s publish here", len(rules))
    said = [unreviewed_in_words(discussion), sentence % {"names": names} if rules else ""]
    return " · ".join(filter(None, said))
