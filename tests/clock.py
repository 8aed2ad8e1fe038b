"""The moment at which the clock of tests stands still: a noon in UTC, one o'clock in Paris."""

from __future__ import annotations

from datetime import UTC, datetime

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
