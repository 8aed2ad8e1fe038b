"""
`python -m bench.soak`: comments come in while Akismet fails in every way and workers are killed, then everything heals.

20,000 comments are stored as posting stores them, `--per-second` of them, so that SQLite's one lock is also free for
the worker. All that time, and for two minutes at least, the sandbox changes its mode at random and a worker is killed
with SIGKILL every few seconds. Afterwards all must be screened, each with one verdict and none of them public; and what
Akismet was asked more often than the attempts on record is no more than the kills explain: for each the calls that were
in flight. `--postgresql` (two workers), `--comments N`, `--seconds N`, `--seed N`.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import platform
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from typing import Any

import httpx

from bench.screening import PROCFILE_WORKER, running_sandbox, set_up_site
from bench.servers import ROOT, database_in
from bench.waiting import new_comment, the_story

CONCURRENCY = 20
HEALING_SECONDS = 1500
# Each failing mode as often, and the good one as often as all of them together.
MODES = ["slow", "stalled", "dripping", "reset", "error500", "error503", "throttled", "bad_key", "suspended", "empty"]
MODES += ["html", "oversized", "oversized_chunked", "wrong_charset", "missing_field", "recheck", "refused"]


def main() -> None:
    options = _options()
    dice = random.Random(options.seed)
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="newsroom-soak-")))
        database = stack.enter_context(database_in(folder, options.postgresql))
        log = folder / "sandbox.jsonl"
        sandbox = stack.enter_context(running_sandbox(folder, "--log-file", str(log)))
        set_up_site(folder, database, sandbox, AKISMET_CONCURRENCY=str(CONCURRENCY), AKISMET_TIMEOUT="1")
        workers = stack.enter_context(contextlib.closing(Workers(2 if options.postgresql else 1)))
        print(f"{'PostgreSQL' if options.postgresql else 'SQLite'}, Python {platform.python_version()}, ", end="")
        print(f"{len(workers.processes)} worker(s), seed {options.seed}", flush=True)
        _suffer(options, dice, sandbox, workers)
        healed_in = _heal(sandbox, workers)
        print(f"all were screened {healed_in:.0f} s after the last failure", flush=True)
        raise SystemExit(_verify(log, workers.kills))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--comments", type=int, default=20_000)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument("--per-second", type=float, default=60)
    parser.add_argument("--seed", type=int, default=20261125)
    return parser.parse_args()


class Workers:
    """The site's workers, one or more of them; one that was killed is started again at once."""

    def __init__(self, count: int) -> None:
        self.processes = [self._start() for _ in range(count)]
        self.kills = 0

    def kill_one(self, dice: random.Random) -> None:
        place = dice.randrange(len(self.processes))
        self.processes[place].kill()
        self.processes[place].wait()
        self.processes[place] = self._start()
        self.kills += 1

    def revive(self) -> None:
        self.processes = [process if process.poll() is None else self._start() for process in self.processes]

    def close(self) -> None:
        for process in self.processes:
            process.terminate()
        for process in self.processes:
            process.wait(30)

    def _start(self) -> subprocess.Popen[bytes]:
        command = [sys.executable, "manage.py", *PROCFILE_WORKER]
        return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def _suffer(options: argparse.Namespace, dice: random.Random, sandbox: str, workers: Workers) -> None:
    ends_at = time.monotonic() + options.seconds
    poster = threading.Thread(target=_post_all, args=(options.comments, options.per_second))
    poster.start()
    modes: Counter[str] = Counter()
    next_mode = next_kill = time.monotonic() + 2
    while time.monotonic() < ends_at or poster.is_alive():
        if time.monotonic() >= next_mode:
            mode = "ok" if dice.random() < 0.5 else dice.choice(MODES)
            _set_mode(sandbox, mode)
            modes[mode] += 1
            next_mode = time.monotonic() + dice.uniform(0.5, 3)
        if time.monotonic() >= next_kill:
            workers.kill_one(dice)
            next_kill = time.monotonic() + dice.uniform(2, 12)
        time.sleep(0.05)
    print(f"modes: {dict(modes)}; workers killed: {workers.kills}", flush=True)


def _set_mode(sandbox: str, mode: str) -> None:
    """Set a mode; one in which nobody listens ends by itself."""
    options = {"mode": mode, "delay": "0.3", "retry_after": "2", "seconds": "2" if mode == "refused" else ""}
    with contextlib.suppress(httpx.TransportError):
        httpx.post(f"{sandbox}/sandbox/mode", data=options, timeout=10)


def _post_all(count: int, per_second: float) -> None:
    """Store comments as posting does, in an even stream."""
    from django.db import connection

    from comments.posting.submission import submit

    story = the_story()
    began = time.monotonic()
    for number in range(count):
        submit(new_comment(story))
        time.sleep(max(0.002, began + number / per_second - time.monotonic()))
    print(f"{count} comments were stored in {time.monotonic() - began:.0f} s", flush=True)
    connection.close()


def _heal(sandbox: str, workers: Workers) -> float:
    """End all failures, and wait until nothing is due any more; the scheduler's bell is rung here every few seconds."""
    from comments.models import Comment
    from comments.tasks import ring, screen_comments

    began = time.monotonic()
    for _attempt in range(20):  # it may be refusing connections
        _set_mode(sandbox, "ok")
        time.sleep(0.3)
    while time.monotonic() - began < HEALING_SECONDS:
        workers.revive()
        ring(screen_comments)
        if not Comment.objects.filter(verdict="").exists():
            return time.monotonic() - began
        time.sleep(2)
    raise SystemExit(f"After {HEALING_SECONDS} s some comments were not screened.")


def _verify(log: Path, kills: int) -> int:
    """Print what was found; return 0 when every promise was kept."""
    from comments.models import Comment, ModerationEvent, ScreeningAttempt

    verdicts = ScreeningAttempt.objects.filter(call="check", recheck_reason="", outcome__in=["ham", "spam", "discard"])
    answered = Counter(verdicts.values_list("comment__body", flat=True))
    attempts = Counter(ScreeningAttempt.objects.filter(call="check").values_list("comment__body", flat=True))
    calls = Counter(_checked(log))
    bodies = set(Comment.objects.values_list("body", flat=True))
    unexplained = sum(max(0, count - attempts[body]) for body, count in calls.items())
    facts: dict[str, Any] = {
        "comments": len(bodies),
        "without exactly one verdict": sum(answered[body] != 1 for body in bodies),
        "public, or decided by anybody": Comment.objects.exclude(status="pending").count()
        + ModerationEvent.objects.count(),
        "still leased": Comment.objects.exclude(lease="").count(),
        "checks that the sandbox took": sum(calls.values()),
        "of them without an attempt on record": unexplained,
        "that the kills explain, at most": kills * CONCURRENCY,
    }
    for name, value in facts.items():
        print(f"{name}: {value}")
    broken = (
        facts["without exactly one verdict"] + facts["public, or decided by anybody"] + facts["still leased"]
    ) or unexplained > kills * CONCURRENCY
    print("a promise was broken" if broken else "every promise was kept")
    return int(bool(broken))


def _checked(log: Path) -> list[str]:
    found = []
    with log.open(encoding="utf-8") as lines:
        for line in lines:
            call = json.loads(line)
            if call["path"] == "/1.1/comment-check":
                # A worker that is killed in the middle of a call leaves a part of it, or nothing of its fields.
                found.append(call["fields"].get("comment_content", ""))
    return found


if __name__ == "__main__":
    main()
