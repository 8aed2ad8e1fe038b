"""
`make bench`: the pages of performance.md beside their goals, each against a bare Django page in the same run.

What counts is CPU time of the server's processes per request, database included, measured from outside. Slices of a
few requests alternate with slices of the reference, so that a noisy neighbour hits both; slices with more than 15 %
steal are repeated. `--postgresql` measures on PostgreSQL; `--quick` takes fewer requests.
"""

from __future__ import annotations

import argparse
import contextlib
import platform
import tempfile
from pathlib import Path

from bench.cases import CASES, Case
from bench.measure import Result, measure
from bench.servers import Bare, Newsroom, database_in, prepare


def main() -> None:
    options = _options()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-bench-")))
        database = stack.enter_context(database_in(folder, options.postgresql))
        facts = prepare(folder, database)
        bare = stack.enter_context(Bare())
        uncached = stack.enter_context(Newsroom(folder, database, CACHE_URL="dummycache://"))
        cached = stack.enter_context(Newsroom(folder, database, CACHE_URL="locmemcache://"))
        servers = {"uncached": uncached, "cached": cached}
        rounds, slices = (1, 3) if options.quick else (3, 8)
        _print_head("PostgreSQL" if options.postgresql else "SQLite")
        for case in (case for case in CASES if any(words in case.name for words in options.only.split(","))):
            ours = servers[case.server]
            _print_row(case, measure(case.requests(ours, facts), ours, bare, rounds, slices, case.per_slice))
        for name, server in servers.items():
            print(f"memory of one web worker ({name} server), PSS: {server.memory_mb():.0f} MB (goal 75)")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="measure the requests whose names hold one of these, with commas"
    )
    return parser.parse_args()


def _print_head(database: str) -> None:
    print(f"\n{database}, Python {platform.python_version()}\n")
    print("| request | CPU ms, median (min–max) | bare ms | × bare | goal × bare | met |")
    print("|---|---|---|---|---|---|", flush=True)


def _print_row(case: Case, result: Result) -> None:
    goal = case.goal_ms / 0.57
    met = "yes" if result.ratio <= goal else "**no**"
    spread = f"{result.ours:.2f} ({result.low:.2f}–{result.high:.2f})"
    print(f"| {case.name} | {spread} | {result.bare:.2f} | {result.ratio:.1f} | {goal:.1f} | {met} |", flush=True)


if __name__ == "__main__":
    main()
