"""Several people press the same button of a story at the same moment."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from articles.models import Article, Withdrawal
from tests.articles.desk import change_path, form_of, signed_in
from tests.comments.threads import at_once, database_for_threads
from tests.factories import make_article, make_editor

pytestmark = pytest.mark.django_db(transaction=True)


def press_at_once(tmp_path, story: Article, form: dict) -> list:
    """Press a button in four browsers; return how many withdrawals are kept and whether the first date stands."""
    person = make_editor()
    browsers = [signed_in(person) for _ in range(4)]
    unused = iter(browsers)

    def what_stands() -> list:
        row = Article.objects.get(pk=story.pk)
        return [Withdrawal.objects.count(), row.published_at == row.first_published_at]

    with database_for_threads(tmp_path), ThreadPoolExecutor(4) as pool:
        at_once(pool, 4, lambda: next(unused).post(change_path(story), form))
        return at_once(pool, 1, what_stands)[0]


def test_four_presses_in_the_same_moment_take_a_story_offline_once(tmp_path):
    story = make_article()

    assert press_at_once(tmp_path, story, form_of(story, "_unpublish", withdrawal_kind="legal")) == [1, False]


def test_four_presses_in_the_same_moment_publish_a_story_once(tmp_path):
    story = make_article(published_at=None)

    assert press_at_once(tmp_path, story, form_of(story, "_publish")) == [0, True]
