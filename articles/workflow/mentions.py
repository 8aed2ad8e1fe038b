"""@name in a remark: whom it calls, among those who may read the story's remarks."""

from __future__ import annotations

import re

from django.contrib.auth.models import User

from articles.models import Article
from articles.permissions import may_publish
from articles.workflow.people import writers

MENTION = re.compile(r"(?<![\w.@+-])@([\w.@+-]{1,150})")
CALLED_MAX = 20


def names_called(words: str) -> set[str]:
    """Return the names after an @, without the full stop of the sentence."""
    return set(sorted({name.rstrip(".+-@") for name in MENTION.findall(words)} - {""})[:CALLED_MAX])


def people_called(words: str, article: Article) -> tuple[list[User], set[str]]:
    """Return whom the words call, and the names that call nobody who may read them."""
    names = names_called(words)
    if not names:
        return [], names
    own = set(article.people().values_list("pk", flat=True))
    known = writers().filter(username__in=names)
    called = [user for user in known if user.pk in own or may_publish(user, article)]
    return called, names - {user.username for user in called}
