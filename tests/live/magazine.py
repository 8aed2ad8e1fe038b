"""The demonstration magazine, served as an operator serves it: no debugging, one worker, collected static files."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

from tests.live.site import free_ports, inherited
from tests.migrated import ROOT

# The pictures that readers see first are in all their sizes; of the others the file itself is shown. One story has a
# hundred comments.
FILLED = """
from datetime import timedelta
from django.contrib.auth.models import User
from django.utils import timezone
from articles.models import Article
from articles.library.renditions import make_sizes
for story in Article.objects.published().exclude(lead_picture=None).newest_first()[:10]:
    make_sizes(story.lead_picture)
from comments.finding.index import describe, store
from comments.models import Comment
story = Article.objects.get(slug="mairie-linux-dix-ans-apres-les-comptes")
ana, begun = User.objects.filter(is_staff=True).first(), timezone.now() - timedelta(hours=20)
for number in range(100 - story.comment_count):
    comment = Comment(article=story, author_name=f"Lectrice {number}", author_email="lectrice@example.org",
        body="Une phrase assez longue pour remplir plus d’une ligne. " * 4, verdict="ham", reported_as="ham",
        submitted_at=begun + timedelta(minutes=number), screened_at=begun)
    describe(comment)
    comment.place_in_thread()
    store([comment])
Comment.objects.filter(article=story, status="pending", verdict="ham").approve(by=ana)
"""


class Magazine:
    def __init__(self, folder: Path, **environment: str) -> None:
        (self.port,) = free_ports(1)
        self.url = f"http://127.0.0.1:{self.port}"
        self._log = folder / "web.log"
        self._filling = inherited() | {"DEVELOPMENT": "1", "VAR_DIR": str(folder)}
        self._serving = (
            inherited()
            | {
                "VAR_DIR": str(folder),
                "SECRET_KEY": "tests-only-" + "x" * 50,
                "ALLOWED_HOSTS": "127.0.0.1",
                "SITE_URL": self.url,
                "AKISMET_API_KEY": "abcdefghijkl",
                "HSTS_SECONDS": "0",
                "WEB_CONCURRENCY": "1",
                "PORT": str(self.port),
            }
            | environment
        )

    def fill(self) -> None:
        """Make the magazine in its folder; a second site of the same folder finds it there."""
        self._manage(self._filling, "migrate", "-v0")
        self._manage(self._filling, "load_demo")
        self._manage(self._filling, "shell", "--no-imports", "-v0", "-c", FILLED)
        self._manage(self._serving, "collectstatic", "--noinput", "-v0")

    def __enter__(self) -> Magazine:
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.conf.py", "newsroom.wsgi"]
        with self._log.open("w") as log:
            self._process = subprocess.Popen(command, cwd=ROOT, env=self._serving, stdout=log, stderr=log)
        self._wait()
        return self

    def __exit__(self, *error: object) -> None:
        self._process.terminate()
        self._process.wait(20)

    def get(self, path: str, **more: Any) -> httpx.Response:
        return httpx.get(f"{self.url}{path}", timeout=30, **more)

    def _wait(self) -> None:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            try:
                if self.get("/readyz").status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise AssertionError(self._log.read_text())

    @staticmethod
    def _manage(environment: dict[str, str], *arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
