"""The web server's access log, without what opens somebody's receipt, feed, mail settings or preview."""

from __future__ import annotations

from typing import Any

from gunicorn.glogging import Logger  # type: ignore[import-untyped]  # as it comes

from newsroom.redaction import redacted

# Parts of a log line that may hold an address: the request line, the path, the query, and where one came from.
_WITH_ADDRESS = ("r", "U", "q", "f")


class RedactingLogger(Logger):
    def atoms(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().atoms(*args, **kwargs)
        for name in _WITH_ADDRESS:
            if isinstance(found.get(name), str):
                found[name] = redacted(found[name])
        return found
