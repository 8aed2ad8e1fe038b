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
# One process more than there are cores: the live tests wait most of their time.
WORKERS = str((os.cpu_count() or 1) + 1)
# The architecture knows no database, and the live tests choose their own; conftest leaves out what else touches none.
# Of the long lists of hostile texts, other tests hold what a database can stumble over.
LONG_LISTS = ["lines_in_every_field", "names_texts_and_ids_that_are_taken", "naughty_strings", "no_attack"]
ON_POSTGRESQL = ["tests/articles", "tests/comments", "-k", " and ".join(f"not {words}" for words in LONG_LISTS)]


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
    environment = {"PYTEST_XDIST_AUTO_NUM_WORKERS": WORKERS} | os.environ
    if database:
        environment["TEST_DATABASE_URL"] = database
    return subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
