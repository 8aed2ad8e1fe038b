"""What tests of stories share."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine


@pytest.fixture
def time_machine_at():
    """A clock that stands still until a test moves it."""
    with time_machine.travel(datetime(2026, 11, 25, 12, tzinfo=UTC), tick=False) as clock:
        yield clock
