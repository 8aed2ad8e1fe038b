"""People, stories and the sandbox that tests share. Only the clock is replaced; Akismet is a real local server."""

from __future__ import annotations

import fcntl
import gc
import os
from collections.abc import Callable
from pathlib import Path

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from articles.search import newest_first
from comments.screening.sandbox import SANDBOX_KEY, AkismetSandbox
from tests import factories, migrated
from tests.clock import NOW
from tests.lanes import Lanes

BRINGS_ROWS_BACK = pytest.mark.django_db(transaction=True, serialized_rollback=True)


def pytest_collection_modifyitems(config, items):
    """
    Let every test that empties the tables begin with what the migrations put in: groups, permissions and reasons.

    On another database than SQLite, leave out the tests that touch none: they were run on SQLite.
    """
    for item in filter(_empties_tables, items):
        item.add_marker(BRINGS_ROWS_BACK, append=False)
    if "TEST_DATABASE_URL" not in os.environ:
        return
    idle = [item for item in items if not _touches_the_database(item)]
    config.hook.pytest_deselected(items=idle)
    items[:] = [item for item in items if _touches_the_database(item)]


def pytest_collection_finish():
    """Spare the tests and their modules the search for garbage: there is none among them."""
    gc.collect()
    gc.freeze()


def pytest_xdist_make_scheduler(config, log):
    return Lanes(config, log)


def _empties_tables(item):
    marker = item.get_closest_marker("django_db")
    return "transactional_db" in item.fixturenames or (marker and marker.kwargs.get("transaction"))


def _touches_the_database(item):
    return item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item, nextitem):
    """After a test that empties the tables, bring back what the migrations put in for those that do not."""
    yield
    if nextitem is None:
        return  # the database is gone with the last test
    if _empties_tables(item):
        with item.config.stash[blocking_manager_key].unblock():
            connection.creation.deserialize_db_from_string(connection._test_serialized_contents)


@pytest.fixture(scope="session")
def made_once(tmp_path_factory):
    """Make a folder once for all processes of the tests, and for all runs of one `make test`."""
    shared = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    shared = Path(os.environ.get("SHARED_BY_TEST_RUNS", shared))

    def make_once(name: str, fill: Callable[[Path], None]) -> Path:
        folder = shared / name
        with (shared / f"{name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not (folder / "done").exists():
                folder.mkdir(exist_ok=True)
                fill(folder)
                (folder / "done").touch()
        return folder

    return make_once


@pytest.fixture(scope="session")
def migrated_on_sqlite(made_once):
    """A folder with a database that has every migration."""
    return made_once("migrated", migrated.migrate_on_sqlite)


@pytest.fixture(scope="session")
def django_db_keepdb():
    """The database is there when Django looks for it, and nobody keeps it: it is in memory, or on a passing server."""
    return True


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request, made_once, django_db_blocker, django_db_modify_db_settings):
    with django_db_blocker.unblock():
        if connection.vendor == "sqlite":
            migrated.copy_on_sqlite(connection, request.getfixturevalue("migrated_on_sqlite"))
        else:
            made_once("migrated_on_postgresql", lambda _folder: migrated.migrate_on_postgresql(connection))
            migrated.copy_on_postgresql(connection)


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()
    newest_first.forget()


@pytest.fixture
def clock():
    """A clock that stands still until a test moves it."""
    with time_machine.travel(NOW, tick=False) as clock:
        yield clock


@pytest.fixture
def article(db):
    return factories.make_article()


@pytest.fixture
def moderator(db):
    return factories.make_moderator("ana", first_name="Ana", last_name="Ferreira")


@pytest.fixture
def colleague(db):
    return factories.make_moderator("ben", first_name="Ben", last_name="Okafor")


@pytest.fixture
def journalist(db):
    return factories.make_journalist()


@pytest.fixture
def editor(db):
    return factories.make_editor()


@pytest.fixture
def sandbox(settings):
    """Akismet's stand-in on a free port, with the site pointed at it."""
    with AkismetSandbox() as sandbox:
        settings.AKISMET_BASE_URL = sandbox.url
        settings.AKISMET_API_KEY = SANDBOX_KEY
        yield sandbox
