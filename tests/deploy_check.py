"""`check --deploy` with the settings of a server: any warning fails."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys

PRODUCTION = {
    "DEBUG": "0",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "ALLOWED_HOSTS": "example.org",
    "SITE_URL": "https://example.org",
    "AKISMET_API_KEY": "abcdefghijkl",
}


def main() -> int:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | PRODUCTION
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
