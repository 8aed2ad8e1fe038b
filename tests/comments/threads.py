"""Requests in threads with connections of their own, for what only happens where several of them meet."""

import sqlite3
import threading
from contextlib import closing, contextmanager

from django.db import connection, connections, transaction


@contextmanager
def database_for_threads(folder, wait_seconds=20):
    """
    Let threads of their own connections meet in one database, and wait a moment for each other's locks.

    SQLite's test database in memory is no such place: they get a file with what it holds.
    """
    own = dict(connections.settings["default"])
    if connection.vendor == "sqlite":
        own["NAME"] = str(folder / "shared.sqlite3")
        own["OPTIONS"] = own["OPTIONS"] | {"timeout": wait_seconds}
        with closing(sqlite3.connect(own["NAME"])) as copy:
            connection.connection.backup(copy)
            # Afterwards no connection has to change it: the first ones would not wait for each other in that.
            copy.execute("PRAGMA journal_mode=WAL")
    else:
        own["OPTIONS"] = own.get("OPTIONS", {}) | {"options": f"-c lock_timeout={wait_seconds}s"}
    kept = connections.settings["default"]
    connections.settings["default"] = own
    try:
        yield
    finally:
        connections.settings["default"] = kept


@contextmanager
def locked_database():
    """Hold what every writer of a comment needs, inside `database_for_threads`, as a long transaction would."""
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(connections.settings["default"]["NAME"], isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            yield
    else:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("LOCK TABLE comments_comment IN EXCLUSIVE MODE")
            yield


def at_once(pool, count, act):
    """Call `act` in as many threads as `count` says, at the same moment; return what they returned."""
    barrier = threading.Barrier(count)

    def wait_and_act():
        barrier.wait()
        try:
            return act()
        finally:
            connections.close_all()

    return [sent.result() for sent in [pool.submit(wait_and_act) for _ in range(count)]]
