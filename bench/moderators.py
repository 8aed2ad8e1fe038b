"""
`python -m bench.moderators`: ten moderators decide on the same comments at random, for a minute.

Each is a process with a session of its own against the site as it is deployed (two web workers). Every press is made on
what that moderator last saw of the comment, one or a few at a time, and sometimes the last press is taken back. What is
verified: of all presses on a state of a comment one won and every other was answered 409 with the name of a colleague,
no answer was an error of the server, and the stories' counters equal a recount. `--postgresql`,
`--seconds N`, `--comments N`.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import json
import multiprocessing
import os
import platform
import random
import re
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from bench.servers import PRODUCTION, Newsroom, database_in, set_up

MODERATORS = 10
DECISIONS = {"approve": "approved", "reject": "rejected", "spam": "spam", "reopen": "pending"}
TOKEN = "t" * 32
# A comment that was decided on before, on the page that says so.
CARD = re.compile(r'class="card card-(\w+)" id="comment-(\d+)"')


def main() -> None:
    options = _options()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-moderators-")))
        database = stack.enter_context(database_in(folder, options.postgresql))
        set_up(folder, database)
        os.environ |= PRODUCTION | {"DATABASE_URL": database, "VAR_DIR": str(folder)}
        facts = _fill(options.comments)
        site = stack.enter_context(Newsroom(folder, database, WEB_CONCURRENCY="2"))
        print(f"{'PostgreSQL' if options.postgresql else 'SQLite'}, Python {platform.python_version()}", flush=True)
        tallies = _let_them_decide(site.port, facts, options.seconds)
        raise SystemExit(_verify(tallies))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.moderators", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--comments", type=int, default=2000)
    return parser.parse_args()


def _fill(count: int) -> dict[str, Any]:
    """Store the comments, under five stories, and sign ten moderators in."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.contrib.auth.models import Group, User
    from django.db import connections

    from bench.data import session_of
    from bench.waiting import add_comments, the_story
    from comments.models import Comment

    the_story()
    add_comments(count)
    Comment.objects.update(verdict="ham", reported_as="ham", screen_after=None)
    sessions = []
    for number in range(MODERATORS):
        user = User.objects.create_user(f"moderator{number}", first_name=f"Moderator {number}")
        user.groups.add(Group.objects.get(name="Moderators"))
        sessions.append(session_of(user))
    numbers = list(Comment.objects.values_list("pk", flat=True))
    connections.close_all()
    return {"sessions": sessions, "comments": numbers}


@dataclass
class Tally:
    """What one moderator did and was told."""

    statuses: Counter[int] = field(default_factory=Counter)
    untold: int = 0
    decided: int = 0


def _let_them_decide(port: int, facts: dict[str, Any], seconds: float) -> list[Tally]:
    context = multiprocessing.get_context("spawn")
    with context.Pool(MODERATORS) as pool:
        work = [(port, number, session, facts["comments"], seconds) for number, session in enumerate(facts["sessions"])]
        return pool.starmap(_moderate, work)


def _moderate(port: int, number: int, session: str, comments: list[int], seconds: float) -> Tally:
    dice, tally = random.Random(number), Tally()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    seen = dict.fromkeys(comments, "pending")
    headers = {
        "Cookie": f"__Host-session={session}; __Host-csrf={TOKEN}",
        "X-CSRFToken": TOKEN,
        "Content-Type": "application/x-www-form-urlencoded",
    }
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if dice.random() < 0.05:
            status, _text = _send(connection, "/moderation/undo/", "", headers)
            tally.statuses[status] += 1
            continue
        chosen = dice.sample(comments, dice.choice([1, 1, 1, 1, 5, 20]))
        decision = dice.choice(list(DECISIONS))
        posted = [("decision", decision), ("reason", "off_topic"), ("answers", "keep")]
        posted += [("comment", str(pk)) for pk in chosen] + [(f"state_{pk}", seen[pk]) for pk in chosen]
        status, text = _send(connection, "/moderation/decide/", urlencode(posted), headers)
        tally.statuses[status] += 1
        late = {pk: status for status, pk in CARD.findall(text)}
        for pk in chosen:
            seen[pk] = late.get(str(pk), DECISIONS[decision])
        tally.decided += len(chosen) - len(late)
        tally.untold += status == 409 and text.count('class="late"') != len(late)
    return tally


def _send(connection: http.client.HTTPConnection, path: str, body: str, headers: dict[str, str]) -> tuple[int, str]:
    for _attempt in range(2):
        try:
            connection.request("POST", path, body, headers)
            answer = connection.getresponse()
            return answer.status, answer.read().decode()
        except (http.client.RemoteDisconnected, ConnectionError):
            connection.close()
    return 0, ""


def _verify(tallies: list[Tally]) -> int:
    from django.db.models import Count, Q

    from articles.models import Article
    from comments.models import Comment, ModerationEvent

    statuses: Counter[int] = sum((tally.statuses for tally in tallies), Counter())
    wrong = {
        "answers that are errors": sum(count for status, count in statuses.items() if status >= 500 or status == 0),
        "late presses without a colleague’s decision": sum(tally.untold for tally in tallies),
        "counters unlike a recount": _wrong_counters(Article, Count, Q),
        "comments whose events are no chain": _broken_chains(Comment, ModerationEvent),
        "decisions that were told and not made, or made and not told": abs(
            sum(tally.decided for tally in tallies) - ModerationEvent.objects.filter(undoes=None).count()
        ),
    }
    print(f"{statuses.total()} presses: {json.dumps(dict(sorted(statuses.items())))}")
    print(f"{ModerationEvent.objects.count()} events on {Comment.objects.count()} comments")
    for what, count in wrong.items():
        print(f"{what}: {count}")
    return int(any(wrong.values()))


def _wrong_counters(articles: Any, count: Any, q: Any) -> int:
    recounted = articles.objects.annotate(recount=count("comments", filter=q(comments__status="approved")))
    return sum(article.recount != article.comment_count for article in recounted)


def _broken_chains(comments: Any, events: Any) -> int:
    """Count the comments on which two decisions left the same state, or whose last event is not what they are."""
    states = dict.fromkeys(comments.objects.values_list("pk", flat=True), "pending")
    broken = set()
    for pk, before, after in events.objects.order_by("pk").values_list("comment_id", "from_status", "to_status"):
        if states[pk] != before:
            broken.add(pk)
        states[pk] = after
    now = dict(comments.objects.values_list("pk", "status"))
    return len(broken | {pk for pk, status in now.items() if status != states[pk]})


if __name__ == "__main__":
    main()
