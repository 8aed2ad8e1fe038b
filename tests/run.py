"""
`make test`: every test in parallel on SQLite, then those of the database again on PostgreSQL.

What a machine lacks (Chromium, PostgreSQL) is said in a line; in CI it is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys

from tests.postgresql import find_binaries, running_server

PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal"]
# The sandbox, the boundary and the architecture know no database; the live tests choose their own.
ON_POSTGRESQL = ["tests/articles", "tests/comments", "--deselect", "tests/comments/test_akismet_sandbox.py"]


def main() -> int:
    arguments = sys.argv[1:]
    if failed := _pytest(*arguments):
        return failed
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL is not installed: the tests were not run on it.")
        return 1 if os.environ.get("CI") else 0
    print("Now on PostgreSQL.", flush=True)
    with running_server(binaries) as address:
        return _pytest(*ON_POSTGRESQL, database=address)


def _pytest(*arguments: str, database: str = "") -> int:
    environment = os.environ | ({"TEST_DATABASE_URL": database} if database else {})
    return subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
