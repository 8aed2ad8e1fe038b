"""Put a file of words, one a line, into a rule that holds comments for a person; the rule is off afterwards."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _

from comments.models import Rule, RuleEntry
from comments.rules.blocklist import import_list


class Command(BaseCommand):
    help = "Import a list of words in WordPress's format into a rule, in place of what was imported into it before."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--rule", default="Blocklist", help="The name of the rule; it is made if there is none.")
        parser.add_argument("--whole-words", action="store_true", help="Find whole words alone, not parts of words.")

    def handle(self, *, file: Path, rule: str, whole_words: bool, **options: Any) -> None:
        kind = RuleEntry.Kind.WORD if whole_words else RuleEntry.Kind.PART
        try:
            content = file.read_bytes()
        except OSError as error:
            raise CommandError(str(error)) from error
        try:
            with transaction.atomic():
                found = Rule.objects.filter(name=rule).first() or Rule.objects.create(
                    name=rule, action=Rule.Action.HOLD, conditions={"words": {}}, position=900
                )
                imported = import_list(found, content, kind)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        words = {"taken": imported.taken, "left_out": imported.left_out, "rule": found.name}
        self.stdout.write(
            _("%(taken)d entries imported, %(left_out)d lines left out. The rule “%(rule)s” is off.") % words
        )
