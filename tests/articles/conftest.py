"""What tests of stories share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine

from tests.articles.desk import signed_in


@pytest.fixture
def time_machine_at():
    """A clock that stands still until a test moves it."""
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def desk(journalist):
    return signed_in(journalist)


@pytest.fixture
def editors_desk(editor):
    return signed_in(editor)
