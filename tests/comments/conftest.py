"""What the tests of comments share."""

import pytest


@pytest.fixture
def desk(client, moderator):
    """A client in which a moderator is signed in."""
    client.force_login(moderator)
    return client
