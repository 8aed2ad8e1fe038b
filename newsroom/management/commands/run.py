"""Everything that a newcomer needs, in one process tree: `make run` calls this once the environment stands."""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time
import urllib.error
import urllib.request
from collections import OrderedDict
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from honcho.environ import parse_procfile
from honcho.manager import Manager

SANDBOX_KEY = "sandbox-key0"


class Command(BaseCommand):
    help = "Migrate, load the demonstration into an empty database, and run web, worker, scheduler and sandbox."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--no-demo", action="store_true", help="Do not load the demonstration magazine.")

    def handle(self, **options: Any) -> None:
        _require_free_port(settings.PORT)
        call_command("migrate", verbosity=0)
        if settings.DEBUG and not options["no_demo"]:
            call_command("load_demo")
        manager = Manager()
        for name, command in _processes().items():
            manager.add_process(name, command, env=self.environment)
        threading.Thread(target=self._greet, daemon=True).start()
        pid_file = settings.VAR_DIR / "run.pid"
        pid_file.write_text(str(os.getpid()))
        # A closed terminal ends everything too; honcho itself listens to Ctrl-C and TERM.
        signal.signal(signal.SIGHUP, lambda *_signal: os.kill(os.getpid(), signal.SIGTERM))
        try:
            manager.loop()
        finally:
            pid_file.unlink(missing_ok=True)
        sys.exit(manager.returncode)

    @property
    def environment(self) -> dict[str, str]:
        """The environment of the processes: this one's, with its Python first and the sandbox as Akismet."""
        path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = {**os.environ, "PATH": path, "PORT": str(settings.PORT), "PYTHONUNBUFFERED": "1"}
        if _uses_sandbox():
            environment |= {"AKISMET_API_KEY": SANDBOX_KEY, "AKISMET_BASE_URL": f"http://127.0.0.1:{_sandbox_port()}"}
        return environment

    def _greet(self) -> None:
        """Print where everything is, once the web process answers."""
        here = f"http://127.0.0.1:{settings.PORT}"
        _wait_for(f"{here}/healthz")
        self.stdout.write(
            "\n".join(
                [
                    "",
                    _("  The site: %(address)s") % {"address": f"{here}/"},
                    _("  The journalists’ desk: %(address)s") % {"address": f"{here}/admin/"},
                    _("  The moderators’ desk: %(address)s") % {"address": f"{here}/moderation/"},
                    *self._accounts(),
                    _("  Ctrl-C ends everything."),
                    "",
                ]
            )
        )

    def _accounts(self) -> list[str]:
        from django.contrib.auth import get_user_model

        from comments.management.commands.load_demo import ACCOUNTS, PASSWORD

        known = set(get_user_model().objects.values_list("username", flat=True))
        if not set(ACCOUNTS) <= known:
            return []
        words = {"names": ", ".join(ACCOUNTS), "password": PASSWORD}
        return [_("  Accounts: %(names)s – password of each: %(password)s") % words]


def _processes() -> OrderedDict[str, str]:
    procfile = parse_procfile((settings.BASE_DIR / "Procfile").read_text())
    processes: OrderedDict[str, str] = OrderedDict(procfile.processes)
    if _uses_sandbox():
        log = settings.VAR_DIR / "akismet-sandbox.jsonl"
        processes["sandbox"] = f"python manage.py akismet_sandbox --port {_sandbox_port()} --log-file {log}"
    return processes


def _uses_sandbox() -> bool:
    return settings.DEBUG and not settings.AKISMET_API_KEY


def _sandbox_port() -> int:
    """The sandbox stands beside the site: one port further, unless told otherwise."""
    return int(os.environ.get("AKISMET_SANDBOX_PORT", settings.PORT + 1))


def _require_free_port(port: int) -> None:
    ports = [(port, "PORT")] + ([(_sandbox_port(), "AKISMET_SANDBOX_PORT")] if _uses_sandbox() else [])
    for number, setting in ports:
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", number))
            except OSError:
                raise CommandError(
                    _("Port %(port)d is in use. Set %(setting)s to a free one: %(setting)s=%(other)d make run")
                    % {"port": number, "setting": setting, "other": number + 10}
                ) from None


def _wait_for(address: str) -> None:
    for _attempt in range(300):
        try:
            urllib.request.urlopen(address, timeout=1)  # noqa: S310  # our own http:// address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
