"""The real processes, as `make run` starts them, on free ports and with a database of their own."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import httpx

INHERITED = ("PATH", "HOME", "LANG")
ROOT = Path(__file__).parent.parent.parent
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

    def __init__(self, folder: Path, **environment: str) -> None:
        self.port, self.sandbox_port = free_ports(2)
        self.url = f"http://127.0.0.1:{self.port}"
        self.sandbox_url = f"http://127.0.0.1:{self.sandbox_port}"
        self.log = folder / "run.log"
        inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
        self.environment = inherited | {
            "DEVELOPMENT": "1",
            "VAR_DIR": str(folder),
            "PORT": str(self.port),
            "AKISMET_SANDBOX_PORT": str(self.sandbox_port),
            "AKISMET_TIMEOUT": "2",
            "COMMENT_LIMITS": "",
            "UNDO_WINDOW": "1",
        }
        self.environment |= environment

    def __enter__(self) -> Site:
        shutil.copytree(_prepared(), self.log.parent, dirs_exist_ok=True)
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "manage.py", "run", "--no-demo"],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.wait_until(self._answers, "the site answers", seconds=60)
        return self

    def __exit__(self, *error: object) -> None:
        self._process.send_signal(signal.SIGINT)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)

    def shell(self, code: str) -> str:
        """Run code, with both apps' models at hand, against the site's database; return what it prints."""
        names = "from articles.models import *; from comments.models import *\n"
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-v", "0", "-c", names + code],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

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

    def _answers(self) -> bool:
        try:
            sandbox = httpx.get(f"{self.sandbox_url}/sandbox/")
            return httpx.get(f"{self.url}/readyz").status_code == sandbox.status_code == 200
        except httpx.TransportError:
            return False


@cache
def _prepared() -> Path:
    """Return a folder with a newsroom that has every migration and its people: making one takes as long as a test."""
    folder = Path(tempfile.mkdtemp(prefix="newsroom-prepared-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    inherited = {name: os.environ[name] for name in INHERITED if name in os.environ}
    environment = inherited | {"DEVELOPMENT": "1", "VAR_DIR": str(folder)}
    for command in (["migrate", "--verbosity", "0"], ["shell", "--no-imports", "-v", "0", "-c", PEOPLE]):
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=environment, check=True)
    return folder


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [opened.getsockname()[1] for opened in sockets]
    for opened in sockets:
        opened.close()
    return ports
