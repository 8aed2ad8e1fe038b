from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from articles.bells import ring
from articles.models import Picture
from articles.tasks import make_picture_sizes


class Command(BaseCommand):
    help = "Add picture files to the library, by the same rules as an upload: each is taken or refused on its own."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("files", nargs="+", type=Path)
        parser.add_argument("--credit", default="", help="Who made them, and for whom.")
        parser.add_argument("--source", default="", help="Where they come from.")
        parser.add_argument("--licence", default="", choices=Picture.Licence.values, help="Why they may be published.")

    def handle(self, *, files: list[Path], credit: str, source: str, licence: str, **options: Any) -> None:
        refused = 0
        for path in files:
            try:
                self._add(path, credit=credit, source=source, licence=licence)
            except (OSError, ValidationError) as error:
                refused += 1
                why = " ".join(error.messages) if isinstance(error, ValidationError) else error.strerror
                self.stderr.write(_("“%(file)s”: %(why)s") % {"file": path.name, "why": why})
        if refused:
            raise CommandError(_("Files that were refused: %(count)d.") % {"count": refused})

    def _add(self, path: Path, **words: str) -> None:
        with path.open("rb") as opened, transaction.atomic():
            picture = Picture.objects.create(file=File(opened, name=path.name), **words)
            ring(make_picture_sizes)
        self.stdout.write(f"{picture.pk} {path.name}")
