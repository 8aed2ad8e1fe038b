"""The linked data of a page, as a search engine reads it."""

from __future__ import annotations

import json
from typing import Any

from tests.comments.readers import page_of


def linked_data(answer) -> list[dict[str, Any]]:
    """Return what stands in the blocks of a page, in its order; a block may hold one thing or a list of them."""
    found: list[dict[str, Any]] = []
    for script in page_of(answer).find_all("script"):
        if script.attributes.get("type") == "application/ld+json":
            block = json.loads(script.text)
            found += block if isinstance(block, list) else [block]
    return found


def of_type(name: str, data: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in data if each["@type"] == name]
