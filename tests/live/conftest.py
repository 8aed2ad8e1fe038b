from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.live.site import Site, prepare

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or ""


def pytest_collection_modifyitems(items):
    """Where Chromium is missing, browser tests are skipped with a line; in CI their absence is a failure."""
    if CHROMIUM or os.environ.get("CI"):
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="Chromium is not installed: browser tests were not run"))


@pytest.fixture(scope="module")
def browser():
    """Chromium for one module: Playwright's event loop must be gone from this thread before other tests run in it."""
    quiet = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-quic", *quiet]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield browser
        browser.close()


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
                folder.mkdir()
                fill(folder)
                (folder / "done").touch()
        return folder

    return make_once


@pytest.fixture(scope="session")
def prepared_newsroom(made_once):
    """A folder that newsrooms are copied from."""
    return made_once("prepared", prepare)


@pytest.fixture(scope="session")
def running_newsroom(tmp_path_factory, prepared_newsroom):
    with Site(tmp_path_factory.mktemp("newsroom"), prepared_newsroom) as site:
        yield site


@pytest.fixture
def site(running_newsroom):
    """The newsroom that this process of the tests runs, as it was prepared."""
    running_newsroom.reset()
    return running_newsroom
