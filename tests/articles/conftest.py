"""What tests of stories share."""

from __future__ import annotations

import pytest

from tests.articles.desk import signed_in


@pytest.fixture
def desk(journalist):
    return signed_in(journalist)


@pytest.fixture
def editors_desk(editor):
    return signed_in(editor)
