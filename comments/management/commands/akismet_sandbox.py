"""Run the Akismet sandbox in the foreground, for people without a key; never on a site that has readers."""

import errno
import os
import signal
from argparse import ArgumentParser
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from comments.screening.sandbox import AkismetSandbox


class Command(BaseCommand):
    requires_system_checks = []  # what is wrong with the site does not concern the sandbox

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.description = _("Run a local server that speaks Akismet's protocol, for work without a key.")
        parser.add_argument(
            "--port",
            type=int,
            default=os.environ.get("AKISMET_SANDBOX_PORT") or "8001",
            help=_("The port to listen on; 0 takes a free one. Default: AKISMET_SANDBOX_PORT, or 8001."),
        )
        parser.add_argument(
            "--log-file", type=Path, help=_("Append each call to this file, with all that the reader wrote.")
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError(_("The Akismet sandbox runs only with DEBUG on: its verdicts are made up."))
        sandbox = AkismetSandbox(port=options["port"], log_file=options["log_file"])
        _start(sandbox)
        _raise_at_signals()
        with suppress(KeyboardInterrupt):
            self._announce(sandbox)
            signal.pause()
        sandbox.stop()

    def _announce(self, sandbox: AkismetSandbox) -> None:
        address = {"url": sandbox.url, "key": sandbox.key}
        self.stdout.write(_("Akismet sandbox at %(url)s with the key %(key)s. Ctrl-C ends it.") % address)
        self.stdout.flush()


def _start(sandbox: AkismetSandbox) -> None:
    try:
        sandbox.start()
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise CommandError(str(error)) from error
        message = _("Port %(port)s is in use: choose another one with --port.")
        raise CommandError(message % {"port": sandbox.port}) from error
    except OverflowError as error:
        raise CommandError(_("A port is a number up to 65535: choose another one with --port.")) from error


def _raise_at_signals() -> None:
    """Make SIGTERM raise as Ctrl-C does, and SIGINT too where a shell had us ignore it in the background."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.default_int_handler)
