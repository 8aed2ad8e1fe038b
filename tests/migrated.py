"""Databases with every migration: made once for all processes of the tests, each of which begins with a copy."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).parent.parent
SQLITE = "newsroom.sqlite3"
POSTGRESQL = "newsroom_migrated"


def migrate_on_sqlite(folder: Path) -> None:
    _migrate(f"sqlite:///{folder / SQLITE}")


def migrate_on_postgresql(connection: Any) -> None:
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {POSTGRESQL}")
        cursor.execute(f"CREATE DATABASE {POSTGRESQL}")
    _migrate(urlsplit(os.environ["TEST_DATABASE_URL"])._replace(path=f"/{POSTGRESQL}").geturl())


def copy_on_sqlite(connection: Any, folder: Path) -> None:
    """Fill the tests' database, which is in memory, with the one in a folder."""
    connection.settings_dict["NAME"] = connection.creation._get_test_db_name()
    connection.ensure_connection()
    with closing(sqlite3.connect(folder / SQLITE)) as migrated:
        migrated.backup(connection.connection)


def copy_on_postgresql(connection: Any) -> None:
    name = connection.ops.quote_name(connection.creation._get_test_db_name())
    with connection.creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {POSTGRESQL}")


def _migrate(address: str) -> None:
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": address}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=environment, check=True)
