"""People, stories and the sandbox that tests share. Only the clock is replaced; Akismet is a real local server."""

from __future__ import annotations

import os

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from pytest_django.plugin import blocking_manager_key

from comments.screening.sandbox import SANDBOX_KEY, AkismetSandbox
from tests import factories
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


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


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
