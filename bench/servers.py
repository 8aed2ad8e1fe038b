"""The servers that are measured: the site as it is deployed, with one worker, and a bare Django page beside it."""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.measure import processes
from tests.postgresql import find_binaries, running_server

ROOT = Path(__file__).parent.parent
PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": "bench-only-" + "x" * 50,
    "ALLOWED_HOSTS": "127.0.0.1",
    "SITE_URL": "http://127.0.0.1",
    "AKISMET_API_KEY": "abcdefghijkl",
    "HSTS_SECONDS": "0",
    "TRUSTED_PROXIES": "1",
    "WEB_CONCURRENCY": "1",
}


class _Server:
    def __init__(self, command: list[str], environment: Mapping[str, str], ready: str) -> None:
        self.port = free_port()
        self._command = [part.replace("PORT", str(self.port)) for part in command]
        self._environment = {**os.environ, **environment, "PORT": str(self.port)}
        self._ready = ready
        self.pids: list[int] = []

    def __enter__(self) -> Any:
        self._process = subprocess.Popen(self._command, cwd=ROOT, env=self._environment, stderr=subprocess.DEVNULL)
        self.pids = [self._process.pid, *self._database_pids()]
        self.connection = http.client.HTTPConnection("127.0.0.1", self.port)
        _wait_for(self.port)
        self.get()
        return self

    def __exit__(self, *error: object) -> None:
        self.connection.close()
        self._process.terminate()
        self._process.wait(30)

    def get(self) -> None:
        self.request("GET", self._ready)

    def request(
        self, method: str, path: str, body: str = "", headers: Mapping[str, str] | None = None, expect: int = 200
    ) -> str:
        """Send one request over the kept connection; an unexpected status ends the measurement."""
        answer = self._send(method, path, body or None, dict(headers or {}))
        text = answer.read().decode()
        if answer.status != expect:
            raise SystemExit(f"{method} {path} answered {answer.status} instead of {expect}")
        self.etag = answer.headers.get("ETag", "")
        return text

    def _send(self, *request: Any) -> http.client.HTTPResponse:
        """Send over the kept connection, and once more over a new one when the server has closed it."""
        try:
            self.connection.request(*request)
            return self.connection.getresponse()
        except (http.client.RemoteDisconnected, ConnectionError):
            self.connection.close()
            self.connection.request(*request)
            return self.connection.getresponse()

    def _database_pids(self) -> list[int]:
        """Return the processes of a database server whose time is this server's too."""
        return []

    def memory_mb(self) -> float:
        """Return the proportional set size of the (one) worker."""
        workers = [pid for pid, parent in processes() if parent == self._process.pid]
        lines = Path(f"/proc/{workers[0]}/smaps_rollup").read_text().splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


class Newsroom(_Server):
    def __init__(self, folder: Path, database: str, **environment: str) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "newsroom.wsgi"]
        settings = PRODUCTION | {"DATABASE_URL": database, "VAR_DIR": str(folder)} | environment
        super().__init__(command, settings, "/healthz")

    def _database_pids(self) -> list[int]:
        return _postgresql_servers()


class Bare(_Server):
    def __init__(self) -> None:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "bench.bare:application"]
        super().__init__(command, PRODUCTION, "/")


@contextmanager
def database_in(folder: Path, postgresql: bool) -> Iterator[str]:
    """Yield the address of an empty database: a file in the folder, or one on a PostgreSQL server of its own."""
    if not postgresql:
        yield f"sqlite:///{folder}/bench.sqlite3"
        return
    binaries = find_binaries()
    if binaries is None:
        raise SystemExit("PostgreSQL is not installed.")
    with running_server(binaries) as address:
        yield address


def set_up(folder: Path, database: str) -> dict[str, str]:
    """Migrate and collect static files; return the environment of that site."""
    environment = {**os.environ, **PRODUCTION, "DATABASE_URL": database, "VAR_DIR": str(folder)}
    for command in (["manage.py", "migrate", "-v0"], ["manage.py", "collectstatic", "--noinput", "-v0"]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)
    return environment


def prepare(folder: Path, database: str) -> dict[str, Any]:
    """Set a site up and fill its database; return what the cases need to know of it."""
    environment = set_up(folder, database)
    command = [sys.executable, "-m", "bench.data"]
    done = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    facts: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return facts


def _postgresql_servers() -> list[int]:
    """Return the tests' own PostgreSQL, if one runs: its time is the site's time."""
    found = []
    for pid, _parent in processes():
        try:
            command = Path(f"/proc/{pid}/cmdline").read_text()
        except OSError:
            continue
        if "newsroom-postgresql-" in command and "postgres" in command.split("\0")[0].rpartition("/")[2]:
            found.append(pid)
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as opened:
        return int(opened.getsockname()[1])


def _wait_for(port: int) -> None:
    for _attempt in range(300):
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
