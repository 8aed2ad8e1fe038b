from __future__ import annotations

import os
import shutil

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
def prepared_newsroom(made_once, migrated_on_sqlite):
    """A folder that newsrooms are copied from."""
    return made_once("prepared", lambda folder: prepare(folder, migrated_on_sqlite))


@pytest.fixture(scope="session")
def running_newsroom(tmp_path_factory, prepared_newsroom):
    with Site(tmp_path_factory.mktemp("newsroom"), prepared_newsroom) as site:
        yield site


@pytest.fixture
def site(running_newsroom):
    """The newsroom that this process of the tests runs, as it was prepared."""
    running_newsroom.reset()
    return running_newsroom
