"""The stories that were found, as HTML: cards with the words that were asked for marked in headline and text."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString

from articles.card_html import card_html
from articles.models import Article
from articles.revisions.due import show_due_changes
from articles.search.excerpts import excerpt, marked
from articles.search.question import Question
from articles.search.words import in_one_line


def results_html(stories: Sequence[Article], question: Question) -> list[SafeString]:
    show_due_changes(stories)
    return [_result(story, question.marked_stems) for story in stories]


def _result(story: Article, stems: frozenset[str]) -> SafeString:
    """Show a hit with its standfirst, or with a part of its text where headline and standfirst lack a word."""
    headline, in_headline = marked(story.headline, stems)
    standfirst, in_standfirst = marked(story.standfirst, stems)
    lacking = stems - in_headline - in_standfirst
    words: SafeString | None = standfirst
    if lacking or not words:
        words = excerpt(in_one_line(story.body), lacking or stems, stems) or standfirst
    return card_html(story, place="river", headline=headline, words=words)
