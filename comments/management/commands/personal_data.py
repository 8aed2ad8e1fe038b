"""Print all that is kept of whoever writes from an e-mail address, for a person who asks for it."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from comments.personal_data.collecting import Person
from comments.personal_data.forms import Means
from comments.personal_data.writing import json_pieces, text_pieces


class Command(BaseCommand):
    help = "Print all that is kept of a person, found by e-mail address. That it was asked for is noted."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--email", required=True, help="The address that the person gave with comments.")
        parser.add_argument("--json", action="store_true", help="As JSON, for another program.")

    def handle(self, *, email: str, json: bool, **options: Any) -> None:
        person = Person(email)
        if not person.email_hash or not person.address:
            raise CommandError("Name an e-mail address.")
        person.note_access(by=None, means=Means.COMMAND)
        for piece in json_pieces(person) if json else text_pieces(person):
            self.stdout.write(piece, ending="")
