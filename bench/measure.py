"""CPU time of process trees, from /proc, and slices of requests that alternate with a reference."""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

TICK = os.sysconf("SC_CLK_TCK")
STEAL_MAX = 0.15
REPEATS_MAX = 5

type Request = Callable[[], None]


class Server(Protocol):
    pids: list[int]

    def get(self) -> None: ...


@dataclass(frozen=True)
class Result:
    """Milliseconds of CPU per request: the median of rounds and their range, and the reference of the same slices."""

    ours: float
    low: float
    high: float
    bare: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def measure(
    requests: Iterator[Request], ours: Server, bare: Server, rounds: int, slices: int, per_slice: int
) -> Result:
    """Warm up, then alternate slices of our requests with slices of the bare page's."""
    for _ in range(max(5, per_slice // 2)):
        next(requests)()
        bare.get()
    medians, references = [], []
    for _ in range(rounds):
        pairs = [_pair(requests, ours, bare, per_slice) for _ in range(slices)]
        medians.append(statistics.median(pair[0] for pair in pairs))
        references.append(statistics.median(pair[1] for pair in pairs))
    return Result(statistics.median(medians), min(medians), max(medians), statistics.median(references))


def _pair(requests: Iterator[Request], ours: Server, bare: Server, count: int) -> tuple[float, float]:
    for _attempt in range(REPEATS_MAX):
        steal, total = _steal()
        mine = _cpu_of(ours.pids, lambda: [next(requests)() for _ in range(count)])
        # The bare page is cheap: more of it in a slice, so that a clock tick weighs little.
        reference = _cpu_of(bare.pids, lambda: [bare.get() for _ in range(200)])
        steal_after, total_after = _steal()
        if (steal_after - steal) / max(1, total_after - total) <= STEAL_MAX:
            break
    return mine / count * 1000, reference / 200 * 1000


def _cpu_of(pids: list[int], work: Callable[[], object]) -> float:
    before = cpu_seconds(pids)
    work()
    return cpu_seconds(pids) - before


def cpu_seconds(roots: list[int]) -> float:
    """Return user and system time of these processes and all below them, the ended ones included."""
    parents = dict(processes())
    tree = {pid for pid in parents if any(ancestor in roots for ancestor in _ancestors(pid, parents))}
    return sum(_ticks(pid) for pid in tree) / TICK


def _ancestors(pid: int, parents: dict[int, int]) -> Iterator[int]:
    while pid:
        yield pid
        pid = parents.get(pid, 0)


def processes() -> Iterator[tuple[int, int]]:
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal() and (fields := _stat(int(entry.name))):
            yield int(entry.name), int(fields[1])


def _ticks(pid: int) -> int:
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) if fields else 0


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def _steal() -> tuple[int, int]:
    fields = [int(field) for field in Path("/proc/stat").read_text().splitlines()[0].split()[1:]]
    return fields[7], sum(fields[:8])
