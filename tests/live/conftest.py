from __future__ import annotations

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from tests.live.site import Site

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


@pytest.fixture
def site(tmp_path):
    with Site(tmp_path) as site:
        yield site


@pytest.fixture(scope="module")
def shared_site(tmp_path_factory):
    """One newsroom for the tests of a module, which begin by taking away what the one before left."""
    with Site(tmp_path_factory.mktemp("newsroom")) as site:
        yield site
