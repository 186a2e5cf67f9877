"""The stage on which the tests of reach play, and the machines elsewhere that they talk to."""

from collections.abc import Iterator

import pytest

from tests.apps.boards.stage import stage as stage  # the fixture
from tests.apps.reach.elsewhere import Hook, Mailbox
from tests.apps.reach.stage import reach as reach  # the fixture


@pytest.fixture
def hook() -> Iterator[Hook]:
    """An HTTP server on this machine that keeps what it was sent, and answers as told."""
    with Hook.serving() as served:
        yield served


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    """A mail server on this machine that keeps what it was sent."""
    with Mailbox.serving() as served:
        yield served
