"""How files come in: what is too large for a picture is not even kept until a form refuses it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler

from articles.library.safety import MAX_BYTES


class PictureSizeHandler(FileUploadHandler):
    """
    Let the handlers behind it see no more of a file than shows that it is too large.

    What they keep is then larger than a picture may be by one chunk at most, and the form refuses it by its size.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        return raw_data if start <= MAX_BYTES else None

    def file_complete(self, file_size: int) -> Any:
        return None
