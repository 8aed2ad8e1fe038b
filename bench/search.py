"""
`python -m bench.search`: readers' search in 20,000 stories of 600 words each, beside its goal of 30 ms of CPU.

Measured as `make bench` measures: CPU time of the server's processes, database included, in slices that alternate with
slices of a bare page. Words are as unevenly common as those of a language (Zipf): the first of them stands in every
story, the last in one or two. `--postgresql`, `--quick`, `--stories N`, `--only WORDS`.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import os
import platform
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

from bench.data import SYLLABLES, make_articles, settle
from bench.measure import measure
from bench.servers import PRODUCTION, Bare, Newsroom, database_in, set_up

GOAL_MS = 30
VOCABULARY = ["".join(parts) + end for parts in itertools.product(SYLLABLES, repeat=3) for end in ("", "in", "ol")]
random.Random(1).shuffle(VOCABULARY)
CUMULATIVE = list(itertools.accumulate(1 / (rank + 5) for rank in range(len(VOCABULARY))))
BODY_WORDS = 600


def word(rank: int) -> str:
    return quote_plus(VOCABULARY[rank])


ASKED: dict[str, str | list[str]] = {
    "a word of every headline": "article",
    "the commonest word": word(0),
    "a word of most stories": word(20),
    "of half of them": word(120),
    "of one in ten": word(600),
    "of one in a hundred": word(6000),
    "of a few": word(30_000),
    "two words of every story": f"{word(0)}+{word(1)}",
    "two common words": f"{word(40)}+{word(60)}",
    "a common and a rare one": f"{word(3)}+{word(9000)}",
    "four common words": f"{word(30)}+{word(31)}+{word(32)}+{word(33)}",
    "a phrase of the commonest words": f"%22{word(0)}+{word(1)}%22",
    "a phrase of three": f"%22{word(0)}+{word(1)}+{word(2)}%22",
    "a phrase of a headline": "%22article+de+longueur+ordinaire%22",
    "all but a word": f"{word(50)}+-{word(51)}",
    "a sentence": "un+titre+d%E2%80%99article+de+longueur+ordinaire+num%C3%A9ro+17",
    "one section": f"{word(20)}&section=rubrique-3",
    "one author": f"{word(20)}&author=autrice-3",
    "a month": f"{word(20)}&from=2026-06-01&until=2026-06-30",
    "the last page": f"{word(20)}&page=25",
    "two words, others each time": [f"{word(rank)}+{word(rank + 900)}" for rank in range(200, 600)],
    "a mistyped word": VOCABULARY[700][:-1] + "xe",
    "nothing": "introuvable",
}


def main() -> None:
    options = _options()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-search-")))
        database = stack.enter_context(database_in(folder, options.postgresql))
        set_up(folder, database)
        os.environ |= PRODUCTION | {"DATABASE_URL": database, "VAR_DIR": str(folder)}
        _fill(options.stories)
        bare = stack.enter_context(Bare())
        site = stack.enter_context(Newsroom(folder, database))
        print(f"\n{'PostgreSQL' if options.postgresql else 'SQLite'}, Python {platform.python_version()}, ", end="")
        print(f"{options.stories} stories\n\n| search | CPU ms, median (min–max) | × bare | met |")
        print("|---|---|---|---|", flush=True)
        rounds, slices, per_slice = (1, 2, 5) if options.quick else (3, 4, 10)
        medians = []
        for name, question in ASKED.items():
            if any(words in name for words in options.only.split(",")):
                questions = [question] if isinstance(question, str) else question
                result = measure(_asking(site, questions), site, bare, rounds, slices, per_slice)
                medians.append(result.ours)
                met = "yes" if result.ratio <= GOAL_MS / 0.57 else "**no**"
                spread = f"{result.ours:.0f} ({result.low:.0f}–{result.high:.0f})"
                print(f"| {name} | {spread} | {result.ratio:.0f} | {met} |", flush=True)
        if len(medians) > 1:
            p95 = statistics.quantiles(medians, n=20, method="inclusive")[-1]
            print(f"\nover all searches: p50 {statistics.median(medians):.0f} ms, p95 {p95:.0f} ms")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--stories", type=int, default=20_000)
    parser.add_argument("--only", default="", metavar="WORDS")
    return parser.parse_args()


def _asking(site: Newsroom, questions: list[str]) -> Iterator[Callable[[], object]]:
    for question in itertools.cycle(questions):
        yield partial(site.request, "GET", f"/search/?q={question}")


def _fill(count: int) -> None:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")
    django.setup()
    from django.db import connection, connections
    from django.utils import timezone

    from articles.models import Article
    from articles.search.index import reindex

    dice = random.Random(20261127)
    stories = make_articles(dice, timezone.now(), count)
    for story in stories:
        story.standfirst = _text(dice, 25)
        story.body = "".join(f"<p>{_text(dice, BODY_WORDS // 6)}</p>" for _paragraph in range(6))
    Article.objects.bulk_update(stories, ["standfirst", "body"], batch_size=200)
    print(f"{reindex(Article.objects.all())} stories are indexed", flush=True)
    settle(connection)
    connections.close_all()


def _text(dice: Any, words: int) -> str:
    return " ".join(dice.choices(VOCABULARY, cum_weights=CUMULATIVE, k=words)).capitalize() + "."


if __name__ == "__main__":
    main()
