"""
`python -m bench.screening`: the worker against an Akismet that answers in 200 ms.

For each number of calls in flight: checks a second beside the limit (calls in flight ÷ 0.2 s), how long a new comment
waits for its verdict with nothing else to do and behind a backlog of 100,000, and the worker's memory. The real worker
process, the sandbox in a process of its own, over loopback. `--postgresql`; `--backlog N`; `--seconds N` per run.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import platform
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx

from bench.servers import ROOT, database_in, free_port
from bench.waiting import add_comments, new_comment, the_story

ANSWERS_IN = 0.2
CONCURRENCIES = (8, 20)


def main() -> None:
    options = _options()
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-bench-")))
        database = stack.enter_context(database_in(folder, options.postgresql))
        sandbox = stack.enter_context(running_sandbox(folder))
        set_up_site(folder, database, sandbox)
        httpx.post(f"{sandbox}/sandbox/mode", data={"mode": "slow", "delay": str(ANSWERS_IN)}).raise_for_status()
        print(f"\n{'PostgreSQL' if options.postgresql else 'SQLite'}, Python {platform.python_version()}\n")
        print("| calls in flight | checks a second | of the limit | new comment, idle | behind the backlog | memory |")
        print("|---|---|---|---|---|---|", flush=True)
        add_comments(options.backlog)
        for concurrency in CONCURRENCIES:
            _print_row(concurrency, options.seconds)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.screening", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--backlog", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=30)
    return parser.parse_args()


def _print_row(concurrency: int, seconds: float) -> None:
    from django.utils import timezone

    from comments.models import Comment, ScreeningAttempt

    with running_worker(AKISMET_CONCURRENCY=str(concurrency)) as worker:
        began = timezone.now()
        time.sleep(3)
        first_memory = memory_mb(worker)
        behind = [_latency() for _ in range(int(seconds / 3))]
        last_memory = memory_mb(worker)
        ended = timezone.now() - timedelta(seconds=1)
        asked = ScreeningAttempt.objects.filter(at__gte=began + timedelta(seconds=3), at__lt=ended)
        rate = asked.count() / (ended - began - timedelta(seconds=3)).total_seconds()
        held = Comment.objects.filter(screen_after__isnull=False, leased_until=None)
        pks = list(held.values_list("pk", flat=True))
        later = timezone.now() + timedelta(days=1)
        for start in range(0, len(pks), 500):
            Comment.objects.filter(pk__in=pks[start : start + 500]).update(screen_after=later)
        time.sleep(3)
        idle = [_latency() for _ in range(8)]
        Comment.objects.filter(screen_after=later).update(screen_after=timezone.now())
    limit = concurrency / ANSWERS_IN
    print(
        f"| {concurrency} | {rate:.1f} | {rate / limit:.2f} | {_words(idle)} | {_words(behind)} "
        f"| {first_memory:.0f} → {last_memory:.0f} MB |",
        flush=True,
    )


def _latency() -> float:
    """Send one comment as the site does, and return the seconds from its sending to its verdict."""
    from comments.posting.submission import submit

    comment = submit(new_comment(the_story()))
    for _attempt in range(600):
        time.sleep(0.05)
        comment.refresh_from_db()
        if comment.screened_at:
            time.sleep(2)
            return float((comment.screened_at - comment.submitted_at).total_seconds())
    return float("inf")


def _words(seconds: list[float]) -> str:
    return f"{statistics.median(seconds):.2f} s (max {max(seconds):.2f})"


def set_up_site(folder: Path, database: str, sandbox: str, **more: str) -> None:
    """Migrate an empty site that asks the sandbox, and load Django for it in this process."""
    os.environ |= {
        "DEVELOPMENT": "1",
        "DEBUG": "1",
        "DJANGO_SETTINGS_MODULE": "newsroom.settings",
        "DATABASE_URL": database,
        "VAR_DIR": str(folder),
        "AKISMET_API_KEY": "sandbox-key0",
        "AKISMET_BASE_URL": sandbox,
        "COMMENT_LIMITS": "",
        "UNDO_WINDOW": "0",
        **more,
    }
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, check=True, stderr=subprocess.DEVNULL)
    import django
    from django.conf import settings

    django.setup()
    settings.DEBUG = False  # no list of queries in this process


@contextlib.contextmanager
def running_sandbox(folder: Path, *options: str) -> Iterator[str]:
    port = free_port()
    command = [sys.executable, "manage.py", "akismet_sandbox", "--port", str(port), *options]
    environment = os.environ | {"DEVELOPMENT": "1", "VAR_DIR": str(folder)}
    with _running(command, environment):
        for _attempt in range(100):
            try:
                httpx.get(f"http://127.0.0.1:{port}/sandbox/")
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"


@contextlib.contextmanager
def running_worker(**environment: str) -> Iterator[int]:
    """Run the site's worker as the Procfile does, but as on a server without DEBUG's log of queries; yield its id."""
    command = [sys.executable, "-c", WITHOUT_DEBUG, *PROCFILE_WORKER]
    with _running(command, os.environ | environment | {"DEBUG": "1"}) as pid:
        yield pid


# The settings take the sandbox's address with DEBUG on alone, so it is switched off behind them.
WITHOUT_DEBUG = """
import sys
import django
from django.conf import settings
from django.core.management import execute_from_command_line
django.setup()
settings.DEBUG = False
execute_from_command_line(["manage.py", *sys.argv[1:]])
"""
PROCFILE_WORKER = next(
    line.split("manage.py ")[1].split()
    for line in (ROOT / "Procfile").read_text().splitlines()
    if line.startswith("worker:")
)


@contextlib.contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[int]:
    process: Any = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        yield process.pid
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def memory_mb(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


if __name__ == "__main__":
    main()
