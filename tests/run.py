"""
`make test`: every test in parallel on SQLite, then those of the database again on PostgreSQL.

With arguments for pytest, what they say, on SQLite alone. What a machine lacks (Chromium, PostgreSQL) is said in a
line; in CI it is a failure.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile

from tests.postgresql import find_binaries, running_server

# A module stays in one process, which makes its browser and its newsroom once.
PYTEST = [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--no-loadscope-reorder"]
# More processes than cores: half of them are at live tests, which wait most of their time (tests/lanes.py).
WORKERS = str((os.cpu_count() or 1) + 2)
# What a database may answer in its own way: search, order and paging, conditions and races of writing, dates and sums.
# The rest asks nothing of it that these do not; the live tests choose their own. The number of statements is SQLite's,
# and of the long lists of hostile texts, other tests hold what a database can stumble over.
LEFT_OUT = ["queries", "statements", "lines_in_every_field", "names_texts_and_ids_that_are_taken", "naughty_strings"]
ON_POSTGRESQL = ["@tests/on_postgresql.txt", "-k", " and ".join(f"not {words}" for words in LEFT_OUT)]


def main() -> int:
    if arguments := sys.argv[1:]:
        return _pytest(*arguments)
    # What measures how fast a page loads has the machine to itself.
    with tempfile.TemporaryDirectory(prefix="newsroom-tests-") as shared:
        os.environ["SHARED_BY_TEST_RUNS"] = shared
        if failed := _pytest("-m", "not alone") or _pytest("-n", "0", "-m", "alone"):
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
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # each process of each run would compile every test again
    if database:
        environment["TEST_DATABASE_URL"] = database
    return subprocess.run([*PYTEST, *arguments], env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
