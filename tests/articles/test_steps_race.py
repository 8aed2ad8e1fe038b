"""Several people press at the same time: of each step one is taken, and the history tells which."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from articles.models import Article, WrongStep
from articles.workflow.steps import move_named, take
from tests.comments.threads import database_for_threads
from tests.factories import make_article, make_editor

STORIES = 6
MOVES = ["approve", "return", "publish", "take_back"]


@pytest.mark.django_db(transaction=True)
def test_of_those_who_move_a_story_at_once_one_wins_and_the_others_are_told(tmp_path):
    editors = [make_editor(name) for name in MOVES]
    numbers = [make_article(published_at=None).pk for _number in range(STORIES)]
    for story in Article.objects.all():
        story.request_publication()
    together = Barrier(len(MOVES))

    def press(name, by):
        wins = 0
        for number in numbers:
            story = Article.objects.get(pk=number)
            connections.close_all()
            together.wait()
            try:
                take(move_named(name), story, by=by, comment="Vu.")
                wins += 1
            except WrongStep:
                pass
        connections.close_all()
        return wins

    def look():
        try:
            stories = [(story.state, story.step_changes.first().to_state) for story in Article.objects.all()]
            return stories, [story.step_changes.count() for story in Article.objects.all()]
        finally:
            connections.close_all()

    with database_for_threads(tmp_path), ThreadPoolExecutor(len(MOVES)) as pool:
        wins = sum(pool.map(press, MOVES, editors))
        states, changes = pool.submit(look).result()

    assert wins == STORIES
    assert changes == [2] * STORIES
    assert all(state == remembered for state, remembered in states)
