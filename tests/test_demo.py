"""The demonstration magazine that a newcomer sees."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.models import Article, Assignment, Author, Pin, Remark, Section, SeriesPart
from articles.workflow.blocks import blocks_of
from comments.models import Comment


@pytest.mark.django_db
def test_the_demonstration_fills_an_empty_database_once_and_shows_how_a_newsroom_works(settings, capsys):
    settings.DEBUG = True

    call_command("load_demo")
    call_command("load_demo")

    published = Article.objects.published()
    assert published.count() >= 24
    assert (Author.objects.count(), Section.objects.count()) == (5, 5)
    assert all(300 <= len(story.body.split()) <= 900 for story in published)
    assert (timezone.now() - published.order_by("published_at")[0].published_at).days > 300
    assert Comment.objects.count() >= 300
    assert set(Comment.objects.values_list("depth", flat=True)) == {0, 1, 2, 3, 4}
    assert SeriesPart.objects.filter(article__in=published).count() == 3
    assert Pin.objects.in_force().count() == 1
    states = Counter(Comment.objects.values_list("status", "verdict"))
    assert {("approved", "spam"), ("spam", "ham"), ("pending", ""), ("pending", "discard")} <= set(states)
    for story in published:
        assert story.comment_count == story.comments.filter(status="approved").count()

    assert {"draft", "in_review", "scheduled", "published"} <= {story.state for story in Article.objects.all()}
    assert Assignment.objects.get().due_at > timezone.now()
    remark = Remark.objects.get()
    assert remark.quote in [block.text for block in blocks_of(remark.article.body)]


@pytest.mark.django_db
def test_accounts_with_a_known_password_are_not_made_on_a_server(settings):
    settings.DEBUG = False

    with pytest.raises(CommandError):
        call_command("load_demo")

    assert not Article.objects.exists()
