"""Static files as they are deployed: named by their content, compressed, and one stylesheet for a page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORT = re.compile(r'^@import "([\w-]+\.css)";\n', re.MULTILINE)


class OneSheetStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """
    Puts the stylesheets that one imports (`@import "base.css";`) into it, since a browser would ask for them one after
    the other. They stand in the same folder, so that the addresses in them stay right.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if not dry_run:
            paths = paths | self._with_imports(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _with_imports(self, paths: dict[str, Any]) -> dict[str, Any]:
        sheets = InMemoryStorage()
        changed = {}
        for name in paths:
            if name.endswith(".css") and IMPORT.search(text := self._read(paths, name)):
                parts = [self._read(paths, f"{name.rpartition('/')[0]}/{each}") for each in IMPORT.findall(text)]
                text = "".join([*parts, IMPORT.sub("", text)])
                changed[name] = (sheets, sheets.save(name, ContentFile(text.encode())))
        return changed

    @staticmethod
    def _read(paths: dict[str, Any], name: str) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            return str(file.read().decode())
