"""Data of size M, seeded, in bulk: 2,000 articles, 200,000 approved comments, 100,000 that wait."""

from __future__ import annotations

import itertools
import json
import os
import random
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

ARTICLES = int(os.environ.get("BENCH_ARTICLES", "2000"))
APPROVED = int(os.environ.get("BENCH_APPROVED", "200000"))
WAITING = int(os.environ.get("BENCH_WAITING", "100000"))
# About two thousand words, so that no two texts are alike by chance.
SYLLABLES = "ar bon cle dou fer gra hui jou lan mer neu our pla que roi sel tan uni ver zon blé cré".split()  # noqa: SIM905
WORDS = [first + second + end for first in SYLLABLES for second in SYLLABLES for end in ("", "s", "ment", "tion")]
# Articles with a set number of comments, by their place: 0, 100 and 10,000.
SET_THREADS = {0: 0, 1: 100, 2: 10_000}


def main() -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    print(json.dumps(_fill()))


def _fill() -> dict[str, Any]:
    from django.utils import timezone

    from comments.models import Comment

    dice = random.Random(20261125)
    now = timezone.now()
    articles = make_articles(dice, now)
    counts = _counts(dice, len(articles))
    _make_comments(dice, articles, counts, now)
    return {
        "none": articles[0].get_absolute_url(),
        "hundred": articles[1].get_absolute_url(),
        "ten_thousand": articles[2].get_absolute_url(),
        "article": articles[3].pk,
        "session": _moderators_session(),
        "last_waiting": Comment.objects.order_by("-pk").values_list("pk", flat=True)[0],
    }


def make_articles(dice: random.Random, now: datetime, count: int = ARTICLES) -> list[Any]:
    from articles.models import Article, Author, Byline, Section, Tag

    sections = [Section.objects.create(name=f"Rubrique {n}", slug=f"rubrique-{n}", position=n) for n in range(1, 6)]
    authors = [Author.objects.create(name=f"Autrice {n}", slug=f"autrice-{n}") for n in range(1, 21)]
    tags = [Tag.objects.create(name=f"sujet {n}", slug=f"sujet-{n}") for n in range(1, 41)]
    body = "".join(f"<p>{_text(dice, 90)}</p>" for _ in range(8))
    made = []
    for number in range(count):
        at = now - timedelta(hours=number * 4 + 1)
        made.append(
            Article(
                headline=f"Un titre d’article de longueur ordinaire, numéro {number}",
                slug=f"article-{number}",
                standfirst=_text(dice, 25),
                body=body,
                section=sections[number % 5],
                published_at=at,
                first_published_at=at,
                updated_at=at,
            )
        )
    Article.objects.bulk_create(made, batch_size=500)
    Byline.objects.bulk_create(Byline(article=article, author=authors[article.pk % 20]) for article in made)
    Article.tags.through.objects.bulk_create(
        Article.tags.through(article_id=article.pk, tag_id=tags[(article.pk + step) % 40].pk)
        for article in made
        for step in range(3)
    )
    return made


def settle(connection: Any) -> None:
    """Do what a database does by itself some time after many rows were stored, so that no page pays for it."""
    connection.cursor().execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")


def _counts(dice: random.Random, articles: int) -> Counter[int]:
    """How many approved comments each article has: some set ones, the rest spread at random."""
    counts = Counter({place: count for place, count in SET_THREADS.items() if count})
    rest = max(0, APPROVED - counts.total())
    counts.update(dice.randrange(3, articles) for _ in range(rest))
    return counts


def _make_comments(dice: random.Random, articles: list[Any], counts: Counter[int], now: datetime) -> None:
    from articles.models import Article
    from comments.finding.index import describe, store

    rows = itertools.chain(_approved(dice, articles, counts, now), _waiting(dice, articles, now))
    while batch := list(itertools.islice(rows, 5000)):
        for comment in batch:
            describe(comment)
        store(batch)
    for place, count in counts.items():
        Article.objects.filter(pk=articles[place].pk).update(comment_count=count)


def _approved(dice: random.Random, articles: list[Any], counts: Counter[int], now: datetime) -> Iterator[Any]:
    for place, count in counts.items():
        earlier: list[Any] = []
        for number in range(count):
            comment = _comment(dice, articles[place], now - timedelta(seconds=count - number), status="approved")
            if earlier and dice.random() < 0.4:
                above = dice.choice(earlier[-20:])
                comment.path = above.path[:64] + comment.path
                comment.depth = len(comment.path) // 16 - 1
            earlier.append(comment)
            yield comment


def _waiting(dice: random.Random, articles: list[Any], now: datetime) -> Iterator[Any]:
    for number in range(WAITING):
        yield _comment(dice, dice.choice(articles[3:]), now - timedelta(seconds=number), status="pending")


def _comment(dice: random.Random, article: Any, at: datetime, status: str) -> Any:
    from comments.models import Comment

    comment = Comment(
        article=article,
        author_name=f"Lectrice {dice.randrange(10_000)}",
        author_email=f"lectrice{dice.randrange(10_000)}@example.org",
        body=_text(dice, 40),
        submitted_at=at,
        ip_address=f"192.0.2.{dice.randrange(255)}",
        status=status,
        verdict="ham",
        reported_as="ham",
    )
    comment.path = f"{int(at.timestamp() * 1_000_000):013x}{dice.randrange(4096):03x}"
    return comment


def _text(dice: random.Random, words: int) -> str:
    return " ".join(dice.choices(WORDS, k=words)).capitalize() + "."


def _moderators_session() -> str:
    from django.contrib.auth.models import User

    return session_of(User.objects.create_superuser("moderator", "moderator@example.org", None))


def session_of(user: Any) -> str:
    """Return the key of a new session in which this person is signed in."""
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    main()
