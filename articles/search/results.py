"""The stories that were found, as HTML: cards with the words that were asked for marked in headline and text."""

from __future__ import annotations

from collections.abc import Collection, Sequence

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


def _result(story: Article, stems: Collection[str]) -> SafeString:
    words = excerpt(in_one_line(story.body), stems) or marked(story.standfirst, stems)
    return card_html(story, place="river", headline=marked(story.headline, stems), words=words)
