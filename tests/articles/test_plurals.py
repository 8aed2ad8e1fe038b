"""What scripts are told of plurals holds for languages with one form, two and more."""

from __future__ import annotations

import json

import pytest
from django.utils.translation import ngettext, override

from articles.plurals import forms_of


def years(count: int) -> str:
    return ngettext("%(num)d year", "%(num)d years", count)


def form_for(count: int, language: str) -> str:
    """Choose as the scripts do."""
    with override(language):
        offered = forms_of(years)
    return json.loads(offered.forms)[int(offered.which[count if count < 200 else 100 + count % 100])]


@pytest.mark.parametrize("language", ["en", "fr", "pl", "ar", "ja", "lv"])
def test_each_number_has_the_form_of_its_language(language):
    numbers = [*range(200), 200, 201, 202, 211, 222, 1000, 1001, 1102, 4990]

    with override(language):
        expected = [years(number) for number in numbers]

    assert [form_for(number, language) for number in numbers] == expected


def test_polish_has_three_forms():
    assert len({form_for(number, "pl") for number in (1, 2, 5)}) == 3
    assert form_for(22, "pl") == form_for(2, "pl")
