"""People, stories and the sandbox that tests share. Only the clock is replaced; Akismet is a real local server."""

from __future__ import annotations

import pytest
from django.core.cache import cache

from comments.screening.sandbox import SANDBOX_KEY, AkismetSandbox
from tests import factories


@pytest.fixture(autouse=True)
def _empty_cache():
    cache.clear()


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
