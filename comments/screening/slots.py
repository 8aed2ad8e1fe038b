"""Never more calls in flight than AKISMET_CONCURRENCY, over all workers of one machine: a lock on a file for each."""

from __future__ import annotations

import asyncio
import fcntl
import os
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from django.conf import settings

LOOK_AGAIN = 0.01


class Slots:
    """As many slots as calls may be in flight. The locks of a process that is killed are free at once."""

    def __init__(self, count: int) -> None:
        folder = Path(settings.VAR_DIR) / "slots"
        folder.mkdir(parents=True, exist_ok=True)
        self._paths = [folder / f"akismet-{number}.lock" for number in range(count)]
        self._files: list[int] = []
        self._free: list[int] = []

    def __enter__(self) -> Slots:
        self._files = [os.open(path, os.O_RDWR | os.O_CREAT, 0o600) for path in self._paths]
        self._free = list(self._files)
        return self

    def __exit__(self, *error: object) -> None:
        for file in self._files:
            os.close(file)

    @asynccontextmanager
    async def one(self) -> AsyncIterator[None]:
        """Wait for a slot and hold it."""
        while (file := self._take()) is None:
            await asyncio.sleep(random.uniform(LOOK_AGAIN, 2 * LOOK_AGAIN))  # noqa: S311
        try:
            yield
        finally:
            fcntl.flock(file, fcntl.LOCK_UN)
            self._free.append(file)

    def _take(self) -> int | None:
        """Lock one of the slots that this process does not hold itself; None when other processes hold them all."""
        for file in self._free:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                continue
            self._free.remove(file)
            return file
        return None
