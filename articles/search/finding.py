"""
Finding published stories: how many there are, which of them stand on a page, and their rows.

What comes first is decided by the ladder of `Question.ranks`: the newest hits of the first rung, then those of the
next, and at last all others.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from articles.models import Article, Section
from articles.models.article import LISTED
from articles.search.forms import Narrowing
from articles.search.ladder import Ladder
from articles.search.question import Question

PAGE_SIZE = 20
# Nobody reads on for longer; whoever looks for an old story narrows the search.
PAGES_MAX = 25
_LOADED = [*(name for name in LISTED if not name.startswith("section__")), "section", "body"]
COUNTED_UP_TO = PAGES_MAX * PAGE_SIZE


@dataclass(frozen=True)
class Hits:
    stories: list[Article]
    count: int
    page: int

    counted_up_to = COUNTED_UP_TO

    @property
    def are_many(self) -> bool:
        return self.count > COUNTED_UP_TO

    @property
    def previous_page(self) -> int:
        return self.page - 1

    @property
    def next_page(self) -> int:
        """Return the number of the next page, or 0 where this is the last one that is shown."""
        return self.page + 1 if self.page < min(PAGES_MAX, -(-self.count // PAGE_SIZE)) else 0

    @property
    def are_cut(self) -> bool:
        """Tell whether there are more hits than all pages show, and this page is the last."""
        return self.page == PAGES_MAX and self.are_many


def hits_of(question: Question, narrowing: Narrowing, page: int, sections: Iterable[Section]) -> Hits:
    """
    Return one page of the stories that answer a question, the best first. Raise Http404 beyond the last.

    `sections` are all that there are: each story is given its own, which is cheaper than to load it with the story.
    """
    first = (page - 1) * PAGE_SIZE
    asked = [terms & narrowing.terms for terms in (*question.ranks, question.terms)]
    found, count = Ladder(asked, narrowing.since, narrowing.until).climb(first + PAGE_SIZE, COUNTED_UP_TO + 1)
    numbers = list(dict.fromkeys(number for rung in found for number in rung))[first : first + PAGE_SIZE]
    if page > 1 and not numbers:
        raise Http404
    with_text = Article.objects.published().for_list().select_related(None).select_related("lead_picture")
    loaded = with_text.only(*_LOADED).in_bulk(numbers)
    by_number = {section.pk: section for section in sections}
    for story in loaded.values():
        story.section = by_number.get(story.section_id) or story.section
    return Hits([loaded[number] for number in numbers if number in loaded], count, page)


def is_answered(question: Question) -> bool:
    """Tell whether any public story answers a question."""
    (answers,), _count = Ladder([question.terms]).climb(1)
    return bool(answers)
