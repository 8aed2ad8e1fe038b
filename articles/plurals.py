"""Sentences with a number in them, for scripts that learn the number: every form, and which one each number takes."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from django.utils.translation import get_language, override

# What decides is the number itself, its last two digits or its last one: beyond 200, each number is like one of these.
NUMBERS = range(200)


class Forms(NamedTuple):
    """The forms as a JSON list, and for each number from 0 to 199 the place of its form, as one digit."""

    forms: str
    which: str


def forms_of(sentence: Callable[[int], str]) -> Forms:
    """Return the forms, in the present language, of a function that calls `ngettext` with its number."""
    return _forms_of(sentence, get_language() or "")


@cache
def _forms_of(sentence: Callable[[int], str], language: str) -> Forms:
    with override(language):
        sentences = [sentence(number) for number in NUMBERS]
    forms = list(dict.fromkeys(sentences))
    return Forms(json.dumps(forms, ensure_ascii=False), "".join(str(forms.index(each)) for each in sentences))
