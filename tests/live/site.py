"""The real processes, as `make run` starts them, on free ports and with a database of their own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx

from tests.migrated import ROOT, SQLITE

INHERITED = ("PATH", "HOME", "LANG")
# Not what belongs to an index of full text, which triggers keep, nor tasks, one of which a worker may have in hand.
TABLES = """
SELECT name FROM sqlite_schema AS each WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'django_tasks%' AND name <> 'django_migrations' AND NOT EXISTS (
    SELECT 1 FROM sqlite_schema AS index_of WHERE index_of.sql LIKE 'CREATE VIRTUAL%'
    AND each.name GLOB index_of.name || '_*'
)
"""
PEOPLE = """
from django.contrib.auth.models import Group, User
from articles.models import Author, Section
for name, group in [("journaliste", "Journalists"), ("editrice", "Editors"), ("ana", "Moderators")]:
    user = User.objects.create_user(name, f"{name}@example.org", "motdepasse-du-test", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
Section.objects.create(name="Sécurité", slug="securite", position=4)
Author.objects.create(name="Inès Carvalho", slug="ines-carvalho", user=User.objects.get(username="journaliste"))
"""
PASSWORD = "motdepasse-du-test"
STORY = """
section, made = Section.objects.get_or_create(name="Société", slug="societe")
article = Article.objects.create(headline="Un article", slug="un-article", section=section, body="<p>Texte.</p>")
article.publish()
print(article.pk, article.get_absolute_url())
"""


class Site:
    """A running newsroom: web, worker, scheduler and sandbox."""

    def __init__(self, folder: Path, prepared: Path) -> None:
        self._prepared = prepared
        self.port, self.sandbox_port = free_ports(2)
        self.url = f"http://127.0.0.1:{self.port}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self.log = folder / "run.log"
        self._log_before = 0
        self._environment = inherited() | {
            "DEVELOPMENT": "1",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "AKISMET_SANDBOX_PORT": str(self.sandbox_port),
            "AKISMET_TIMEOUT": "2",
            "COMMENT_LIMITS": "",
            "UNDO_WINDOW": "1",
        }

    def __enter__(self) -> Site:
        shutil.copytree(self._prepared, self.log.parent, dirs_exist_ok=True)
        with self.log.open("w") as log:
            self._process = self._start("manage.py", "run", "--no-demo", stdout=log, stderr=log)
        self._console: subprocess.Popen[str] | None = None
        self.wait_until(self._answers, "the site answers", seconds=60)
        return self

    def __exit__(self, *error: object) -> None:
        if self._console:
            self._console.communicate(timeout=20)
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)

    def reset(self) -> None:
        """
        Put every row back to what was prepared, and the sandbox too, while the processes go on.

        Numbers are not given a second time, so that nothing that is kept under one is found again.
        """
        with closing(sqlite3.connect(self.log.parent / SQLITE, timeout=60, isolation_level=None)) as rows:
            rows.execute("ATTACH ? AS prepared", [str(self._prepared / SQLITE)])
            rows.execute("BEGIN IMMEDIATE")
            for (table,) in rows.execute(TABLES).fetchall():
                rows.execute(f'DELETE FROM main."{table}"')
                rows.execute(f'INSERT INTO main."{table}" SELECT * FROM prepared."{table}"')
            rows.execute("COMMIT")
        self.set_sandbox_mode("ok")
        httpx.post(f"{self.sandbox_url}/sandbox/clear").raise_for_status()
        self._log_before = self.log.stat().st_size

    def printed(self) -> str:
        """Return what the processes have printed since the last reset."""
        return self.log.read_bytes()[self._log_before :].decode()

    def shell(self, code: str) -> str:
        """Run code, with both apps' models at hand, against the site's database; return what it prints."""
        if self._console is None:
            self._console = self._start("-m", "tests.live.console", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._console.stdin and self._console.stdout
        self._console.stdin.write(json.dumps(code) + "\n")
        self._console.stdin.flush()
        answer = json.loads(self._console.stdout.readline())
        assert not answer["error"], answer["error"]
        printed: str = answer["printed"]
        return printed

    def rows(self, code: str) -> Any:
        """Evaluate an expression against the site's database; it must be fit for JSON."""
        return json.loads(self.shell(f"import json; print(json.dumps({code}))").strip().splitlines()[-1])

    def publish_story(self) -> tuple[int, str]:
        """Publish a story and return its id and its address."""
        pk, address = self.shell(STORY).split()
        return int(pk), address

    def calls(self, path: str) -> list[dict[str, str]]:
        """Return the fields of each call that the sandbox took at a path of Akismet's."""
        log = httpx.get(f"{self.sandbox_url}/sandbox/log", timeout=30).json()
        return [call["fields"] for call in log if call["path"] == path]

    def set_sandbox_mode(self, mode: str, **options: str) -> None:
        httpx.post(f"{self.sandbox_url}/sandbox/mode", data={"mode": mode} | options).raise_for_status()

    def wait_until(self, holds: Callable[[], bool], what: str, seconds: float = 30) -> None:
        """Wait for something that another process does; fail with the processes' output when it does not."""
        end = time.monotonic() + seconds
        while not holds():
            if time.monotonic() > end:
                raise AssertionError(f"Not within {seconds} s: {what}\n{self.log.read_text()[-3000:]}")
            time.sleep(0.1)

    def _start(self, *arguments: str, **streams: Any) -> subprocess.Popen[str]:
        command = [sys.executable, *arguments]
        return subprocess.Popen(command, cwd=ROOT, env=self._environment, text=True, start_new_session=True, **streams)

    def _answers(self) -> bool:
        try:
            sandbox = httpx.get(f"{self.sandbox_url}/sandbox/")
            return httpx.get(f"{self.url}/readyz").status_code == sandbox.status_code == 200
        except httpx.TransportError:
            return False


def prepare(folder: Path, migrated: Path) -> None:
    """Make a newsroom that has every migration and its people, for others to be copied from."""
    shutil.copy(migrated / SQLITE, folder / SQLITE)
    environment = inherited() | {"DEVELOPMENT": "1", "VAR_DIR": str(folder)}
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-v0", "-c", PEOPLE]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def inherited() -> dict[str, str]:
    return {name: os.environ[name] for name in INHERITED if name in os.environ}


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports
