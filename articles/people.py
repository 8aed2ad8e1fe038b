"""How those who work in the newsroom are named to each other."""

from __future__ import annotations

from typing import Any


def name_of(user: Any) -> str:
    """Return a colleague's name, or the name of the account; a dash where the account is gone."""
    return (user.get_full_name() or user.get_username()) if user else "–"
